// Which month, how it is budgeted, and what can be done with all of it.
import { ChevronLeft, ChevronRight, MoreHorizontal } from 'lucide-react';
import { useAct } from '@/api/hooks';
import type { BudgetMonth, Done } from '@/api/generated';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/Shell';
import { addMonths, formatMonth, monthOf, monthTitle, today } from '@/lib/dates';
import { Button, IconButton } from '@/parts/Button';
import { Menu, Select } from '@/parts/Choice';
import { m } from '@/messages';
import css from './budgets.module.css';

export function MonthBar({ month, onMonth }: { month: string; onMonth: (month: string) => void }) {
  const current = monthOf(today());
  return (
    <div className={css.monthBar} role="group" aria-label={m.budgets_month()}>
      <IconButton label={m.budgets_previous()} onClick={() => onMonth(addMonths(month, -1))}>
        <ChevronLeft size={16} aria-hidden />
      </IconButton>
      <span className={css.monthName} aria-live="polite">
        {monthTitle(month)}
      </span>
      <IconButton label={m.budgets_next()} onClick={() => onMonth(addMonths(month, 1))}>
        <ChevronRight size={16} aria-hidden />
      </IconButton>
      <Button size="small" disabled={month === current} onClick={() => onMonth(current)}>
        {m.budgets_today()}
      </Button>
    </div>
  );
}

/** Says what an action filled, with the way back. */
export function filled({ changed }: Done): void {
  toast(
    changed > 0
      ? {
          text: m.budgets_filled({ count: changed }),
          action: { label: m.shell_undo(), run: () => void undo() },
        }
      : { text: m.budgets_nothing_filled() },
  );
}

export function MonthActions({ month, data }: { month: string; data: BudgetMonth | undefined }) {
  const style = useAct('budget.set_style');
  const copy = useAct('budget.copy_month');
  const average = useAct('budget.fill_average');
  const told = { onSuccess: filled, onError: toastError };
  const before = addMonths(month, -1);
  return (
    <>
      <Select
        label={m.budgets_style()}
        value={data?.style ?? 'tracking'}
        disabled={!data}
        options={[
          { value: 'tracking', label: m.budgets_style_tracking() },
          { value: 'envelope', label: m.budgets_style_envelope() },
        ]}
        onChange={next => style.mutate({ style: next }, { onError: toastError })}
      />
      <Menu
        trigger={
          <IconButton label={m.budgets_actions()} kind="plain">
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
        items={[
          {
            label: m.budgets_copy({ month: formatMonth(before) }),
            run: () => copy.mutate({ from: before, to: month }, told),
          },
          ...[1, 3, 6, 12].map(months => ({
            label: months === 1 ? m.budgets_last_spending() : m.budgets_average({ months }),
            run: () => average.mutate({ month, months }, told),
          })),
          null,
          {
            label: m.budgets_replace_average({ months: 3 }),
            run: () => average.mutate({ month, months: 3, replace: true }, told),
          },
        ]}
      />
    </>
  );
}
