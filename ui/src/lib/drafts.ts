// What was typed and not yet saved. It outlives the screen, the page and the program, until it is saved or thrown away; of an encrypted
// book only the screen.
import { useCallback, useEffect, useRef, useState } from 'react';

const PREFIX = 'valorize.draft.';

/** Where drafts are kept: names, and the text of each. */
type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { names: () => string[] };

const lasting: Keep = {
  getItem: name => globalThis.localStorage.getItem(name),
  setItem: (name, text) => globalThis.localStorage.setItem(name, text),
  removeItem: name => globalThis.localStorage.removeItem(name),
  names: () => Object.keys(globalThis.localStorage),
};

function passing(): Keep {
  const texts = new Map<string, string>();
  return {
    getItem: name => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: name => void texts.delete(name),
    names: () => [...texts.keys()],
  };
}

const memory = passing();
let book = '';
let keep = lasting;

/** Says which book drafts belong to; called when one is opened. Nothing of an encrypted book is written outside it. */
export function draftsOf(path: string, encrypted: boolean): void {
  book = path;
  keep = encrypted ? memory : lasting;
  // It may have been encrypted since.
  if (encrypted) forget(lasting, path);
}

const keyOf = (form: string) => `${PREFIX}${book}\n${form}`;

function read(form: string): unknown {
  const text = keep.getItem(keyOf(form));
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
      keep.setItem(keyOf(form), JSON.stringify(value));
    },
    [form],
  );
  const clear = useCallback(() => {
    setDraft(null);
    keep.removeItem(keyOf(form));
  }, [form]);
  return { value: draft ?? saved, set, dirty: draft !== null, clear };
}

/** Forgets every draft of a book, by default the open one: for a book that is locked or removed. */
export function clearDrafts(path = book): void {
  forget(lasting, path);
  forget(memory, path);
}

function forget(from: Keep, path: string): void {
  from
    .names()
    .filter(name => name.startsWith(`${PREFIX}${path}\n`))
    .forEach(name => from.removeItem(name));
}
