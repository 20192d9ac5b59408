import { expect, it } from 'vitest';
import type { BudgetLine, BudgetMonth } from '@/api/generated';
import { budgeted, givers, isMonth, isUnbudgeted, share } from './model';

const money = (minor: number) => ({ minor, currency: 'BRL' });

function line(id: string, part: Partial<BudgetLine> = {}): BudgetLine {
  return {
    category_id: id,
    category: id,
    carry_over: false,
    limit: null,
    allocated: null,
    spent: money(0),
    carried: money(0),
    available: null,
    overspent: money(0),
    last_month: money(0),
    average_3: money(0),
    average_6: money(0),
    ...part,
  };
}

function month(lines: BudgetLine[], style: BudgetMonth['style'] = 'tracking'): BudgetMonth {
  const total = {
    limit: null,
    allocated: money(0),
    spent: money(0),
    carried: money(0),
    available: money(0),
    overspent: money(0),
  };
  return {
    month: '2024-01',
    style,
    started: null,
    income: money(0),
    unallocated: money(0),
    uncategorised: money(0),
    uncategorised_rows: 0,
    note: null,
    total,
    groups: [{ group_id: 'g', group: 'G', total, categories: lines }],
    incomes: [],
    missing_rates: [],
  };
}

it('reads the amount of the style', () => {
  const both = line('a', { limit: money(5), allocated: money(0) });
  expect(budgeted(both, 'tracking')).toBe(5);
  expect(budgeted(both, 'envelope')).toBe(0);
  expect(budgeted(line('b'), 'envelope')).toBeNull();
});

it('measures spending against what there is', () => {
  expect(share(line('a'))).toBeNull();
  expect(share(line('a', { available: money(50), spent: money(50) }))).toBe(0.5);
  expect(share(line('a', { available: money(-50), spent: money(150) }))).toBe(1.5);
  expect(share(line('a', { available: money(-50), spent: money(50) }))).toBe(2);
  expect(share(line('a', { available: money(120), spent: money(-20) }))).toBe(0);
});

it('offers those that have most first, and never the one to be covered', () => {
  const all = month([
    line('over', { available: money(-10) }),
    line('some', { available: money(5) }),
    line('much', { available: money(50) }),
    line('none'),
  ]);
  expect(givers(all, 'over').map(giver => giver.category_id)).toEqual(['much', 'some']);
  expect(givers(all, 'much').map(giver => giver.category_id)).toEqual(['some']);
});

it('knows a month nobody budgeted', () => {
  expect(isUnbudgeted(month([line('a')]))).toBe(true);
  expect(isUnbudgeted(month([line('a', { limit: money(0) })]))).toBe(false);
  expect(isUnbudgeted(month([line('a', { limit: money(1) })], 'envelope'))).toBe(true);
});

it('knows months', () => {
  expect([isMonth('2024-01'), isMonth('2024-13'), isMonth('x'), isMonth(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
