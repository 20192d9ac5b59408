// A row typed in by hand.
import { useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/Shell';
import { today } from '@/lib/dates';
import { m } from '@/messages';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Combobox, Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { Suggest } from '@/parts/Suggest';
import { useCategoryOptions } from './Cells';
import css from './register.module.css';

export function AddRow({ account, onClose }: { account: string | undefined; onClose: () => void }) {
  const accounts = useAsk('account.list', {});
  const open = accounts.data?.items.filter(one => !one.closed) ?? [];
  const create = useAct('transaction.create');
  const categories = useCategoryOptions();
  const [chosen, setChosen] = useState(account ?? '');
  const [date, setDate] = useState<string | null>(today());
  const [amount, setAmount] = useState<number | null>(null);
  const [payee, setPayee] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const payees = useAsk('payee.complete', { text: payee }, { keep: true });
  const target = open.find(one => one.id === chosen) ?? open[0];
  const ready = target !== undefined && date !== null && amount !== null && payee.trim() !== '';
  const save = (again: boolean) => {
    if (!target || date === null || amount === null) return;
    const name = payee.trim();
    const row = { account: target.id, date, amount, description: name, payee: name };
    create.mutate(
      { ...row, category, note: note.trim() === '' ? null : note.trim() },
      {
        onError: toastError,
        onSuccess: () => {
          toast({ text: m.register_added(), action: { label: m.shell_undo(), run: () => void undo() } });
          if (!again) return onClose();
          setAmount(null);
          setPayee('');
          setCategory(null);
          setNote('');
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.register_add()}
      footer={
        <>
          <Button disabled={!ready} onClick={() => save(true)}>
            {m.register_add_another()}
          </Button>
          <Button kind="primary" disabled={!ready} onClick={() => save(false)}>
            {m.register_add_save()}
          </Button>
        </>
      }
    >
      {accounts.data && open.length === 0 ? (
        <p>{m.register_add_no_account()}</p>
      ) : (
        <div className={css.form}>
          <Field label={m.register_column_account()}>
            {({ id }) => (
              <Select
                id={id}
                value={target?.id ?? ''}
                options={open.map(one => ({ value: one.id, label: one.name }))}
                onChange={setChosen}
              />
            )}
          </Field>
          <Field label={m.register_column_date()}>
            {({ id }) => <DateInput id={id} value={date} onChange={setDate} />}
          </Field>
          <Field label={m.register_column_payee()}>
            {() => (
              <Suggest
                label={m.register_column_payee()}
                value={payee}
                onChange={setPayee}
                items={(payees.data?.items ?? []).map(item => ({
                  value: item.name,
                  label: item.name,
                  detail: item.category,
                }))}
                onChoose={item => {
                  const known = payees.data?.items.find(one => one.name === item.value);
                  if (category === null) setCategory(known?.category_id ?? null);
                }}
              />
            )}
          </Field>
          <Field label={m.register_column_amount()} hint={m.register_add_amount_hint()}>
            {({ id, describedBy }) => (
              <MoneyInput
                id={id}
                aria-describedby={describedBy}
                value={amount}
                currency={target?.balance.currency ?? 'BRL'}
                onChange={setAmount}
              />
            )}
          </Field>
          <Field label={m.register_column_category()}>
            {({ id }) => (
              <Combobox
                id={id}
                value={category}
                options={categories}
                emptyText={m.parts_no_results()}
                onChange={setCategory}
              />
            )}
          </Field>
          <TextField label={m.register_column_note()} value={note} onChange={setNote} />
        </div>
      )}
    </Dialog>
  );
}
