// The rows of a query in windows, with their count.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '@/api/client';
import { useAsk } from '@/api/hooks';
import type { RowView } from '@/api/generated';
import { useRowWindow, type RowWindow } from '@/parts/useRowWindow';

export function useRegister(query: string, sort: string): RowWindow<RowView> {
  const client = useQueryClient();
  return useRowWindow<RowView>(['register.list', query, sort], async (offset, limit) => {
    const input = { query };
    const [page, summary] = await Promise.all([
      call('register.list', { query, sort, offset, limit }),
      client.fetchQuery({
        queryKey: ['register.summarise', input],
        queryFn: () => call('register.summarise', input),
      }),
    ]);
    return { rows: page.items, total: summary.count };
  });
}

/** Count and sums of a query. */
export function useSummary(query: string) {
  return useAsk('register.summarise', { query }, { keep: true });
}

const PAGE = 1_000;

/** Ids of rows that are not here. */
export function useFetchIds(query: string, sort: string) {
  return useCallback(
    async (indices: readonly number[]): Promise<string[]> => {
      const fetched = new Map<number, string>();
      for (const index of indices) {
        if (fetched.has(index)) continue;
        const page = await call('register.list', { query, sort, offset: index, limit: PAGE });
        page.items.forEach((row, place) => fetched.set(index + place, row.id));
      }
      return indices.flatMap(index => fetched.get(index) ?? []);
    },
    [query, sort],
  );
}

/** Ids of all rows of a query but those left out. */
export async function idsBut(query: string, leftOut: ReadonlySet<string>): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { items } = await call('register.list', { query, sort: '-date', offset, limit: PAGE });
    ids.push(...items.map(row => row.id).filter(id => !leftOut.has(id)));
    if (items.length < PAGE) return ids;
  }
}
