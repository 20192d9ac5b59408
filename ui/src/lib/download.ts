// Hands a file made by the page to the person: the browser's download.

export function download(name: string, content: Blob): void {
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
