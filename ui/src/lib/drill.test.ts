import { expect, it } from 'vitest';
import { parseAddress } from '@/app/address';
import { categoryRows, kindRows } from './drill';

const asked = (address: string) => parseAddress(address).params['q'];

it('leads to the rows of a category', () => {
  expect(asked(categoryRows('Eating out', '2026-03'))).toBe('category:"Eating out" date:2026-03');
});

it('names the groups of a kind, or leaves the others out', () => {
  const group = (name: string, kind: string) => ({ group: name, kind });
  const all = [
    group('Income', 'income'),
    group('Home', 'expense'),
    group('Home', 'expense'),
    group('Food', 'expense'),
    group('Car', 'expense'),
    group('Fun', 'expense'),
    group('Moves', 'transfer'),
  ];
  expect(asked(kindRows(all, ['income'], '2026-03'))).toBe('category:Income date:2026-03');
  expect(asked(kindRows(all, ['expense'], '2026-03'))).toBe(
    '-category:Income -category:Moves -is:uncategorised date:2026-03',
  );
  expect(asked(kindRows([], ['expense'], '2026-03'))).toBe('-is:uncategorised date:2026-03');
});
