// What was typed and not yet saved. It outlives the screen, the page and the program, until it is saved or thrown away.
import { useCallback, useEffect, useRef, useState } from 'react';

const PREFIX = 'valorize.draft.';
let book = '';

/** Says which book drafts belong to; called when one is opened. */
export function draftsOf(path: string): void {
  book = path;
}

const keyOf = (form: string) => `${PREFIX}${book}\n${form}`;

function read(form: string): unknown {
  const text = globalThis.localStorage.getItem(keyOf(form));
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export interface Draft<T> {
  value: T;
  /** Takes a change, and keeps it. */
  set: (value: T) => void;
  /** It differs from what is saved. */
  dirty: boolean;
  /** Forget it: it was saved, or is no longer wanted. */
  clear: () => void;
}

/**
 * The state of a form that must not be lost. `form` names it within the book, with the id of what it edits: `transaction/ID`.
 * `saved` is what the core has.
 */
export function useDraft<T>(form: string, saved: T): Draft<T> {
  const [draft, setDraft] = useState<T | null>(() => read(form) as T | null);
  const name = useRef(form);
  useEffect(() => {
    if (name.current === form) return;
    name.current = form;
    setDraft(read(form) as T | null);
  }, [form]);
  const set = useCallback(
    (value: T) => {
      setDraft(value);
      globalThis.localStorage.setItem(keyOf(form), JSON.stringify(value));
    },
    [form],
  );
  const clear = useCallback(() => {
    setDraft(null);
    globalThis.localStorage.removeItem(keyOf(form));
  }, [form]);
  return { value: draft ?? saved, set, dirty: draft !== null, clear };
}

/** Forgets every draft of the open book: for a book that is locked or removed. */
export function clearDrafts(): void {
  const names = Object.keys(globalThis.localStorage).filter(name => name.startsWith(`${PREFIX}${book}\n`));
  names.forEach(name => globalThis.localStorage.removeItem(name));
}
