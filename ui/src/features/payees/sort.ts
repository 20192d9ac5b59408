// The order of the list of payees.
import type { PayeeView } from '@/api/generated';

export interface PayeeOrder {
  by: 'name' | 'rows' | 'last' | 'total';
  descending: boolean;
}

/** Sorted; equals stay by name, as they come. */
export function sortPayees(payees: readonly PayeeView[], order: PayeeOrder): PayeeView[] {
  const sign = order.descending ? -1 : 1;
  const total = (payee: PayeeView) => Math.max(0, ...payee.totals.map(one => Math.abs(one.minor)));
  const compare = (a: PayeeView, b: PayeeView): number => {
    switch (order.by) {
      case 'name':
        return a.name.localeCompare(b.name);
      case 'rows':
        return a.transactions - b.transactions;
      case 'last':
        return (a.last_day ?? '').localeCompare(b.last_day ?? '');
      case 'total':
        return total(a) - total(b);
    }
  };
  return payees.toSorted((a, b) => sign * compare(a, b));
}
