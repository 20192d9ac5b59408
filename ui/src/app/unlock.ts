// Which book waits for its passphrase.
import { useEffect, useSyncExternalStore } from 'react';

let asking: string | null = null;
let dismissed = false;
const changed = new Set<() => void>();

function publish(path: string | null, isDismissed: boolean): void {
  asking = path;
  dismissed = isDismissed;
  changed.forEach(tell => tell());
}

/** A book refused to open without its passphrase: ask for it. */
export function askPassphrase(path: string): void {
  publish(path, false);
}

/** No more asking: the book is open, or the person wants another. */
export function stopAsking(): void {
  publish(null, true);
}

function subscribe(tell: () => void): () => void {
  changed.add(tell);
  return () => changed.delete(tell);
}

/** The book to ask the passphrase of; `locked` is the one the program keeps locked. */
export function useAsked(locked: string | null | undefined): string | null {
  const own = useSyncExternalStore(subscribe, () => asking);
  const away = useSyncExternalStore(subscribe, () => dismissed);
  useEffect(() => {
    if (!locked && away) publish(null, false);
  }, [locked, away]);
  return own ?? (away ? null : (locked ?? null));
}
