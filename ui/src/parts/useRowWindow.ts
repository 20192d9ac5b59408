// Rows of a list that is far too long to hold: fetched in blocks around what is in sight, kept while the list stays the same.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** Rows fetched at once. */
export const BLOCK = 200;

export interface Block<Row> {
  rows: readonly Row[];
  /** Rows of the whole list. */
  total: number;
}

export interface RowWindow<Row> {
  /** Rows of the whole list; null until the first answer. */
  total: number | null;
  /** A row, when it is here. */
  row: (index: number) => Row | undefined;
  /** Tells which rows are in sight; what is missing is fetched. */
  show: (first: number, last: number) => void;
  error: unknown;
  /** Asks for everything again. */
  retry: () => void;
}

/**
 * `key` names the list: operation first, so that events refetch it, then the filter. `fetchBlock` gets the place of its first row.
 */
export function useRowWindow<Row>(
  key: readonly unknown[],
  fetchBlock: (offset: number, limit: number) => Promise<Block<Row>>,
): RowWindow<Row> {
  const client = useQueryClient();
  const name = JSON.stringify(key);
  const fetcher = useRef(fetchBlock);
  fetcher.current = fetchBlock;
  const [version, setVersion] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const shown = useRef({ first: 0, last: BLOCK - 1 });
  const former = useRef<{ total: number; blocks: Map<number, Block<Row>> } | null>(null);
  // A new list begins with nothing of the former one.
  const blocks = useMemo(() => {
    former.current = null;
    return new Map<number, Block<Row>>();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);

  const load = useCallback(
    async (block: number) => {
      const queryKey = [...(JSON.parse(name) as unknown[]), 'block', block];
      try {
        const data = await client.fetchQuery({
          queryKey,
          queryFn: () => fetcher.current(block * BLOCK, BLOCK),
        });
        blocks.set(block, data);
        setError(null);
      } catch (thrown) {
        setError(thrown);
      }
      setVersion(count => count + 1);
    },
    [blocks, client, name],
  );

  const show = useCallback(
    (first: number, last: number) => {
      shown.current = { first, last };
      // One block ahead in both directions: scrolling meets rows, not gaps.
      const from = Math.max(0, Math.floor(first / BLOCK) - 1);
      const to = Math.floor(last / BLOCK) + 1;
      const total = blocks.values().next().value?.total;
      for (let block = from; block <= to; block++) {
        if (blocks.has(block) || (total !== undefined && block * BLOCK >= total)) continue;
        void load(block);
      }
    },
    [blocks, load],
  );

  useEffect(() => {
    void load(0);
    // An event that makes the list stale invalidates its blocks: those in sight are fetched again, the rest forgotten.
    return client.getQueryCache().subscribe(event => {
      const [head] = JSON.parse(name) as unknown[];
      if (event.type !== 'updated' || event.action.type !== 'invalidate' || event.query.queryKey[0] !== head)
        return;
      if (JSON.stringify(event.query.queryKey.slice(0, -2)) !== name) return;
      const block = event.query.queryKey.at(-1) as number;
      const { first, last } = shown.current;
      const inSight = block >= Math.floor(first / BLOCK) - 1 && block <= Math.floor(last / BLOCK) + 1;
      if (inSight || block === 0) void load(block);
      else blocks.delete(block);
    });
  }, [blocks, client, load, name]);

  return useMemo(() => {
    const any = blocks.values().next().value;
    return {
      total: any ? (blocks.get(0) ?? any).total : null,
      row: index => blocks.get(Math.floor(index / BLOCK))?.rows[index % BLOCK],
      show,
      error,
      retry: () => {
        setError(null);
        void load(Math.floor(shown.current.first / BLOCK));
        void load(0);
      },
    };
    // `version` counts arrivals: blocks is filled in place.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [blocks, version, show, error, load]);
}
