import { expect, test } from 'vitest';
import type { PayeeView } from '@/api/generated';
import { sortPayees } from './sort';

function payee(name: string, transactions: number, minor: number, last_day: string | null): PayeeView {
  return { id: name, name, transactions, last_day, merged: 0, totals: [{ minor, currency: 'BRL' }] };
}

const PAYEES = [
  payee('Bar', 2, -900, '2024-01-02'),
  payee('Ana', 7, 100, null),
  payee('Cia', 2, -50, '2024-03-01'),
];
const names = (payees: readonly PayeeView[]) => payees.map(one => one.name).join(' ');

test('by name, rows, last day and size of the sum', () => {
  expect(names(sortPayees(PAYEES, { by: 'name', descending: false }))).toBe('Ana Bar Cia');
  expect(names(sortPayees(PAYEES, { by: 'rows', descending: true }))).toBe('Ana Bar Cia');
  expect(names(sortPayees(PAYEES, { by: 'last', descending: true }))).toBe('Cia Bar Ana');
  expect(names(sortPayees(PAYEES, { by: 'total', descending: true }))).toBe('Bar Ana Cia');
});
