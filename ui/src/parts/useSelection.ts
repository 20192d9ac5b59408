// Which rows of a list are selected: by their keys, so that rows that come, go or move take their selection along.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Selection } from './DataTable';

export interface KeySelection extends Selection {
  hasKey: (key: string) => boolean;
  /** Every row is selected, also those never in sight, but for `keys`. */
  everything: boolean;
  /** The selected rows; where everything is selected, those left out. */
  keys: ReadonlySet<string>;
  clear: () => void;
}

export interface SelectableRows {
  total: number;
  /** The key of a row; none while it is on its way. */
  keyAt: (index: number) => string | undefined;
  /** Keys of rows that are not here; without it the list is short and all of it is here. */
  fetchKeys?: (indices: readonly number[]) => Promise<string[]>;
}

interface Chosen {
  everything: boolean;
  keys: ReadonlySet<string>;
}

const NOTHING: Chosen = { everything: false, keys: new Set() };
/** How far from its former place the row is looked for that a range begins with. */
const MOVED = 500;

/** The selection is forgotten when the list becomes another: when `listKey` changes. */
export function useSelection(rows: SelectableRows, listKey: string): KeySelection {
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  const latest = useRef(rows);
  latest.current = rows;
  const anchor = useRef<{ index: number; key: string | undefined }>({ index: 0, key: undefined });
  const list = useRef(listKey);
  useEffect(() => {
    list.current = listKey;
    setChosen(NOTHING);
    anchor.current = { index: 0, key: undefined };
  }, [listKey]);

  const toggle = useCallback((index: number, range: boolean) => {
    const { keyAt, fetchKeys } = latest.current;
    if (!range) {
      const key = keyAt(index);
      anchor.current = { index, key };
      if (key !== undefined) setChosen(before => ({ ...before, keys: flipped(before.keys, key) }));
      return;
    }
    const from = placeOf(anchor.current, keyAt);
    const [first, last] = [Math.min(from, index), Math.max(from, index)];
    const here: string[] = [];
    const missing: number[] = [];
    for (let at = first; at <= last; at++) {
      const key = keyAt(at);
      if (key === undefined) missing.push(at);
      else here.push(key);
    }
    setChosen(before => taken(before, here));
    if (missing.length === 0 || !fetchKeys) return;
    const asked = list.current;
    void fetchKeys(missing).then(
      keys => list.current === asked && setChosen(before => taken(before, keys)),
      // The rows in sight are selected; the screen tells why the others did not come.
      () => undefined,
    );
  }, []);

  const clear = useCallback(() => setChosen(NOTHING), []);
  const { total, keyAt, fetchKeys } = rows;
  const short = fetchKeys === undefined;
  const all = total > 0 && (chosen.everything ? chosen.keys.size === 0 : covers(chosen.keys, rows));
  const toggleAll = useCallback(() => {
    if (!short) return setChosen(all ? NOTHING : { everything: true, keys: new Set() });
    const shown = Array.from({ length: total }, (_, index) => keyAt(index) ?? '');
    setChosen(before => {
      const keys = new Set(before.keys);
      shown.forEach(key => (all ? keys.delete(key) : keys.add(key)));
      return { everything: false, keys };
    });
  }, [all, short, total, keyAt]);

  return useMemo(() => {
    const hasKey = (key: string) => chosen.keys.has(key) !== chosen.everything;
    return {
      has: index => {
        const key = keyAt(index);
        return key === undefined ? chosen.everything : hasKey(key);
      },
      hasKey,
      count: chosen.everything ? Math.max(0, total - chosen.keys.size) : chosen.keys.size,
      toggle,
      all,
      toggleAll,
      everything: chosen.everything,
      keys: chosen.keys,
      clear,
    };
  }, [chosen, total, keyAt, toggle, all, toggleAll, clear]);
}

/** The selected rows of a short list that is all here, in its order; what left the list is selected no more. */
export function chosenOf<Row>(
  items: readonly Row[],
  keyOf: (row: Row) => string,
  selection: KeySelection,
): Row[] {
  return selection.count === 0 ? [] : items.filter(item => selection.hasKey(keyOf(item)));
}

function flipped(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** With these selected too. */
function taken(before: Chosen, keys: readonly string[]): Chosen {
  const next = new Set(before.keys);
  keys.forEach(key => (before.everything ? next.delete(key) : next.add(key)));
  return { ...before, keys: next };
}

function covers(keys: ReadonlySet<string>, { total, keyAt }: SelectableRows): boolean {
  if (keys.size < total) return false;
  for (let index = 0; index < total; index++) {
    const key = keyAt(index);
    if (key === undefined || !keys.has(key)) return false;
  }
  return true;
}

/** Where the row stands now that a range begins with. */
function placeOf(
  { index, key }: { index: number; key: string | undefined },
  keyAt: SelectableRows['keyAt'],
): number {
  if (key === undefined) return index;
  for (let step = 0; step <= MOVED; step++) {
    if (keyAt(index + step) === key) return index + step;
    if (keyAt(index - step) === key) return index - step;
  }
  return index;
}
