// Rows of a list that is far too long to hold, kept up to date by the events of the core.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { listen } from '@/api/client';
import { operations, type HostEvent, type OperationName } from '@/api/generated';
import { RowBlocks, type FetchBlock, type Snapshot } from './rowWindow';

export { BLOCK, type Block } from './rowWindow';

export interface RowWindow<Row> extends Snapshot<Row> {
  /** Tells which rows are in sight; what is missing is fetched. */
  show: (first: number, last: number) => void;
  /** Shows a row as it will be, before the core has answered; the event that follows brings the true one. */
  patch: (index: number, change: (row: Row) => Row) => void;
  /** Asks for everything again. */
  retry: () => void;
}

/**
 * `key` names the list: operation first, so that events refetch it, then the filter. `fetchBlock` gets the place of its first row.
 */
export function useRowWindow<Row>(key: readonly unknown[], fetchBlock: FetchBlock<Row>): RowWindow<Row> {
  const name = JSON.stringify(key);
  const fetcher = useRef(fetchBlock);
  fetcher.current = fetchBlock;
  const store = useMemo(() => {
    const hearers = new Set<() => void>();
    const blocks = new RowBlocks<Row>(
      (offset, limit) => fetcher.current(offset, limit),
      () => hearers.forEach(tell => tell()),
    );
    return { list: name, hearers, blocks };
  }, [name]);
  const { blocks, hearers } = store;

  useEffect(() => {
    const [operation] = JSON.parse(store.list) as [OperationName];
    blocks.show(0, 0);
    const stop = listen(event => {
      if (concerns(event, operation)) blocks.refresh();
    });
    return stop;
  }, [blocks, store]);

  const snapshot = useSyncExternalStore(
    useCallback(
      tell => {
        hearers.add(tell);
        return () => hearers.delete(tell);
      },
      [hearers],
    ),
    () => blocks.snapshot,
  );
  return useMemo(
    () => ({
      ...snapshot,
      show: (first, last) => blocks.show(first, last),
      patch: (index, change) => blocks.patch(index, change),
      retry: () => blocks.refresh(),
    }),
    [snapshot, blocks],
  );
}

function concerns(event: HostEvent, operation: OperationName): boolean {
  if (event.event === 'changed') {
    return operations[operation]?.topics.some(topic => event.topics.includes(topic)) ?? false;
  }
  return event.event === 'lost';
}
