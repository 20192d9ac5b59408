// What stands in the cells of a row, and the fields they become while they are edited.
import { ArrowRightLeft, Circle, CircleCheck, Lock } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import type { RowView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { DateInput, MoneyInput } from '@/parts/AmountInput';
import { Combobox } from '@/parts/Choice';
import { TextInput } from '@/parts/Field';
import { Suggest } from '@/parts/Suggest';
import type { Change, Editable } from './editing';
import { tagsOf } from './query';
import css from './register.module.css';

export interface EditorProps {
  row: RowView;
  field: Editable;
  /** Writes the change; nothing when it says what the row says. */
  onSave: (change: Change | null) => void;
  onCancel: () => void;
  /** Tab: on to the next field. */
  onTab: (back: boolean) => void;
}

/** The field a cell becomes. Enter and leaving write, Escape does not. */
export function CellEditor(props: EditorProps) {
  const { row, field, onSave, onCancel } = props;
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    if (event.key !== 'Tab') return;
    event.preventDefault();
    // What was typed is taken when the field is left.
    (event.target as HTMLElement).blur();
    props.onTab(event.shiftKey);
  };
  switch (field) {
    case 'date':
      return (
        <DateInput
          autoFocus
          aria-label={m.register_column_date()}
          className={css.editor}
          value={row.date}
          onChange={date => onSave({ date: date ?? '' })}
          onEnter={() => onSave(null)}
          onKeyDown={keys}
        />
      );
    case 'amount':
      return (
        <MoneyInput
          autoFocus
          aria-label={m.register_column_amount()}
          className={css.editor}
          value={row.amount.minor}
          currency={row.amount.currency}
          onChange={amount => amount !== null && onSave({ amount })}
          onEnter={() => onSave(null)}
          onKeyDown={keys}
        />
      );
    case 'payee':
      return <PayeeEditor {...props} onKeys={keys} />;
    case 'category':
      return <CategoryEditor {...props} onKeys={keys} />;
    case 'note':
      return <TextEditor {...props} onKeys={keys} now={row.note ?? ''} change={note => ({ note })} />;
    case 'tags':
      return (
        <TextEditor
          {...props}
          onKeys={keys}
          now={row.tags.join(', ')}
          change={text => ({ tags: tagsOf(text) })}
        />
      );
  }
}

type WithKeys = EditorProps & { onKeys: (event: KeyboardEvent) => void };

function TextEditor({
  field,
  now,
  change,
  onSave,
  onKeys,
}: WithKeys & { now: string; change: (text: string) => Change }) {
  const [text, setText] = useState(now);
  const save = () => onSave(text === now ? null : change(text.trim()));
  return (
    <TextInput
      autoFocus
      aria-label={field === 'tags' ? m.register_column_tags() : m.register_column_note()}
      className={css.editor}
      value={text}
      onChange={setText}
      onBlur={save}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur();
        else onKeys(event);
      }}
    />
  );
}

function PayeeEditor({ row, onSave, onCancel, onKeys }: WithKeys) {
  const now = row.payee ?? '';
  const [text, setText] = useState(now);
  const found = useAsk('payee.complete', { text: text === now ? '' : text }, { keep: true });
  const save = (name: string) => onSave(name.trim() === now ? null : { payee: name.trim() });
  return (
    <Suggest
      autoFocus
      label={m.register_column_payee()}
      className={css.editor}
      value={text}
      onChange={setText}
      items={(found.data?.items ?? []).map(item => ({
        value: item.name,
        label: item.name,
        detail: item.category,
      }))}
      onChoose={item => save(item.value)}
      onEnter={() => save(text)}
      onEscape={onCancel}
      onBlur={() => save(text)}
      onKeyDown={event => event.key === 'Tab' && onKeys(event)}
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

function CategoryEditor({ row, onSave, onCancel, onKeys }: WithKeys) {
  const options = useCategoryOptions();
  if (options.length === 0) return null;
  return (
    // Tab is heard on its way up: the list itself knows nothing of cells.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={event => event.key === 'Tab' && onKeys(event)}>
      <Combobox
        autoFocus
        defaultOpen
        label={m.register_column_category()}
        className={css.editor ?? ''}
        value={row.category_id}
        options={options}
        emptyText={m.parts_no_results()}
        onChange={category => onSave({ category: category ?? '' })}
        onClose={onCancel}
      />
    </div>
  );
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
