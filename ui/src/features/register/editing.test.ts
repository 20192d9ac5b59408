import { describe, expect, test } from 'vitest';
import type { RowView } from '@/api/generated';
import { canEdit } from './editing';

const row = (over: Partial<RowView>): RowView => ({
  id: 'AAAAAAAAAAAAAAAA',
  date: '2024-03-05',
  account: 'Conta',
  account_id: 'AAAAAAAAAAAAAAAB',
  amount: { minor: -1990, currency: 'BRL' },
  description: 'PADARIA',
  payee: null,
  payee_id: null,
  category: null,
  category_id: null,
  category_is_automatic: false,
  note: null,
  tags: [],
  clearing: 'uncleared',
  split: false,
  manual: true,
  deleted: false,
  transfer: null,
  balance: null,
  ...over,
});

describe('editing', () => {
  test('a locked or deleted row cannot be edited', () => {
    expect(canEdit(row({ clearing: 'reconciled' }), 'note')).toBe(false);
    expect(canEdit(row({ deleted: true }), 'note')).toBe(false);
  });

  test('amounts of statements and categories of split rows stay', () => {
    expect(canEdit(row({ manual: false }), 'amount')).toBe(false);
    expect(canEdit(row({ split: true }), 'category')).toBe(false);
  });
});
