// Near duplicates, group by group: which name stays, which of the others are the same payee.
import type { UseQueryResult } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import type { MergeSuggestion, MergeSuggestions } from '@/api/generated';
import type { ApiError } from '@/api/error';
import { useShortcuts } from '@/app/shortcuts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { Card, EmptyState, ErrorState, SkeletonRows } from '@/parts/States';
import { useMerge } from './MergePayees';

/** Names a group by what is in it, so that "not the same" is about exactly that. */
export function groupKey(group: MergeSuggestion): string {
  return [group.keep.id, ...group.others.map(other => other.payee.id)].toSorted().join(' ');
}

export function CleanUp({ near }: { near: UseQueryResult<MergeSuggestions, ApiError> }) {
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  if (near.isError) return <ErrorState error={near.error} onRetry={() => void near.refetch()} />;
  if (!near.data) return <SkeletonRows rows={6} />;
  const groups = near.data.items.filter(group => !passed.has(groupKey(group)));
  if (groups.length === 0) {
    return (
      <EmptyState icon={CheckCheck} title={m.payees_clean_none_title()}>
        {m.payees_clean_none_about()}
      </EmptyState>
    );
  }
  return (
    <div className={`${css.stack} ${css.narrow}`}>
      <p className={css.quiet}>
        {m.payees_clean_about()}{' '}
        {groups.length === 1 ? m.payees_left_one() : m.payees_left({ count: groups.length })}
      </p>
      {groups.map((group, place) => (
        <GroupCard
          key={groupKey(group)}
          group={group}
          first={place === 0}
          onPass={() => setPassed(before => new Set([...before, groupKey(group)]))}
        />
      ))}
    </div>
  );
}

function GroupCard({ group, first, onPass }: { group: MergeSuggestion; first: boolean; onPass: () => void }) {
  const members = [{ payee: group.keep, likeness: 1000 }, ...group.others];
  const [keep, setKeep] = useState(group.keep.id);
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const merge = useMerge();
  const kept = members.find(one => one.payee.id === keep)?.payee ?? group.keep;
  const going = members.filter(one => one.payee.id !== keep && !out.has(one.payee.id));
  const run = () =>
    going.length > 0 &&
    merge(
      going.map(one => one.payee.id),
      kept,
    );
  useShortcuts(
    first
      ? [
          { keys: 'm', label: m.payees_merge(), scope: m.payees_clean(), run },
          { keys: 'n', label: m.payees_not_same(), scope: m.payees_clean(), run: onPass },
        ]
      : [],
  );
  return (
    <Card title={kept.name}>
      <ul>
        {members.map(({ payee, likeness }) => (
          <li key={payee.id} className={css.item}>
            <input
              type="radio"
              name={groupKey(group)}
              aria-label={m.payees_keep_name({ name: payee.name })}
              title={m.payees_keep_name({ name: payee.name })}
              checked={payee.id === keep}
              onChange={() => setKeep(payee.id)}
            />
            <span className={css.name}>{payee.name}</span>
            <span className={`${css.quiet} number`}>
              {m.payees_row_count({ count: payee.transactions })}
              {likeness < 1000 && ` · ${m.payees_alike({ percent: Math.floor(likeness / 10) })}`}
            </span>
            {payee.id === keep ? (
              <span className={css.quiet}>{m.payees_keep()}</span>
            ) : (
              <Checkbox
                hideLabel
                label={m.payees_include({ name: payee.name })}
                checked={!out.has(payee.id)}
                onChange={included =>
                  setOut(before => {
                    const next = new Set(before);
                    if (included) next.delete(payee.id);
                    else next.add(payee.id);
                    return next;
                  })
                }
              />
            )}
          </li>
        ))}
      </ul>
      <div className={css.line}>
        <Button kind={first ? 'primary' : 'plain'} disabled={going.length === 0} onClick={run}>
          {m.payees_merge()}
        </Button>
        <Button kind="quiet" onClick={onPass}>
          {m.payees_not_same()}
        </Button>
      </div>
    </Card>
  );
}
