// One change to many rows, with what it would do told before it is done.
import { useEffect, useState } from 'react';
import { call } from '@/api/client';
import { errorWords } from '@/app/errorWords';
import type { EditMany, SkippedRows } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { m } from '@/messages';
import { DateInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Combobox, Select } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { Suggest } from '@/parts/Suggest';
import { skipText, tellMany } from './actions';
import { useCategoryOptions } from './Cells';
import { tagsOf } from './query';
import css from './register.module.css';

export interface BulkDialogProps {
  /** The rows, when the dialog opens. */
  rows: () => Promise<{ id?: string[]; query?: string }>;
  listKey: string;
  onClose: () => void;
  onDone: () => void;
}

const KEEP = 'keep';
const NONE = 'none';

export function BulkDialog({ rows, listKey, onClose, onDone }: BulkDialogProps) {
  const [which, setWhich] = useState<{ id?: string[]; query?: string } | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  const [payee, setPayee] = useState('');
  const [note, setNote] = useState('');
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [date, setDate] = useState<string | null>(null);
  const [clearing, setClearing] = useState(KEEP);
  const [account, setAccount] = useState(KEEP);
  const [busy, setBusy] = useState(false);
  const accounts = useAsk('account.list', {});
  const payees = useAsk('payee.complete', { text: payee }, { keep: true });
  const categories = [{ value: NONE, label: m.register_no_category() }, ...useCategoryOptions()];
  useEffect(() => {
    rows().then(setWhich).catch(toastError);
    // The rows are those of the moment the dialog opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [listKey]);

  const change: EditMany = {
    ...(category === null ? {} : { category: category === NONE ? '' : category }),
    ...(payee.trim() === '' ? {} : { payee: payee.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(tagsOf(add).length === 0 ? {} : { add_tags: tagsOf(add) }),
    ...(tagsOf(remove).length === 0 ? {} : { remove_tags: tagsOf(remove) }),
    ...(date === null ? {} : { date }),
    ...(clearing === KEEP ? {} : { clearing }),
    ...(account === KEEP ? {} : { account }),
  };
  const nothing = Object.keys(change).length === 0;
  const edit: EditMany = { ...which, ...change };
  const preview = useAsk(
    'transaction.preview_many',
    { edit },
    { enabled: which !== null && !nothing, keep: true },
  );
  const apply = async () => {
    setBusy(true);
    try {
      tellMany(await call('transaction.edit_many', edit), m.register_changed);
      onDone();
      onClose();
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      kind="wide"
      onClose={onClose}
      title={m.register_bulk()}
      about={m.register_bulk_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind="primary"
            disabled={busy || nothing || (preview.data?.changed ?? 0) === 0}
            onClick={() => void apply()}
          >
            {m.register_apply()}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <Field label={m.register_column_category()}>
          {({ id }) => (
            <Combobox
              id={id}
              value={category}
              options={categories}
              placeholder={m.register_keep()}
              emptyText={m.parts_no_results()}
              onChange={setCategory}
            />
          )}
        </Field>
        <Field label={m.register_column_payee()}>
          {() => (
            <Suggest
              label={m.register_column_payee()}
              placeholder={m.register_keep()}
              value={payee}
              onChange={setPayee}
              items={(payees.data?.items ?? []).map(item => ({ value: item.name, label: item.name }))}
            />
          )}
        </Field>
        <TextField
          label={m.register_add_tags()}
          placeholder={m.register_tags_hint()}
          value={add}
          onChange={setAdd}
        />
        <TextField
          label={m.register_remove_tags()}
          placeholder={m.register_tags_hint()}
          value={remove}
          onChange={setRemove}
        />
        <TextField
          label={m.register_column_note()}
          placeholder={m.register_keep()}
          value={note}
          onChange={setNote}
        />
        <Field label={m.register_column_date()}>
          {({ id }) => <DateInput id={id} value={date} placeholder={m.register_keep()} onChange={setDate} />}
        </Field>
        <Field label={m.register_column_clearing()}>
          {({ id }) => (
            <Select
              id={id}
              value={clearing}
              options={[
                { value: KEEP, label: m.register_keep() },
                { value: 'cleared', label: m.register_cleared() },
                { value: 'uncleared', label: m.register_uncleared() },
              ]}
              onChange={setClearing}
            />
          )}
        </Field>
        <Field label={m.register_move()} hint={m.register_move_hint()}>
          {({ id }) => (
            <Select
              id={id}
              value={account}
              options={[
                { value: KEEP, label: m.register_keep() },
                ...(accounts.data?.items ?? []).map(one => ({ value: one.id, label: one.name })),
              ]}
              onChange={setAccount}
            />
          )}
        </Field>
      </div>
      <Preview
        chosen={nothing ? null : (preview.data ?? null)}
        problem={!nothing && preview.isError ? errorWords(preview.error).text : null}
      />
    </Dialog>
  );
}

interface PreviewProps {
  chosen: { changed: number; skipped: SkippedRows[] } | null;
  problem: string | null;
}

function Preview({ chosen, problem }: PreviewProps) {
  return (
    <output className={css.preview}>
      {problem ?? (chosen ? m.register_preview({ count: chosen.changed }) : m.register_preview_nothing())}
      {!problem &&
        chosen?.skipped.map(one => (
          <span key={one.reason} className={css.muted}>
            {skipText(one.reason, one.rows)}
          </span>
        ))}
    </output>
  );
}
