// What stands in the cells of a row, and the fields they become while they are edited.
import { ArrowRightLeft, Circle, CircleCheck, Lock } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { RowView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { toast } from '@/app/toasts';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Combobox } from '@/parts/Choice';
import type { CellEdit } from '@/parts/DataTable';
import { TextInput } from '@/parts/Field';
import { Suggest } from '@/parts/Suggest';
import { editRow } from './actions';
import { canEdit, type Change, type Editable } from './editing';
import { tagsOf } from './query';
import css from './register.module.css';

type Then = 'stay' | 'next' | 'previous' | 'below';

export interface EditorProps {
  edit: CellEdit<RowView>;
  field: Editable;
}

interface FieldProps {
  row: RowView;
  typed: string;
  /** Writes the change, if any, and ends the edit; only the first call counts. */
  finish: (change: Change | null, then?: Then) => void;
  /** Tab and Escape; what was typed is given along. */
  keys: (event: KeyboardEvent, change: () => Change | null) => void;
}

/** The field a cell becomes. Enter, Tab and leaving write, Escape does not. */
export function CellEditor({ edit, field }: EditorProps) {
  const { row, close } = edit;
  const done = useRef(false);
  const finish: FieldProps['finish'] = (change, then = 'stay') => {
    if (done.current) return;
    done.current = true;
    close(then);
    if (change) void editRow(row.id, change);
  };
  const keys: FieldProps['keys'] = (event, change) => {
    if (event.key === 'Escape') finish(null);
    else if (event.key === 'Tab') finish(change(), event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  };
  const allowed = canEdit(row, field);
  useEffect(() => {
    if (allowed) return;
    toast({ text: whyNot(row, field) });
    close('stay');
    // Told once, when the cell is entered.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (!allowed) return null;
  const props: FieldProps = { row, typed: edit.typed, finish, keys };
  switch (field) {
    case 'date':
      return <DateEditor {...props} />;
    case 'amount':
      return <AmountEditor {...props} />;
    case 'payee':
      return <PayeeEditor {...props} />;
    case 'category':
      return <CategoryEditor {...props} />;
    case 'note':
      return (
        <TextEditor
          {...props}
          label={m.register_column_note()}
          now={row.note ?? ''}
          change={note => ({ note })}
        />
      );
    case 'tags':
      return (
        <TextEditor
          {...props}
          label={m.register_column_tags()}
          now={row.tags.join(', ')}
          change={text => ({ tags: tagsOf(text) })}
        />
      );
  }
}

function DateEditor({ row, finish, keys }: FieldProps) {
  const then = useRef<Then>('below');
  return (
    <DateInput
      // The cell was opened to type into it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      aria-label={m.register_column_date()}
      className={css.editor}
      value={row.date}
      onChange={date => finish({ date: date ?? '' }, then.current)}
      onEnter={() => finish(null, 'below')}
      onKeyDown={event => leave(event, then, () => keys(event, () => null))}
    />
  );
}

function AmountEditor({ row, finish, keys }: FieldProps) {
  const then = useRef<Then>('below');
  return (
    <MoneyInput
      // The cell was opened to type into it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      aria-label={m.register_column_amount()}
      className={css.editor}
      value={row.amount.minor}
      currency={row.amount.currency}
      onChange={amount => finish(amount === null ? null : { amount }, then.current)}
      onEnter={() => finish(null, 'below')}
      onKeyDown={event => leave(event, then, () => keys(event, () => null))}
    />
  );
}

/** Days and amounts are taken when their field is left: Tab leaves it, then goes on. */
function leave(event: KeyboardEvent<HTMLInputElement>, then: RefObject<Then>, go: () => void): void {
  if (event.key === 'Tab') {
    then.current = event.shiftKey ? 'previous' : 'next';
    event.currentTarget.blur();
  }
  go();
}

interface TextEditorProps extends FieldProps {
  label: string;
  now: string;
  change: (text: string) => Change;
}

function TextEditor({ label, now, typed, change, finish, keys }: TextEditorProps) {
  const [text, setText] = useState(typed || now);
  const made = () => (text === now ? null : change(text.trim()));
  return (
    <TextInput
      // The cell or dialog was opened to type into it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      aria-label={label}
      className={css.editor}
      value={text}
      onChange={setText}
      onBlur={() => finish(made())}
      onKeyDown={event => {
        if (event.key === 'Enter') finish(made(), 'below');
        else keys(event, made);
      }}
    />
  );
}

function PayeeEditor({ row, typed, finish, keys }: FieldProps) {
  const now = row.payee ?? '';
  const [text, setText] = useState(typed || now);
  const found = useAsk('payee.complete', { text: text === now ? '' : text }, { keep: true });
  const made = (name: string) => (name.trim() === now ? null : { payee: name.trim() });
  return (
    <Suggest
      // The cell or dialog was opened to type into it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      label={m.register_column_payee()}
      className={css.editor}
      replaces={typed === ''}
      value={text}
      onChange={setText}
      items={(found.data?.items ?? []).map(item => ({
        value: item.name,
        label: item.name,
        detail: item.category,
      }))}
      onChoose={item => finish(made(item.value), 'below')}
      onEnter={() => finish(made(text), 'below')}
      onEscape={() => finish(null)}
      onBlur={() => finish(made(text))}
      onKeyDown={event => event.key === 'Tab' && keys(event, () => made(text))}
    />
  );
}

/** Categories as options, the likeliest first. */
export function useCategoryOptions() {
  const found = useAsk('category.complete', { text: '', limit: 200 });
  return (found.data?.items ?? []).map(item => ({
    value: item.id,
    label: item.name,
    detail: item.group ?? undefined,
  }));
}

function CategoryEditor({ row, finish, keys }: FieldProps) {
  const options = useCategoryOptions();
  // As it was when the cell was opened: what the machine suggests meanwhile does not type into the field.
  const [before] = useState(row.category_id);
  if (options.length === 0) return null;
  return (
    // Tab is heard on its way up: the list itself knows nothing of cells.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={event => event.key === 'Tab' && keys(event, () => null)}>
      <Combobox
        // The cell or dialog was opened to type into it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        defaultOpen
        label={m.register_column_category()}
        className={css.editor ?? ''}
        value={before}
        options={options}
        emptyText={m.parts_no_results()}
        onChange={category => finish({ category: category ?? '' }, 'below')}
        onClose={() => setTimeout(() => finish(null))}
      />
    </div>
  );
}

/** Why a field of a row cannot be edited. */
function whyNot(row: RowView, field: Editable): string {
  if (row.clearing === 'reconciled') return m.register_locked();
  if (row.deleted) return m.register_is_deleted();
  return field === 'category' || row.split ? m.register_is_split() : m.register_is_bank();
}

export function PayeeCell({ row }: { row: RowView }) {
  const name = row.payee ?? row.description;
  return (
    <span className={cx(css.payee, row.deleted && css.deleted)} title={row.description}>
      <span>{name}</span>
      {row.payee !== null && row.payee !== row.description && (
        <span className={css.muted}>{row.description}</span>
      )}
    </span>
  );
}

export function CategoryCell({ row }: { row: RowView }) {
  if (row.transfer) {
    return (
      <span className={css.cell}>
        <ArrowRightLeft size={13} aria-hidden />{' '}
        {row.amount.minor < 0
          ? m.register_transfer_to({ account: row.transfer.account })
          : m.register_transfer_from({ account: row.transfer.account })}
      </span>
    );
  }
  if (row.split) return <span className={css.cell}>{m.register_split()}</span>;
  if (row.category === null) return <span className={cx(css.cell, css.none)}>—</span>;
  return (
    <span
      className={cx(css.cell, row.category_is_automatic && css.automatic)}
      title={row.category_is_automatic ? m.register_automatic() : undefined}
    >
      {row.category}
      {row.category_is_automatic && <span aria-label={m.register_automatic()}> ?</span>}
    </span>
  );
}

export function ClearingCell({ clearing }: { clearing: string }) {
  const [label, Icon] =
    clearing === 'reconciled'
      ? [m.register_reconciled(), Lock]
      : clearing === 'cleared'
        ? [m.register_cleared(), CircleCheck]
        : [m.register_uncleared(), Circle];
  return (
    <span className={css.state} role="img" aria-label={label} title={label}>
      <Icon size={14} aria-hidden />
    </span>
  );
}
