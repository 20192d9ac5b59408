// Short messages at the edge of the screen: what was done, how to take it back, what went wrong.
import { useSyncExternalStore } from 'react';
import { asApiError } from '@/api/error';
import { errorWords } from './errorWords';
import { askPassphrase } from './unlock';

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'error';
  detail?: string;
  action?: { label: string; run: () => void };
  /** Takes the place of the one before that says the same kind of thing. */
  key?: string;
}

const SHOWN_MS = 7_000;
const AT_ONCE = 4;
let toasts: readonly Toast[] = [];
let counter = 0;
const changed = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  changed.forEach(tell => tell());
}

export function dismiss(id: number): void {
  publish(toasts.filter(toast => toast.id !== id));
}

export function toast(message: Omit<Toast, 'id' | 'kind'> & { kind?: Toast['kind'] }): void {
  const id = counter++;
  const others = toasts.filter(one => message.key === undefined || one.key !== message.key);
  publish([...others.slice(1 - AT_ONCE), { kind: 'done', ...message, id }]);
  // Errors stay until they are closed: nobody should miss one by looking away.
  if (message.kind !== 'error') globalThis.setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Shows what was thrown. */
export function toastError(thrown: unknown): void {
  const error = asApiError(thrown);
  if (error.code === 'cancelled') return;
  if (error.code === 'locked_book' && error.place) {
    askPassphrase(error.place);
    return;
  }
  const words = errorWords(error);
  const detail = [error.place, words.remedy, words.detail].filter(Boolean).join(' — ');
  toast({ kind: 'error', text: words.text, ...(detail === '' ? {} : { detail }) });
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => toasts,
  );
}
