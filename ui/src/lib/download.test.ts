import { expect, it, vi } from 'vitest';

const window = vi.hoisted(() => ({
  saveFile: vi.fn<(name: string, bytes: Uint8Array) => Promise<string | null>>(),
}));
vi.mock('@/api/client', () => ({ transport: () => window }));

const { handOver } = await import('./download');

it('asks in the window where the file goes, and knows when it went nowhere', async () => {
  window.saveFile.mockResolvedValueOnce('/books/ana/chart.png').mockResolvedValueOnce(null);
  const blob = { arrayBuffer: () => Promise.resolve(Uint8Array.of(1, 2, 3).buffer) } as Blob;
  expect(await handOver('chart.png', blob)).toBe(true);
  expect(window.saveFile).toHaveBeenCalledWith('chart.png', Uint8Array.of(1, 2, 3));
  expect(await handOver('chart.png', blob)).toBe(false);
});
