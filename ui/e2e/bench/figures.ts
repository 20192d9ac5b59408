// What was measured, and how: times inside the page, from the key press to the frame that shows its effect.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export interface Line {
  work: string;
  rows: number;
  unit: 'ms' | 'MB' | '%';
  values: number[];
}

export class Figures {
  readonly program: string;
  readonly lines: Line[] = [];

  constructor(program: string) {
    this.program = program;
  }

  add(work: string, rows: number, value: number, unit: Line['unit'] = 'ms'): void {
    const line = this.lines.find(one => one.work === work && one.rows === rows);
    if (line) line.values.push(value);
    else this.lines.push({ work, rows, unit, values: [value] });
  }

  blank(work: string, rows: number, share: number): void {
    this.add(work, rows, share, '%');
  }

  memory(work: string, rows: number, bytes: number): void {
    this.add(`memory of the ${work}`, rows, bytes / (1 << 20), 'MB');
  }

  /** Memory of a process of its own. Pages of the book's file that it has mapped are the system's cache, counted once per connection. */
  process(work: string, rows: number, pid: number): void {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/RssAnon:\s+(\d+)/u.exec(status)?.[1] ?? 0);
    this.memory(work, rows, kilobytes * 1024);
  }

  table(): string {
    const rows = this.lines.map(line => {
      const sorted = line.values.toSorted((one, other) => one - other);
      const at = (share: number) =>
        (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
      return `| ${line.work} | ${line.rows} | ${at(0.5)} | ${at(0.95)} | ${line.unit} | ${sorted.length} |`;
    });
    return ['| what | rows | p50 | p95 | unit | measured |', '|---|--:|--:|--:|---|--:|', ...rows].join('\n');
  }
}

/** From a key press to the frame after the one that took it, ms. Measured in the page: the driver's own time does not count. */
export async function reaction(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const watch = globalThis as typeof globalThis & { measured?: Promise<number> };
    watch.measured = new Promise(resolve => {
      globalThis.addEventListener(
        'keydown',
        event => {
          // After the frame that shows the effect was drawn.
          requestAnimationFrame(() => {
            const drawn = new MessageChannel();
            drawn.port1.addEventListener('message', () => resolve(performance.now() - event.timeStamp));
            drawn.port1.start();
            drawn.port2.postMessage(null);
          });
        },
        { capture: true, once: true },
      );
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(
    () => (globalThis as typeof globalThis & { measured?: Promise<number> }).measured ?? 0,
  );
}

/** First contentful paint since the page began to load, ms. */
export function paints(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
}

/** The page's own heap after a collection, bytes. */
export async function memoryOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
