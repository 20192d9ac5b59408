import { expect, it, vi } from 'vitest';

const window = vi.hoisted(() => ({
  saveFile: vi.fn<(name: string, bytes: Uint8Array) => Promise<string | null>>(),
  chooseTarget: vi.fn<(suggested: string) => Promise<string | null>>(),
}));
vi.mock('@/api/client', () => ({ transport: () => window }));

const { handOver, saveMade } = await import('./download');

it('asks in the window where the file goes, and knows when it went nowhere', async () => {
  window.saveFile.mockResolvedValueOnce('/books/ana/chart.png').mockResolvedValueOnce(null);
  const blob = { arrayBuffer: () => Promise.resolve(Uint8Array.of(1, 2, 3).buffer) } as Blob;
  expect(await handOver('chart.png', blob)).toBe(true);
  expect(window.saveFile).toHaveBeenCalledWith('chart.png', Uint8Array.of(1, 2, 3));
  expect(await handOver('chart.png', blob)).toBe(false);
});

it('has the core write the file where the person chooses, and nowhere when they think better of it', async () => {
  window.chooseTarget.mockResolvedValueOnce('/books/ana/march.pdf').mockResolvedValueOnce(null);
  const make =
    vi.fn<(path: string | null) => Promise<{ file_name: string; media_type: string; base64: string }>>();
  make.mockResolvedValue({ file_name: 'march.pdf', media_type: 'application/pdf', base64: '' });
  expect(await saveMade('march.pdf', make)).toBe(true);
  expect(make).toHaveBeenCalledWith('/books/ana/march.pdf');
  expect(await saveMade('march.pdf', make)).toBe(false);
  expect(make).toHaveBeenCalledTimes(1);
});
