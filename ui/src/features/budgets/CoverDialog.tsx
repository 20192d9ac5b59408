// Filling a hole: what a category was overspent by, from another one or from the money no category has.
import { useState } from 'react';
import { useAct } from '@/api/hooks';
import type { BudgetLine, BudgetMonth } from '@/api/generated';
import { toastError } from '@/app/toasts';
import { formatMoney } from '@/lib/money';
import { MoneyInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Combobox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field } from '@/parts/Field';
import { m } from '@/messages';
import css from './budgets.module.css';
import { givers } from './model';

/** Stands for the money no category has. */
const REST = '';

export function CoverDialog({
  data,
  line,
  onClose,
}: {
  data: BudgetMonth;
  line: BudgetLine;
  onClose: () => void;
}) {
  const [from, setFrom] = useState<string>(REST);
  const [amount, setAmount] = useState<number | null>(line.overspent.minor);
  const cover = useAct('budget.cover_overspending');
  const rest = data.style === 'tracking' ? m.budgets_raise_limit() : m.budgets_rest_envelope();
  const options = [
    {
      value: REST,
      label: rest,
      detail: data.style === 'tracking' ? undefined : formatMoney(data.unallocated),
    },
    ...givers(data, line.category_id).map(giver => ({
      value: giver.category_id,
      label: giver.category,
      detail: giver.available ? formatMoney(giver.available) : undefined,
    })),
  ];
  const run = () => {
    if (amount === null || amount <= 0) return;
    cover.mutate(
      { month: data.month, to: line.category_id, from: from === REST ? null : from, amount },
      { onSuccess: onClose, onError: toastError },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.budgets_cover_title({ category: line.category })}
      about={m.budgets_cover_about({ amount: formatMoney(line.overspent) })}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" disabled={cover.isPending || amount === null || amount <= 0} onClick={run}>
            {m.budgets_cover()}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <Field label={m.budgets_cover_from()}>
          {({ id }) => (
            <Combobox
              id={id}
              value={from}
              options={options}
              emptyText={m.parts_no_results()}
              onChange={value => setFrom(value ?? REST)}
            />
          )}
        </Field>
        <Field label={m.budgets_cover_amount()}>
          {({ id }) => (
            <MoneyInput
              id={id}
              value={amount}
              currency={line.overspent.currency}
              onChange={setAmount}
              onEnter={run}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
