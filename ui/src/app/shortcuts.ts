// Keyboard shortcuts: registered while their screen is shown, listed by `?`, never taken from a field a person types in.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** `mod+k`, `g o`, `?`, `shift+enter`; `mod` is Control, on a Mac Command. */
  keys: string;
  label: string;
  /** Heading in the list. */
  scope: string;
  run: () => void;
  /** Also while a field has the focus. */
  inFields?: boolean;
}

type Entry = Shortcut & { id: number };

let entries: readonly Entry[] = [];
const changed = new Set<() => void>();
let counter = 0;

function publish(next: readonly Entry[]): void {
  entries = next;
  changed.forEach(tell => tell());
}

export function addShortcuts(list: readonly Shortcut[]): () => void {
  const added = list.map(shortcut => ({ ...shortcut, id: counter++ }));
  publish([...entries, ...added]);
  const ids = new Set(added.map(entry => entry.id));
  return () => publish(entries.filter(entry => !ids.has(entry.id)));
}

export function useShortcuts(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  latest.current = list;
  const signature = list
    .map(one => `${one.keys}\t${one.label}\t${one.scope}\t${one.inFields ?? false}`)
    .join('\n');
  useEffect(
    () =>
      addShortcuts(latest.current.map((one, place) => ({ ...one, run: () => latest.current[place]?.run() }))),
    // The functions are read when a key is pressed; only what is listed matters here.
    [signature],
  );
}

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => entries,
  );
}

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** A key press as the text shortcuts are written in. */
export function pressed(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  // A shifted sign is already another sign; a shifted letter or named key is not.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('shift');
  parts.push(key === ' ' ? 'space' : key);
  return parts.join('+');
}

function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
  );
}

const SEQUENCE_MS = 1200;
let before: { key: string; at: number } | null = null;

/** Finds what a key press means; the newest registration wins. */
export function dispatch(event: KeyboardEvent): boolean {
  const key = pressed(event);
  const sequence = before && event.timeStamp - before.at < SEQUENCE_MS ? `${before.key} ${key}` : null;
  before = { key, at: event.timeStamp };
  const field = inField(event.target);
  const usable = entries.filter(entry => !field || entry.inFields);
  const found =
    (sequence ? usable.findLast(entry => entry.keys === sequence) : undefined) ??
    usable.findLast(entry => entry.keys === key);
  if (!found) return false;
  before = null;
  found.run();
  return true;
}

/** Listens on the page. */
export function startShortcuts(): () => void {
  const listen = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && dispatch(event)) event.preventDefault();
  };
  globalThis.addEventListener('keydown', listen);
  return () => globalThis.removeEventListener('keydown', listen);
}

/** Keys as a person reads them: `Ctrl` `K`. */
export function keyNames(keys: string): string[] {
  return keys.split(/[+ ]/).map(key => {
    switch (key) {
      case 'mod':
        return isMac ? '⌘' : 'Ctrl';
      case 'shift':
        return isMac ? '⇧' : 'Shift';
      case 'alt':
        return isMac ? '⌥' : 'Alt';
      case 'enter':
        return '↵';
      case 'escape':
        return 'Esc';
      case 'arrowup':
        return '↑';
      case 'arrowdown':
        return '↓';
      default:
        return key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1);
    }
  });
}
