// Which cell is being edited, and the way from cell to cell.
import type { EditTransaction, RowView } from '@/api/generated';

export type Editable = 'date' | 'payee' | 'category' | 'note' | 'tags' | 'amount';

export interface Editing {
  index: number;
  id: string;
  field: Editable;
}

const ORDER: readonly Editable[] = ['date', 'payee', 'category', 'note', 'tags', 'amount'];

/** Can this field of this row be edited? The bank's amount is the bank's, a split row has its categories in its parts. */
export function canEdit(row: RowView, field: Editable): boolean {
  if (row.clearing === 'reconciled' || row.deleted) return false;
  if (field === 'amount') return row.manual && !row.split;
  if (field === 'category') return !row.split;
  return true;
}

/** The next field to the right (or left) that can be edited and is shown; null at the end. */
export function nextField(
  row: RowView,
  field: Editable,
  back: boolean,
  shown: readonly string[],
): Editable | null {
  const order = shown.filter((name): name is Editable => (ORDER as readonly string[]).includes(name));
  const at = order.indexOf(field);
  const rest = back ? order.slice(0, Math.max(0, at)).toReversed() : order.slice(at + 1);
  return rest.find(name => canEdit(row, name)) ?? null;
}

export type Change = Omit<EditTransaction, 'id'>;
