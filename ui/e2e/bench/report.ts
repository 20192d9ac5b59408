// Writes the measurements to bench/results, as a table for people and as JSON for programs.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import path from 'node:path';
import { ROOT } from '../harness/program';
import type { Figures } from './figures';

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT }).toString().trim();
}

export async function save(figures: Figures): Promise<void> {
  const commit = git('rev-parse', '--short=10', 'HEAD');
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+';
  const date = new Date().toISOString().slice(0, 10);
  const build = figures.program.includes('release') ? 'release' : 'debug';
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, ${Math.round(totalmem() / (1 << 20))} MB, Linux ${release()}`;
  const head = [
    `# The interface on ${date}, commit ${commit}${changed}`,
    '',
    `${machine}; load ${loadavg()[0]?.toFixed(1)}. ${build} build of the program, headless Chromium, \`make bench-ui\`.`,
    `Times are taken inside the page: from the load of the page to its first rows, and from a key press to the frame that shows its effect. Scripts and styles: ${bundle()}.`,
    '',
  ];
  const stem = path.join(ROOT, 'bench/results', `${date}-ui-${commit}`);
  writeFileSync(`${stem}.md`, `${head.join('\n')}\n${figures.table()}\n`);
  writeFileSync(
    `${stem}.json`,
    `${JSON.stringify({ date, commit, build, machine, lines: figures.lines }, null, 2)}\n`,
  );
}

/** How much a first visit loads. */
function bundle(): string {
  const dist = path.join(ROOT, 'ui/dist');
  const page = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/gu)].map(
    ([, name]) => name ?? '',
  );
  const bytes = files.reduce((sum, name) => sum + readFileSync(path.join(dist, name)).length, 0);
  return `${Math.round(bytes / 1024)} kB in ${files.length} files before any screen`;
}
