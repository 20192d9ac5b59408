// What belongs to this device and this page: theme and density. Kept in the page's own storage, read before anything is drawn.
import { useSyncExternalStore } from 'react';

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
