import { expect, it, vi } from 'vitest';
import { BLOCK, RowBlocks } from './rowWindow';

/** A list of numbers, answering when told to. */
function list(total: number) {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const source = { version: 'a', total };
  const blocks = new RowBlocks<string>(
    (offset, limit) => {
      asked.push(offset / BLOCK);
      return new Promise(resolve => {
        waiting.push(() =>
          resolve({
            rows: Array.from(
              { length: Math.min(limit, source.total - offset) },
              (_, at) => `${offset + at}${source.version}`,
            ),
            total: source.total,
          }),
        );
      });
    },
    () => {},
  );
  const answer = async () => {
    while (waiting.length > 0) {
      waiting.shift()?.();
      // oxlint-disable-next-line no-await-in-loop
      await Promise.resolve();
      // oxlint-disable-next-line no-await-in-loop
      await new Promise(resolve => setTimeout(resolve, 0));
    }
  };
  return { blocks, asked, answer, source };
}

it('fetches what is in sight and one block beyond', async () => {
  const { blocks, asked, answer } = list(1_000_000);
  blocks.show(0, 40);
  await answer();
  expect(blocks.snapshot.total).toBe(1_000_000);
  expect(blocks.snapshot.row(0)).toBe('0a');
  expect(asked).toEqual([0, 1]);
  blocks.show(999_960, 999_999);
  await answer();
  expect(blocks.snapshot.row(999_999)).toBe('999999a');
  expect(asked).toEqual([0, 1, 4999, 4998]);
});

it('asks for few of the blocks a dragged scrollbar passes', async () => {
  const { blocks, asked, answer } = list(1_000_000);
  blocks.show(0, 40);
  await answer();
  for (let first = 0; first < 900_000; first += 1_000) blocks.show(first, first + 40);
  await answer();
  expect(blocks.snapshot.row(899_000)).toBe('899000a');
  expect(asked.length).toBeLessThan(12);
});

it('shows the old rows until the new ones come', async () => {
  const { blocks, answer, source } = list(500);
  blocks.show(0, 40);
  await answer();
  source.version = 'b';
  source.total = 499;
  blocks.refresh();
  expect(blocks.snapshot.row(3)).toBe('3a');
  await answer();
  expect(blocks.snapshot.row(3)).toBe('3b');
  expect(blocks.snapshot.row(300)).toBe('300b');
  expect(blocks.snapshot.total).toBe(499);
});

it('drops an answer that was asked for before the list changed', async () => {
  const { blocks, answer, source } = list(100);
  blocks.show(0, 40);
  source.version = 'b';
  blocks.refresh();
  await answer();
  expect(blocks.snapshot.row(0)).toBe('0b');
});

it('shows a row as it will be until the list is fetched again', async () => {
  const { blocks, answer } = list(100);
  blocks.show(0, 40);
  await answer();
  blocks.patch(7, row => `${row}!`);
  expect(blocks.snapshot.row(7)).toBe('7a!');
  blocks.refresh();
  await answer();
  expect(blocks.snapshot.row(7)).toBe('7a');
});

it('tells an error and goes on when asked again', async () => {
  const fetch = vi.fn<() => Promise<{ rows: string[]; total: number }>>();
  fetch.mockRejectedValueOnce(new Error('locked')).mockResolvedValue({ rows: ['x'], total: 1 });
  const blocks = new RowBlocks<string>(fetch, () => {});
  blocks.show(0, 10);
  await vi.waitFor(() => expect(blocks.snapshot.error).toBeInstanceOf(Error));
  blocks.refresh();
  await vi.waitFor(() => expect(blocks.snapshot.row(0)).toBe('x'));
  expect(blocks.snapshot.error).toBeNull();
});

it('keeps a bounded number of blocks', async () => {
  const { blocks, answer } = list(1_000_000);
  for (let block = 0; block < 120; block++) {
    blocks.show(block * BLOCK, block * BLOCK + 40);
    // oxlint-disable-next-line no-await-in-loop
    await answer();
  }
  expect(blocks.snapshot.row(0)).toBeUndefined();
  expect(blocks.snapshot.row(119 * BLOCK)).toBe(`${119 * BLOCK}a`);
});
