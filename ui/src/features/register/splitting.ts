// Arithmetic of the parts of a split row, in minor units.
import type { TransactionView } from '@/api/generated';

export interface DraftPart {
  key: number;
  amount: number | null;
  category: string | null;
  note: string;
}

/** The parts as they stand; a row that is not split begins with one part of everything and an empty one. */
export function draftOf(shown: TransactionView): DraftPart[] {
  if (shown.parts.length > 0) {
    return shown.parts.map((part, key) => ({
      key,
      amount: part.amount.minor,
      category: part.category_id,
      note: part.note ?? '',
    }));
  }
  return [
    { key: 0, amount: shown.row.amount.minor, category: shown.row.category_id, note: '' },
    { key: 1, amount: null, category: null, note: '' },
  ];
}

/** What the parts leave of the amount. */
export function leftOver(amount: number, parts: readonly DraftPart[]): number {
  return parts.reduce((left, part) => left - (part.amount ?? 0), amount);
}

/** The parts that say something. */
export function withoutEmpty(parts: readonly DraftPart[]): DraftPart[] {
  return parts.filter(part => part.amount !== null && part.amount !== 0);
}
