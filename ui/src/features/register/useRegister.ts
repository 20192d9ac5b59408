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

/** Ids of the rows at these places, also of those that were never in sight. */
export function useIds(rows: RowWindow<RowView>, query: string, sort: string) {
  return useCallback(
    async (indices: readonly number[]): Promise<string[]> => {
      const ids: string[] = [];
      const fetched = new Map<number, string>();
      for (const index of indices) {
        const id = rows.row(index)?.id ?? fetched.get(index);
        if (id !== undefined) {
          ids.push(id);
          continue;
        }
        const page = await call('register.list', { query, sort, offset: index, limit: 1_000 });
        page.items.forEach((row, place) => fetched.set(index + place, row.id));
        const first = page.items[0];
        if (first) ids.push(first.id);
      }
      return ids;
    },
    [rows, query, sort],
  );
}
