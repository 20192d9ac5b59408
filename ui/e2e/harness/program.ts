// The program under test: run as a command, or serving the interface on a free port.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** `valorize`: what `VALORIZE_PROGRAM` names, else the debug build. */
export const PROGRAM = process.env['VALORIZE_PROGRAM'] ?? path.join(ROOT, 'target/debug/valorize');

/** `bench`, which invents statements of any length: what `VALORIZE_BENCH` names, else a build that is there. */
export function corpusProgram(): string {
  const candidates = [
    process.env['VALORIZE_BENCH'],
    path.join(ROOT, 'target/release/bench'),
    path.join(ROOT, 'target/debug/bench'),
  ];
  const found = candidates.find(candidate => candidate !== undefined && existsSync(candidate));
  if (found === undefined) throw new Error('no statement generator: run `cargo build -p bench`');
  return found;
}

/** The person's folders, all below one: nothing outside is read or written. */
export function environment(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    VALORIZE_DEVICE: 'test machine',
    VALORIZE_NO_KEYCHAIN: '1',
  };
}

/** Runs a command of the program and gives what it printed. */
export async function run(folder: string, args: readonly string[], program = PROGRAM): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    env: environment(folder),
    cwd: ROOT,
    maxBuffer: 256 << 20,
  });
  return stdout;
}

export interface Served {
  /** The link that works once. */
  url: string;
  pid: number;
  /** A link for a further browser. */
  anotherLink: () => Promise<string>;
  /** Ends the program the way a person does, or at once. */
  stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** Starts `valorize serve`, with this book or with none. */
export async function serve(folder: string, book: string | null): Promise<Served> {
  if (!existsSync(PROGRAM)) throw new Error(`no program at ${PROGRAM}: run \`cargo build -p cli\``);
  const args = [...(book === null ? [] : ['--book', book]), 'serve', '--json-ready'];
  const child = spawn(PROGRAM, args, {
    env: environment(folder),
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout });
  const links = lines[Symbol.asyncIterator]();
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const next = async (): Promise<string> => {
    const { value, done } = await links.next();
    if (done === true) throw new Error(`valorize serve ended: ${errors.join('')}`);
    return (JSON.parse(value) as { url: string }).url;
  };
  return {
    url: await next(),
    pid: child.pid ?? 0,
    anotherLink: () => {
      child.stdin.write('\n');
      return next();
    },
    stop: signal => end(child, signal ?? 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  child.kill(signal);
  await ended;
}
