// Making or changing a goal.
import { useId, useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import type { GoalView } from '@/api/generated';
import { toastError } from '@/app/toasts';
import { today } from '@/lib/dates';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Combobox, type Option } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { m } from '@/messages';
import css from './goals.module.css';

/** Where the money lies, as one choice: `account ID`, `category ID` or nothing. */
function linkOf(goal: GoalView | null): string {
  return goal?.linked_id && goal.place !== 'nothing' ? `${goal.place} ${goal.linked_id}` : '';
}

function useLinks(): { options: Option[]; currencyOf: (link: string) => string | null } {
  const accounts = useAsk('account.list', {});
  const categories = useAsk('category.list', {});
  const open = accounts.data?.items.filter(account => !account.closed) ?? [];
  const options = [
    { value: '', label: m.goals_by_hand() },
    ...open.map(account => ({
      value: `account ${account.id}`,
      label: account.name,
      detail: m.goals_account(),
    })),
    ...(categories.data?.items ?? [])
      .filter(category => category.kind !== 'income' && !category.archived)
      .map(category => ({
        value: `category ${category.id}`,
        label: category.name,
        detail: category.group,
      })),
  ];
  const currencyOf = (link: string) =>
    open.find(account => link === `account ${account.id}`)?.balance.currency ?? null;
  return { options, currencyOf };
}

export function GoalForm({ goal, onClose }: { goal: GoalView | null; onClose: () => void }) {
  const form = useId();
  const [tried, setTried] = useState(false);
  const book = useAsk('book.show', {});
  const { options, currencyOf } = useLinks();
  const [name, setName] = useState(goal?.name ?? '');
  const [target, setTarget] = useState<number | null>(goal?.target.minor ?? null);
  const [due, setDue] = useState<string | null>(goal?.due ?? null);
  const [link, setLink] = useState(linkOf(goal));
  const [starting, setStarting] = useState<number | null>(goal?.starting.minor ?? null);
  const [started, setStarted] = useState<string | null>(goal?.started ?? today());
  const create = useAct('goal.create');
  const update = useAct('goal.update');
  const currency = goal?.target.currency ?? currencyOf(link) ?? book.data?.currency ?? 'BRL';
  const ready = name.trim() !== '' && target !== null && target > 0;
  const busy = create.isPending || update.isPending;
  const save = () => {
    setTried(true);
    if (!ready || busy) return;
    const [kind, id] = link.split(' ');
    const place = {
      ...(kind === 'account' && id ? { account: id } : {}),
      ...(kind === 'category' && id ? { category: id } : {}),
    };
    const told = { onSuccess: onClose, onError: toastError };
    const begun = { ...(starting === null ? {} : { starting }), ...(started ? { started } : {}) };
    if (!goal) {
      create.mutate({ name, target, ...(due ? { due } : {}), ...place, ...begun }, told);
      return;
    }
    const moved = link === linkOf(goal) ? {} : link === '' ? { unlink: true } : place;
    update.mutate({ goal: goal.id, name, target, due: due ?? '', ...moved, ...begun }, told);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={goal ? m.goals_edit() : m.goals_new()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" type="submit" form={form} disabled={busy}>
            {goal ? m.parts_save() : m.goals_create()}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={css.form}
        onSubmit={event => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={m.goals_name()}
          value={name}
          placeholder={m.goals_name_hint()}
          problem={tried && name.trim() === '' ? m.goals_needs_name() : null}
          onChange={setName}
        />
        <div className={css.pair}>
          <Field
            label={m.goals_target()}
            problem={tried && (target === null || target <= 0) ? m.goals_needs_target() : null}
          >
            {({ id, describedBy }) => (
              <MoneyInput
                id={id}
                aria-describedby={describedBy}
                value={target}
                currency={currency}
                onChange={setTarget}
              />
            )}
          </Field>
          <Field label={m.goals_due()} hint={m.goals_due_hint()}>
            {({ id, describedBy }) => (
              <DateInput id={id} aria-describedby={describedBy} value={due} onChange={setDue} />
            )}
          </Field>
        </div>
        <Field label={m.goals_where()} hint={m.goals_where_hint()}>
          {({ id }) => (
            <Combobox
              id={id}
              value={link}
              options={options}
              emptyText={m.parts_no_results()}
              onChange={value => setLink(value ?? '')}
            />
          )}
        </Field>
        <div className={css.pair}>
          <Field label={m.goals_started()} hint={m.goals_started_hint()}>
            {({ id, describedBy }) => (
              <DateInput id={id} aria-describedby={describedBy} value={started} onChange={setStarted} />
            )}
          </Field>
          <Field
            label={link === '' ? m.goals_saved_so_far() : m.goals_starting()}
            hint={link === '' ? m.goals_saved_so_far_hint() : m.goals_starting_hint()}
          >
            {({ id, describedBy }) => (
              <MoneyInput
                id={id}
                aria-describedby={describedBy}
                value={starting}
                currency={currency}
                onChange={setStarting}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  );
}
