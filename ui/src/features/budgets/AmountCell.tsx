// The budgeted amount of a category: typed over in place; Enter and the arrows go from row to row.
import { useRef, type KeyboardEvent } from 'react';
import { useAct } from '@/api/hooks';
import type { BudgetLine, StyleView } from '@/api/generated';
import { toastError } from '@/app/toasts';
import { MoneyInput } from '@/parts/AmountInput';
import { m } from '@/messages';
import css from './budgets.module.css';
import { budgeted } from './model';

interface CellProps {
  month: string;
  style: StyleView;
  line: BudgetLine;
  currency: string;
}

/** Moves the focus to the amount `step` rows further. */
export function moveFrom(input: HTMLInputElement, step: number): boolean {
  const all = [...(input.closest('table')?.querySelectorAll<HTMLInputElement>('input[data-amount]') ?? [])];
  const next = all[all.indexOf(input) + step];
  next?.focus();
  next?.select();
  return next !== undefined;
}

export function AmountCell({ month, style, line, currency }: CellProps) {
  const limit = useAct('budget.set_limit');
  const allocate = useAct('budget.allocate');
  // Leaving a cell by Enter takes its value once, not again when the focus moves on.
  const sent = useRef<{ month: string; minor: number | null } | null>(null);
  const before = budgeted(line, style);
  const change = (minor: number | null) => {
    if (sent.current?.month === month && sent.current.minor === minor) return;
    sent.current = { month, minor };
    const told = {
      onError: toastError,
      onSettled: () => {
        sent.current = null;
      },
    };
    if (style === 'tracking') limit.mutate({ month, category: line.category_id, limit: minor }, told);
    else allocate.mutate({ month, category: line.category_id, amount: minor }, told);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey) return;
    event.preventDefault();
    moveFrom(event.currentTarget, event.shiftKey && event.key === 'Enter' ? -1 : step);
  };
  return (
    <MoneyInput
      data-amount=""
      className={css.amount}
      aria-label={
        style === 'tracking'
          ? m.budgets_limit_of({ category: line.category })
          : m.budgets_allocation_of({ category: line.category })
      }
      placeholder="–"
      value={before}
      currency={currency}
      onChange={change}
      onKeyDown={keys}
      onFocus={event => event.currentTarget.select()}
    />
  );
}
