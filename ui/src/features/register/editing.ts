// Which cells of a row can be edited.
import type { EditTransaction, RowView } from '@/api/generated';

export type Editable = 'date' | 'payee' | 'category' | 'note' | 'tags' | 'amount';

/** Can this field of this row be edited? The bank's amount is the bank's, a split row has its categories in its parts. */
export function canEdit(row: RowView, field: Editable): boolean {
  if (row.clearing === 'reconciled' || row.deleted) return false;
  if (field === 'amount') return row.manual && !row.split;
  if (field === 'category') return !row.split;
  return true;
}

export type Change = Omit<EditTransaction, 'id'>;
