// Goals: what is being saved for, how far each is, and whether the pace is enough.
import { Plus, Target } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '@/api/hooks';
import type { GoalView } from '@/api/generated';
import { go, useAddress } from '@/app/address';
import { useShortcuts } from '@/app/shortcuts';
import { today } from '@/lib/dates';
import { ForWriters } from '@/features/sync/ForWriters';
import { Button } from '@/parts/Button';
import { Checkbox } from '@/parts/Choice';
import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import { GoalCard } from './GoalCard';
import { GoalForm } from './GoalForm';
import css from './goals.module.css';

export default function Goals() {
  const { params } = useAddress();
  const archived = params['archived'] === '1';
  const answer = useAsk('goal.list', { day: today(), archived }, { keep: true });
  const [editing, setEditing] = useState<GoalView | 'new' | null>(params['new'] === '1' ? 'new' : null);
  useShortcuts([{ keys: 'n', label: m.goals_new(), scope: m.goals_title(), run: () => setEditing('new') }]);
  const make = (
    <ForWriters>
      <Button kind="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
        {m.goals_new()}
      </Button>
    </ForWriters>
  );
  if (answer.isError && !answer.data) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  const goals = answer.data?.items;
  return (
    <>
      <PageHeader title={m.goals_title()}>
        <Checkbox
          label={m.goals_show_archived()}
          checked={archived}
          onChange={on => go('goals', { ...params, archived: on ? '1' : null }, { replace: true })}
        />
        {goals && goals.length > 0 && make}
      </PageHeader>
      {!goals ? (
        <div className={css.screen}>
          <SkeletonRows rows={6} />
        </div>
      ) : goals.length === 0 ? (
        <EmptyState icon={Target} title={m.goals_empty()} action={make}>
          {m.goals_empty_about()}
        </EmptyState>
      ) : (
        <ul className={css.cards}>
          {goals.map(goal => (
            <li key={goal.id}>
              <GoalCard goal={goal} onEdit={() => setEditing(goal)} />
            </li>
          ))}
        </ul>
      )}
      {editing && <GoalForm goal={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}
