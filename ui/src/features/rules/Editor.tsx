// Writing a rule, with what it would change over the history shown while it is written.
import { useDeferredValue, useMemo, useState } from 'react';
import { useAct, useAsk } from '@/api/hooks';
import { undo } from '@/app/Shell';
import { toast, toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Combobox, type Option } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { Conditions } from './Conditions';
import { finishedDraft, type Draft } from './draft';
import { DryRun, ScopeSelect, useDryRun, type Scope } from './DryRun';

export function Editor({ draft: first, onClose }: { draft: Draft; onClose: () => void }) {
  const [draft, setDraft] = useState(first);
  const [scope, setScope] = useState<Scope>('automatic');
  const change = (part: Partial<Draft>) => setDraft(before => ({ ...before, ...part }));
  const finished = useMemo(() => finishedDraft(draft), [draft]);
  const asked = useDeferredValue(finished);
  const run = useDryRun(asked, scope);
  const save = useSave(draft, finished, scope, onClose);
  const total = finished ? (run.data?.total ?? 0) : 0;
  return (
    <Dialog
      kind="wide"
      open
      onClose={onClose}
      title={draft.id === null ? m.rules_new() : m.rules_edit_title()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          {total > 0 && (
            <Button disabled={save.busy} onClick={() => save.run(true)}>
              {m.rules_save_apply({ count: total })}
            </Button>
          )}
          <Button kind="primary" disabled={!finished || save.busy} onClick={() => save.run(false)}>
            {m.rules_save()}
          </Button>
        </>
      }
    >
      <Form draft={draft} change={change} />
      <ScopeSelect scope={scope} onScope={setScope} />
      <DryRun run={run} ready={finished !== null} />
    </Dialog>
  );
}

function useSave(
  draft: Draft,
  finished: ReturnType<typeof finishedDraft>,
  scope: Scope,
  onClose: () => void,
) {
  const create = useAct('rule.create');
  const update = useAct('rule.update');
  const apply = useAct('rule.apply');
  const run = async (then: boolean) => {
    if (!finished) return;
    const { conditions, effect } = finished;
    const name = draft.name.trim() === '' ? null : draft.name.trim();
    try {
      let id = draft.id;
      if (id === null) {
        const made = await create.mutateAsync({
          name,
          conditions,
          set_category: effect.category,
          set_payee: effect.payee,
          set_note: effect.note,
        });
        id = made.id;
      } else await update.mutateAsync({ rule: id, name, conditions, effect });
      if (then) {
        const { changed } = await apply.mutateAsync({ rule: id, scope });
        toast({
          text: m.rules_applied({ count: changed }),
          action: { label: m.shell_undo(), run: () => void undo() },
        });
      } else toast({ text: m.rules_saved() });
      onClose();
    } catch (thrown) {
      toastError(thrown);
    }
  };
  return {
    run: (then: boolean) => void run(then),
    busy: create.isPending || update.isPending || apply.isPending,
  };
}

function Form({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const accounts = useAsk('account.list', {});
  const book = useAsk('book.show', {});
  return (
    <>
      <h3>{m.rules_when()}</h3>
      <Conditions
        conditions={draft.conditions}
        accounts={(accounts.data?.items ?? []).map(one => ({ value: one.id, label: one.name }))}
        currency={book.data?.currency ?? 'BRL'}
        onChange={conditions => change({ conditions })}
      />
      <h3>{m.rules_then()}</h3>
      <div className={css.columns}>
        <CategoryField value={draft.category} onChange={category => change({ category })} />
        <PayeeField value={draft.payee} onChange={payee => change({ payee })} />
        <TextField label={m.rules_note()} value={draft.note} onChange={note => change({ note })} />
        <TextField
          label={m.rules_name()}
          hint={m.rules_name_hint()}
          value={draft.name}
          maxLength={200}
          onChange={name => change({ name })}
        />
      </div>
    </>
  );
}

interface PickProps {
  value: string | null;
  onChange: (value: string | null) => void;
}

function CategoryField({ value, onChange }: PickProps) {
  const categories = useAsk('category.list', {});
  const options = useMemo<Option[]>(
    () =>
      (categories.data?.items ?? [])
        .filter(one => !one.archived || one.id === value)
        .map(one => ({ value: one.id, label: one.name, group: one.group })),
    [categories.data, value],
  );
  return (
    <Field label={m.rules_category()}>
      {({ id }) => (
        <Combobox
          id={id}
          value={value}
          options={options}
          onChange={onChange}
          placeholder={m.rules_pick_category()}
          emptyText={m.parts_no_results()}
        />
      )}
    </Field>
  );
}

function PayeeField({ value, onChange }: PickProps) {
  const payees = useAsk('payee.list', {});
  const options = useMemo<Option[]>(() => {
    const known = (payees.data?.items ?? []).map(one => ({ value: one.id, label: one.name }));
    const isNew = value !== null && !known.some(one => one.value === value);
    return isNew ? [{ value, label: value }, ...known] : known;
  }, [payees.data, value]);
  return (
    <Field label={m.rules_payee()}>
      {({ id }) => (
        <Combobox
          id={id}
          value={value}
          options={options}
          onChange={onChange}
          onCreate={onChange}
          createLabel={name => m.rules_new_payee({ name })}
          placeholder={m.rules_pick_payee()}
          emptyText={m.parts_no_results()}
        />
      )}
    </Field>
  );
}
