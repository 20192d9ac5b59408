// Suggestions being made behind the import: one run at a time, seen by every screen that shows them.
import { useSyncExternalStore } from 'react';
import { call, freshCallId, listen } from '@/api/client';
import { asApiError } from '@/api/error';
import { toastError } from '@/app/toasts';

export interface Suggesting {
  running: boolean;
  done: number;
  total: number;
}

let state: Suggesting = { running: false, done: 0, total: 0 };
let again: number | null = null;
const changed = new Set<() => void>();

function publish(next: Suggesting): void {
  state = next;
  changed.forEach(tell => tell());
}

/** Suggests categories for what nothing was suggested for yet; and anew for `count` of the rows that wait. */
export async function catchUp(count = 0): Promise<void> {
  if (state.running) {
    again = Math.max(again ?? 0, count);
    return;
  }
  const id = freshCallId();
  const stop = listen(event => {
    if (event.event === 'progress' && event.call === id)
      publish({ running: true, done: event.done, total: event.total });
  });
  publish({ running: true, done: 0, total: 0 });
  try {
    await call('suggestion.catch_up', count > 0 ? { again: count } : {}, { id });
  } catch (thrown) {
    // The book was closed meanwhile: the next one that is opened begins anew.
    const { code } = asApiError(thrown);
    if (code !== 'cancelled' && code !== 'no_book') toastError(thrown);
  } finally {
    stop();
    publish({ running: false, done: 0, total: 0 });
  }
  if (again !== null) {
    const next = again;
    again = null;
    await catchUp(next);
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** After a person's word: what waits is suggested anew, once the person pauses. */
export function learnSoon(): void {
  globalThis.clearTimeout(timer);
  timer = globalThis.setTimeout(() => void catchUp(1000), 500);
}

export function useSuggesting(): Suggesting {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => state,
  );
}
