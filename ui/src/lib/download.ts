// Hands a file made by the page to the person: where they choose, in the window; in a browser as a download.
import { transport } from '@/api/client';
import type { ReportFileView } from '@/api/generated';

/** False when the person thought better of it. */
export async function handOver(name: string, content: Blob): Promise<boolean> {
  const { saveFile } = transport();
  if (saveFile) return (await saveFile(name, new Uint8Array(await content.arrayBuffer()))) !== null;
  download(name, content);
  return true;
}

/**
 * The same with a file that the core makes: it writes it where the person chooses, in the window, and gives its content in a browser. False
 * when the person thought better of it.
 */
export async function saveMade(
  suggested: string,
  make: (path: string | null) => Promise<ReportFileView>,
): Promise<boolean> {
  const choose = transport().chooseTarget;
  if (choose) {
    const path = await choose(suggested);
    if (path === null) return false;
    await make(path);
    return true;
  }
  const made = await make(null);
  const bytes = Uint8Array.from(atob(made.base64), letter => letter.charCodeAt(0));
  return handOver(made.file_name, new Blob([bytes], { type: made.media_type }));
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
