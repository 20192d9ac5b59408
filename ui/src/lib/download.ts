// Hands a file made by the page to the person: where they choose, in the window; in a browser as a download.
import { transport } from '@/api/client';

/** False when the person thought better of it. */
export async function handOver(name: string, content: Blob): Promise<boolean> {
  const { saveFile } = transport();
  if (saveFile) return (await saveFile(name, new Uint8Array(await content.arrayBuffer()))) !== null;
  download(name, content);
  return true;
}

function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download holds the address until it begins.
  globalThis.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
