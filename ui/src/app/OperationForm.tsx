// A form for an operation of the catalog, made from what the catalog knows of its input; a query's answer is shown as a table.
import { useState, type ReactNode } from 'react';
import { call } from '@/api/client';
import { useAsk } from '@/api/hooks';
import { operations, type FieldInfo, type OperationName } from '@/api/generated';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Button } from '@/parts/Button';
import { Combobox, Select, type Option } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextInput } from '@/parts/Field';
import { ErrorState } from '@/parts/States';
import { getLocale, m } from '@/messages';
import { AnswerView } from './AnswerView';
import { labelOf } from './fieldLabels';
import { titleOf } from './operationTitles';
import { formInput, missing } from './palette';
import css from './shell.module.css';
import { toast } from './toasts';
import { undo } from './undo';

const MONEY: ReadonlySet<string> = new Set([
  'amount',
  'balance',
  'opening_balance',
  'min_amount',
  'max_amount',
]);
const DAYS: ReadonlySet<string> = new Set(['date', 'day', 'opening_date']);

type Typed = Readonly<Record<string, string>>;

export default function OperationForm({ name, onClose }: { name: OperationName; onClose: () => void }) {
  const info = operations[name];
  const fields = info.fields.filter(field => field.type !== 'json');
  const [typed, setTyped] = useState<Typed>({});
  const [answer, setAnswer] = useState<{ value: unknown } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const left = missing(info, typed);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      const value: unknown = await call(name, formInput(info, typed) as never);
      if (info.kind === 'query') setAnswer({ value });
      else {
        onClose();
        const undoable = info.topics.includes('history');
        toast({
          text: m.shell_done({ what: titleOf(name) }),
          ...(undoable ? { action: { label: m.shell_undo(), run: () => void undo() } } : {}),
        });
      }
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      kind={info.kind === 'query' ? 'wide' : 'dialog'}
      title={titleOf(name)}
      about={getLocale() === 'en' ? info.about.split('\n')[0] : undefined}
      footer={
        <>
          <Button onClick={onClose}>{answer ? m.parts_close() : m.parts_cancel()}</Button>
          <Button kind="primary" type="submit" form="operation" disabled={busy || left.length > 0}>
            {m.shell_run()}
          </Button>
        </>
      }
    >
      <form
        id="operation"
        className={css.form}
        onSubmit={event => {
          event.preventDefault();
          if (left.length === 0) void run();
        }}
      >
        {fields.map(field => (
          <FormField
            key={field.name}
            field={field}
            typed={typed}
            onChange={value => setTyped(before => ({ ...before, [field.name]: value }))}
          />
        ))}
        {left.length > 0 && (
          <p className={css.formNote}>{m.shell_required({ fields: left.map(labelOf).join(', ') })}</p>
        )}
      </form>
      {error !== null && <ErrorState error={error} />}
      {answer && <AnswerView value={answer.value} />}
    </Dialog>
  );
}

interface FormFieldProps {
  field: FieldInfo;
  typed: Typed;
  onChange: (value: string) => void;
}

function FormField({ field, typed, onChange }: FormFieldProps) {
  const hint = getLocale() === 'en' ? field.about : field.type === 'list' ? m.shell_separated() : undefined;
  return (
    <Field label={`${labelOf(field.name)}${field.required ? ' *' : ''}`} hint={hint}>
      {({ id, describedBy }) => (
        <FieldInput id={id} describedBy={describedBy} {...{ field, typed, onChange }} />
      )}
    </Field>
  );
}

function FieldInput({
  id,
  describedBy,
  field,
  typed,
  onChange,
}: FormFieldProps & { id: string; describedBy: string | undefined }): ReactNode {
  const value = typed[field.name] ?? '';
  const shared = { id, 'aria-describedby': describedBy, 'aria-required': field.required };
  if (field.type === 'choice' || field.type === 'boolean') {
    return <Select id={id} value={value} options={choices(field)} onChange={onChange} />;
  }
  if (field.name === 'account') return <AccountInput id={id} value={value} onChange={onChange} />;
  if (field.name === 'category') return <CategoryInput id={id} value={value} onChange={onChange} />;
  if (field.type === 'integer' && MONEY.has(field.name)) {
    return <AmountField id={id} account={typed['account']} value={value} onChange={onChange} />;
  }
  if (DAYS.has(field.name)) {
    return (
      <DateInput {...shared} value={value === '' ? null : value} onChange={day => onChange(day ?? '')} />
    );
  }
  return (
    <TextInput
      {...shared}
      inputMode={field.type === 'integer' || field.type === 'number' ? 'numeric' : undefined}
      value={value}
      onChange={onChange}
    />
  );
}

function choices(field: FieldInfo): Option[] {
  const none = { value: '', label: '–' };
  if (field.type === 'boolean') {
    return [none, { value: 'true', label: m.shell_yes() }, { value: 'false', label: m.shell_no() }];
  }
  return [none, ...(field.choices ?? []).map(value => ({ value, label: value.replaceAll('_', ' ') }))];
}

interface InputProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
}

function AccountInput({ id, value, onChange }: InputProps) {
  const accounts = useAsk('account.list', {});
  const options = accounts.data?.items.map(one => ({
    value: one.id,
    label: one.name,
    detail: one.bank ?? undefined,
  }));
  return (
    <Combobox
      id={id}
      value={value === '' ? null : value}
      options={options ?? []}
      onChange={chosen => onChange(chosen ?? '')}
      emptyText={m.parts_no_results()}
    />
  );
}

function CategoryInput({ id, value, onChange }: InputProps) {
  const categories = useAsk('category.list', {});
  const options = categories.data?.items
    .filter(one => !one.archived)
    .map(one => ({ value: one.id, label: one.name, group: one.group }));
  return (
    <Combobox
      id={id}
      value={value === '' ? null : value}
      options={options ?? []}
      onChange={chosen => onChange(chosen ?? '')}
      emptyText={m.parts_no_results()}
    />
  );
}

/** An amount in the currency of the chosen account, else of the book. */
function AmountField({ id, account, value, onChange }: InputProps & { account: string | undefined }) {
  const accounts = useAsk('account.list', {});
  const book = useAsk('book.show', {});
  const chosen = accounts.data?.items.find(one => one.id === account);
  return (
    <MoneyInput
      id={id}
      currency={chosen?.balance.currency ?? book.data?.currency ?? 'USD'}
      value={value === '' ? null : Number(value)}
      onChange={minor => onChange(minor === null ? '' : String(minor))}
    />
  );
}
