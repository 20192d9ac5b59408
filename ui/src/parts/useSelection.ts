// Which rows of a long list are selected: by index, with ranges; forgotten when the list becomes another.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Selection } from './DataTable';

export interface IndexSelection extends Selection {
  indices: readonly number[];
  clear: () => void;
}

export function useSelection(total: number, listKey: string): IndexSelection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const anchor = useRef(0);
  useEffect(() => {
    setChosen(new Set());
    anchor.current = 0;
  }, [listKey]);
  const toggle = useCallback((index: number, range: boolean) => {
    setChosen(before => {
      const next = new Set(before);
      if (range) {
        const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
        for (let at = from; at <= to; at++) next.add(at);
      } else if (!next.delete(index)) next.add(index);
      return next;
    });
    if (!range) anchor.current = index;
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  const all = total > 0 && chosen.size === total;
  const toggleAll = useCallback(
    () =>
      setChosen(before =>
        before.size === total ? new Set() : new Set(Array.from({ length: total }, (_, i) => i)),
      ),
    [total],
  );
  return useMemo(
    () => ({
      has: index => chosen.has(index),
      count: chosen.size,
      toggle,
      all,
      toggleAll,
      indices: [...chosen].toSorted((a, b) => a - b),
      clear,
    }),
    [chosen, toggle, all, toggleAll, clear],
  );
}
