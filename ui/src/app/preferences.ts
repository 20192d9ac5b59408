// What belongs to this device and this page: theme, density and formats. Kept in the page's own storage, read before anything is drawn.
import { useSyncExternalStore } from 'react';
import { setFormats, type Formats } from '@/lib/formats';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'valorize.theme';
const changed = new Set<() => void>();

function read(): Theme {
  const stored = globalThis.localStorage?.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

/** Puts the theme on the page. */
export function applyTheme(): void {
  const theme = read();
  const isDark = theme === 'dark' || (theme === 'system' && (dark?.matches ?? false));
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

export function setTheme(theme: Theme): void {
  globalThis.localStorage.setItem(KEY, theme);
  applyTheme();
  changed.forEach(tell => tell());
}

export function useTheme(): Theme {
  return useSyncExternalStore(tell => {
    changed.add(tell);
    return () => changed.delete(tell);
  }, read);
}

export function followSystemTheme(): void {
  dark?.addEventListener('change', applyTheme);
}

/** Formats that differ from those of the language. */
export type FormatChoice = { [Name in keyof Formats]?: Formats[Name] | undefined };

const FORMATS_KEY = 'valorize.formats';
let formatChoice: FormatChoice = {};

function putFormats(choice: FormatChoice): void {
  formatChoice = choice;
  setFormats({
    ...(choice.numbers ? { numbers: choice.numbers } : {}),
    ...(choice.dates ? { dates: choice.dates } : {}),
    ...(choice.week !== undefined ? { week: choice.week } : {}),
    ...(choice.month ? { month: choice.month } : {}),
  });
}

/** Puts the stored formats in force. */
export function readFormats(): void {
  try {
    putFormats(JSON.parse(globalThis.localStorage.getItem(FORMATS_KEY) ?? '{}') as FormatChoice);
  } catch {
    // What cannot be read was not written by us: the language's formats stay.
    putFormats({});
  }
}

/** Keeps formats and puts them in force. */
export function applyFormats(choice: FormatChoice): void {
  globalThis.localStorage.setItem(FORMATS_KEY, JSON.stringify(choice));
  putFormats(choice);
  changed.forEach(tell => tell());
}

export function useFormats(): FormatChoice {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => formatChoice,
  );
}
