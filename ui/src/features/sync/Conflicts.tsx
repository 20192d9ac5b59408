// What devices set differently without knowing of each other: every value, what it means in money, and a choice that can be taken back.
import { GitCompareArrows } from 'lucide-react';
import type { ConflictValue, ConflictView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { hashOf } from '@/app/address';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/undo';
import { fieldText } from '@/features/history/sentence';
import { formatDay } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Money } from '@/parts/Money';
import { Card, EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import shared from '@/features/settings/settings.module.css';
import css from './sync.module.css';

export default function Conflicts() {
  const list = useAsk('conflict.list', {}, { keep: true });
  const choose = useAct('conflict.choose');
  const take = (choices: { conflict: string; value?: string }[]) =>
    choose.mutate(
      { choices },
      {
        onSuccess: () =>
          toast({
            text: m.sync_chosen({ count: choices.length }),
            action: { label: m.shell_undo(), run: () => void undo() },
          }),
        onError: toastError,
      },
    );
  const items = list.data?.items ?? [];
  return (
    <>
      <PageHeader title={m.sync_conflicts()} about={m.sync_conflicts_about()}>
        {items.length > 1 && (
          <Button
            disabled={choose.isPending}
            onClick={() => take(items.map(item => ({ conflict: item.id })))}
          >
            {m.sync_keep_all({ count: items.length })}
          </Button>
        )}
      </PageHeader>
      <div className={css.page}>
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.data ? (
          <SkeletonRows />
        ) : items.length === 0 ? (
          <EmptyState icon={GitCompareArrows} title={m.sync_no_conflicts()}>
            {m.sync_no_conflicts_about()}
          </EmptyState>
        ) : (
          items.map(item => (
            <Conflict
              key={item.id}
              conflict={item}
              busy={choose.isPending}
              onChoose={value => take([{ conflict: item.id, value }])}
            />
          ))
        )}
        {list.data && list.data.total > items.length && (
          <p className={shared.about}>{m.sync_more_conflicts({ count: list.data.total - items.length })}</p>
        )}
      </div>
    </>
  );
}

interface ConflictProps {
  conflict: ConflictView;
  busy: boolean;
  onChoose: (value: string) => void;
}

function Conflict({ conflict, busy, onChoose }: ConflictProps) {
  const { row } = conflict;
  const title = m.sync_conflict_title({
    field: fieldText(conflict.field),
    name: conflict.name ?? conflict.kind,
  });
  return (
    <Card
      title={title}
      aside={
        row && (
          <a href={hashOf('register', { row: row.id })}>
            {formatDay(row.date)} · {row.account}
          </a>
        )
      }
    >
      <div className={css.values}>
        {conflict.values.map(value => (
          <div key={value.id} className={css.value} data-current={value.current}>
            <Value value={value} />
            <Button
              size="small"
              kind={value.current ? 'primary' : 'plain'}
              disabled={busy}
              aria-label={`${value.current ? m.sync_keep() : m.sync_choose()}: ${value.text ?? m.sync_empty()}`}
              onClick={() => onChoose(value.id)}
            >
              {value.current ? m.sync_keep() : m.sync_choose()}
            </Button>
          </div>
        ))}
      </div>
    </Card>
  );
}

function Value({ value }: { value: ConflictValue }) {
  return (
    <>
      <small className={shared.about}>{value.current ? m.sync_value_current() : m.sync_value_other()}</small>
      <strong>{value.empty ? m.sync_empty() : value.text}</strong>
      {value.parts.map((part, place) => (
        <span key={`${place} ${part.category ?? ''}`}>
          {part.category ?? m.sync_empty()} <Money amount={part.amount} />
        </span>
      ))}
      {value.amount && (
        <span className={shared.about}>
          {m.sync_counts_for()} <Money amount={value.amount} />
        </span>
      )}
    </>
  );
}
