// Rules in the order in which they run, in plain words, with how often each holds.
import { Ellipsis, History, ListFilter, Plus } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import type { RuleHitsView, RuleView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { moved } from '@/features/categories/order';
import css from '@/features/organise/organise.module.css';
import { cx } from '@/lib/cx';
import { formatDay } from '@/lib/dates';
import { ForWriters } from '@/features/sync/ForWriters';
import { m } from '@/messages';
import { Button, IconButton } from '@/parts/Button';
import { Menu, Switch } from '@/parts/Choice';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { ApplyDialog } from './ApplyDialog';
import { draftOf, emptyDraft, type Draft } from './draft';
import { Editor } from './Editor';
import { sayConditions, sayEffect, type Names } from './sentence';

export default function Rules() {
  const rules = useAsk('rule.list', {});
  const hits = useAsk('rule.hits', {}, { keep: true });
  const accounts = useAsk('account.list', {});
  const book = useAsk('book.show', {});
  const [draft, setDraft] = useState<Draft | null>(null);
  const [applying, setApplying] = useState<RuleView | 'all' | null>(null);
  const items = rules.data?.items ?? [];
  const ids = items.map(rule => rule.id);
  const counted = useMemo(
    () => new Map<string, RuleHitsView>(hits.data?.items.map(item => [item.id, item])),
    [hits.data],
  );
  const names: Names = {
    account: id => accounts.data?.items.find(one => one.id === id)?.name ?? id,
    currency: book.data?.currency ?? 'BRL',
  };
  return (
    <div className={css.page}>
      <PageHeader title={m.rules_title()} about={m.rules_about()}>
        <Button
          icon={<History size={16} aria-hidden />}
          disabled={items.length === 0}
          onClick={() => setApplying('all')}
        >
          {m.rules_apply_all()}
        </Button>
        <ForWriters>
          <Button kind="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setDraft(emptyDraft())}>
            {m.rules_new()}
          </Button>
        </ForWriters>
      </PageHeader>
      <div className={css.body}>
        {rules.isError ? (
          <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
        ) : !rules.data ? (
          <SkeletonRows />
        ) : items.length === 0 ? (
          <EmptyState
            icon={ListFilter}
            title={m.rules_none_title()}
            action={
              <Button kind="primary" onClick={() => setDraft(emptyDraft())}>
                {m.rules_new()}
              </Button>
            }
          >
            {m.rules_none_about()}
          </EmptyState>
        ) : (
          <ol className={css.group}>
            {items.map((rule, place) => (
              <Rule
                key={rule.id}
                rule={rule}
                ids={ids}
                place={place}
                hits={counted.get(rule.id)}
                names={names}
                onEdit={() => setDraft(draftOf(rule))}
                onApply={() => setApplying(rule)}
              />
            ))}
          </ol>
        )}
      </div>
      {draft && <Editor draft={draft} onClose={() => setDraft(null)} />}
      {applying && (
        <ApplyDialog rule={applying === 'all' ? null : applying} onClose={() => setApplying(null)} />
      )}
    </div>
  );
}

interface RuleProps {
  rule: RuleView;
  ids: readonly string[];
  place: number;
  hits: RuleHitsView | undefined;
  names: Names;
  onEdit: () => void;
  onApply: () => void;
}

function Rule({ rule, ids, place, hits, names, onEdit, onApply }: RuleProps) {
  const update = useAct('rule.update');
  const remove = useAct('rule.delete');
  const reorder = useAct('rule.reorder');
  const undo = useAct('history.undo');
  const step = (by: -1 | 1) => reorder.mutate({ rules: moved(ids, rule.id, by) }, { onError: toastError });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.altKey && event.key === 'ArrowUp') step(-1);
    else if (event.altKey && event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp')
      (event.currentTarget.previousElementSibling as HTMLElement | null)?.focus();
    else if (event.key === 'ArrowDown')
      (event.currentTarget.nextElementSibling as HTMLElement | null)?.focus();
    else if (event.key === 'Enter') onEdit();
    else return;
    event.preventDefault();
  };
  return (
    // One stop per rule: the keys move between them, reorder and open.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={css.item}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onEdit}
    >
      <span className={css.number}>{place + 1}</span>
      <div className={cx(css.sentence, !rule.enabled && css.off)}>
        <b>{rule.name}</b>
        <span className={css.quiet}>
          {m.rules_when()} {sayConditions(rule.conditions, names)}: {sayEffect(rule.effect)}
        </span>
      </div>
      <span className={cx(css.quiet, css.hits, 'number')}>
        {hits &&
          (hits.rows === 0
            ? m.rules_no_hits()
            : [
                m.rules_hits({ count: hits.rows }),
                hits.last_day && m.rules_last({ day: formatDay(hits.last_day) }),
              ]
                .filter(Boolean)
                .join(' · '))}
      </span>
      <Switch
        label={m.rules_enabled()}
        checked={rule.enabled}
        onChange={enabled => update.mutate({ rule: rule.id, enabled }, { onError: toastError })}
      />
      <Menu
        items={[
          { label: m.rules_edit(), keys: '↵', run: onEdit },
          { label: m.rules_apply_one(), run: onApply },
          { label: m.rules_move_up(), keys: 'Alt ↑', disabled: place === 0, run: () => step(-1) },
          {
            label: m.rules_move_down(),
            keys: 'Alt ↓',
            disabled: place === ids.length - 1,
            run: () => step(1),
          },
          null,
          {
            label: m.rules_delete(),
            danger: true,
            run: () =>
              remove.mutate(
                { rule: rule.id },
                {
                  onError: toastError,
                  onSuccess: () =>
                    toast({
                      text: m.rules_deleted(),
                      action: {
                        label: m.categories_undo(),
                        run: () => undo.mutate({}, { onError: toastError }),
                      },
                    }),
                },
              ),
          },
        ]}
        trigger={
          <IconButton label={m.rules_more({ name: rule.name })} size="small">
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      />
    </li>
  );
}
