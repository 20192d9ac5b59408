// The address: a route and its parameters after the hash, so that it works the same in the window and in a browser.
import { useSyncExternalStore } from 'react';

export type Params = Record<string, string>;

export interface Address {
  path: string;
  params: Params;
}

/** `#/register?q=food` as a route and parameters. */
export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { path, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash of a route with parameters; empty ones are left out. */
export function hashOf(path: string, params: Record<string, string | null | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, value);
  }
  const text = query.toString();
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

function subscribe(changed: () => void): () => void {
  globalThis.addEventListener('hashchange', changed);
  return () => globalThis.removeEventListener('hashchange', changed);
}

let cached: { hash: string; address: Address } | null = null;

function snapshot(): Address {
  const hash = globalThis.location.hash;
  if (cached?.hash !== hash) cached = { hash, address: parseAddress(hash) };
  return cached.address;
}

export function useAddress(): Address {
  return useSyncExternalStore(subscribe, snapshot);
}

/** Goes to a route. `replace` leaves no step back, for filters typed letter by letter. */
export function go(
  path: string,
  params: Record<string, string | null | undefined> = {},
  options: { replace?: boolean } = {},
): void {
  const hash = hashOf(path, params);
  if (hash === globalThis.location.hash) return;
  if (options.replace) {
    globalThis.history.replaceState(null, '', hash);
    globalThis.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    globalThis.location.hash = hash;
  }
}
