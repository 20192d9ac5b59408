// How close together rows and controls stand; kept on this device.
import { useSyncExternalStore } from 'react';

export type Density = 'normal' | 'compact';

const KEY = 'valorize.density';
const changed = new Set<() => void>();

function read(): Density {
  return globalThis.localStorage.getItem(KEY) === 'compact' ? 'compact' : 'normal';
}

/** Puts the density on the page. */
export function applyDensity(): void {
  document.documentElement.dataset['density'] = read();
}

export function setDensity(density: Density): void {
  globalThis.localStorage.setItem(KEY, density);
  applyDensity();
  changed.forEach(tell => tell());
}

export function useDensity(): Density {
  return useSyncExternalStore(tell => {
    changed.add(tell);
    return () => changed.delete(tell);
  }, read);
}

/** Height of a table's row, px; `--row` in the tokens is the same. */
export const ROW_HEIGHTS: Readonly<Record<Density, number>> = { normal: 34, compact: 28 };
