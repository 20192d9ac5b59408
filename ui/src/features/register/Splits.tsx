// Parts of one row with categories of their own; what is left is always in sight.
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TransactionView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/Shell';
import { m } from '@/messages';
import { MoneyInput } from '@/parts/AmountInput';
import { Button, IconButton } from '@/parts/Button';
import { Combobox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { TextInput } from '@/parts/Field';
import { Money } from '@/parts/Money';
import { ErrorState, SkeletonRows } from '@/parts/States';
import { useCategoryOptions } from './Cells';
import css from './register.module.css';
import { draftOf, leftOver, withoutEmpty, type DraftPart } from './splitting';

export function Splits({ id, onClose }: { id: string; onClose: () => void }) {
  const shown = useAsk('transaction.show', { id });
  return (
    <Dialog
      open
      kind="wide"
      onClose={onClose}
      title={m.register_key_split()}
      about={shown.data?.row.description}
    >
      {shown.isError && <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.isPending && <SkeletonRows rows={3} />}
      {shown.data && <Editor shown={shown.data} onClose={onClose} />}
    </Dialog>
  );
}

function Editor({ shown, onClose }: { shown: TransactionView; onClose: () => void }) {
  const { row } = shown;
  const { currency } = row.amount;
  const split = useAct('transaction.split');
  const categories = useCategoryOptions();
  const [parts, setParts] = useState<DraftPart[]>(() => draftOf(shown));
  useEffect(() => setParts(draftOf(shown)), [shown]);
  const left = leftOver(row.amount.minor, parts);
  const set = (at: number, change: Partial<DraftPart>) =>
    setParts(before => before.map((part, place) => (place === at ? { ...part, ...change } : part)));
  const locked = row.clearing === 'reconciled' || row.deleted;
  const save = (list: readonly DraftPart[]) =>
    split.mutate(
      {
        id: row.id,
        parts: withoutEmpty(list).map(part => ({
          amount: part.amount ?? 0,
          category: part.category,
          note: part.note.trim() === '' ? null : part.note.trim(),
        })),
      },
      {
        onError: toastError,
        onSuccess: () => {
          toast({
            text: list.length === 0 ? m.register_split_removed() : m.register_split_done(),
            action: { label: m.shell_undo(), run: () => void undo() },
          });
          onClose();
        },
      },
    );
  if (locked) return <p>{row.deleted ? m.register_is_deleted() : m.register_locked()}</p>;
  return (
    <>
      <div className={css.views}>
        {parts.map((part, at) => (
          <div key={part.key} className={css.part}>
            <Combobox
              label={m.register_part_category({ number: at + 1 })}
              value={part.category}
              options={categories}
              placeholder={m.register_column_category()}
              emptyText={m.parts_no_results()}
              onChange={category => set(at, { category })}
            />
            <TextInput
              aria-label={m.register_part_note({ number: at + 1 })}
              placeholder={m.register_column_note()}
              value={part.note}
              onChange={note => set(at, { note })}
            />
            <MoneyInput
              aria-label={m.register_part_amount({ number: at + 1 })}
              value={part.amount}
              currency={currency}
              onChange={amount => set(at, { amount })}
            />
            <IconButton
              label={m.register_part_remove({ number: at + 1 })}
              onClick={() => setParts(before => before.filter((_, place) => place !== at))}
            >
              <Trash2 size={15} aria-hidden />
            </IconButton>
          </div>
        ))}
      </div>
      <div className={css.line}>
        <Button
          size="small"
          icon={<Plus size={14} aria-hidden />}
          onClick={() =>
            setParts(before => [
              ...before,
              {
                key: Math.max(0, ...before.map(part => part.key)) + 1,
                amount: left === 0 ? null : left,
                category: null,
                note: '',
              },
            ])
          }
        >
          {m.register_part_add()}
        </Button>
      </div>
      <output className={css.left}>
        <span>{left === 0 ? m.register_left_nothing() : m.register_left()}</span>
        <Money amount={{ minor: left, currency }} />
      </output>
      <div className={css.line}>
        <span>
          {m.register_split_total()} <Money amount={row.amount} />
        </span>
        {row.split && (
          <Button kind="danger" disabled={split.isPending} onClick={() => save([])}>
            {m.register_split_remove()}
          </Button>
        )}
        <Button
          kind="primary"
          disabled={split.isPending || left !== 0 || withoutEmpty(parts).length < 2}
          onClick={() => save(parts)}
        >
          {m.parts_save()}
        </Button>
      </div>
    </>
  );
}
