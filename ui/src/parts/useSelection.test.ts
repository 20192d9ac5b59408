import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { chosenOf, useSelection } from './useSelection';

const short = (names: string) => {
  const rows = names.split('');
  return { total: rows.length, keyAt: (index: number) => rows[index] };
};

const selectable = (rows: ReturnType<typeof short> & { fetchKeys?: () => Promise<string[]> }) =>
  renderHook(({ list, name }) => useSelection(list, name), { initialProps: { list: rows, name: 'list' } });

it('keeps the rows when others come, go or change places', () => {
  const { result, rerender } = selectable(short('abcd'));
  act(() => result.current.toggle(1, false));
  rerender({ list: short('xabcd'), name: 'list' });
  expect(result.current.has(1)).toBe(false);
  expect(result.current.has(2)).toBe(true);
  // The range begins with the row, not with its former place.
  act(() => result.current.toggle(4, true));
  expect([...result.current.keys]).toEqual(['b', 'c', 'd']);
  rerender({ list: short('dac'), name: 'list' });
  expect(chosenOf(['d', 'a', 'c'], key => key, result.current)).toEqual(['d', 'c']);
});

it('takes all of a short list, and gives it back', () => {
  const { result } = selectable(short('abc'));
  act(() => result.current.toggleAll());
  expect(result.current).toMatchObject({ all: true, everything: false, count: 3 });
  act(() => result.current.toggle(0, false));
  expect(result.current).toMatchObject({ all: false, count: 2 });
  act(() => result.current.toggleAll());
  act(() => result.current.toggleAll());
  expect(result.current.count).toBe(0);
});

it('takes all of a long list without knowing its rows, but for those left out', async () => {
  const rows = {
    total: 1_000_000,
    keyAt: (index: number) => (index < 10 ? `row ${index}` : undefined),
    fetchKeys: () => Promise.resolve(['row 10', 'row 11']),
  };
  const { result, rerender } = selectable(rows);
  act(() => result.current.toggle(8, false));
  act(() => result.current.toggle(11, true));
  await waitFor(() => expect(result.current.count).toBe(4));
  act(() => result.current.toggleAll());
  expect(result.current).toMatchObject({ all: true, everything: true, count: 1_000_000 });
  act(() => result.current.toggle(3, false));
  expect(result.current).toMatchObject({ all: false, everything: true, count: 999_999 });
  expect(result.current.has(3)).toBe(false);
  expect(result.current.has(500_000)).toBe(true);
  rerender({ list: rows, name: 'another' });
  expect(result.current.count).toBe(0);
});
