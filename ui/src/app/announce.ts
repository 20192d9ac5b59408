// Says something aloud to readers of the screen without showing it: what a filter found, what a key did.
let region: HTMLElement | null = null;

/** Makes the place that is read aloud; once. */
export function startAnnouncer(): void {
  region = document.createElement('div');
  region.className = 'visually-hidden';
  region.setAttribute('role', 'status');
  document.body.append(region);
}

export function announce(text: string): void {
  if (!region) return;
  // The same words again are read again.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
