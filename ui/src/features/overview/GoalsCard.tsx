// The next goals, how far they are.
import { useAsk } from '@/api/hooks';
import { go, hashOf } from '@/app/address';
import { Button } from '@/parts/Button';
import { Money } from '@/parts/Money';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import { m } from '@/messages';
import { StateTag } from '@/features/goals/GoalCard';
import { GoalBar } from '@/features/goals/GoalBar';
import { percent, placeAddress } from '@/features/goals/model';
import css from './overview.module.css';

const SHOWN = 4;

export function GoalsCard({ day }: { day: string }) {
  const answer = useAsk('goal.list', { day, archived: false });
  const goals = answer.data?.items;
  return (
    <Card title={m.overview_goals()} aside={<a href={hashOf('goals')}>{m.overview_all_goals()}</a>}>
      {answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !goals ? (
        <Skeleton height={120} />
      ) : goals.length === 0 ? (
        <>
          <p className={css.muted}>{m.overview_no_goals()}</p>
          <div>
            <Button size="small" onClick={() => go('goals', { new: '1' })}>
              {m.overview_make_goal()}
            </Button>
          </div>
        </>
      ) : (
        <ul className={css.list}>
          {goals.slice(0, SHOWN).map(goal => (
            <li key={goal.id} className={css.risk}>
              <a href={hashOf('goals')}>{goal.name}</a>
              <span className={css.end}>
                <a href={placeAddress(goal) ?? hashOf('goals')}>
                  <Money amount={goal.saved} />
                </a>{' '}
                <span className={css.muted}>{m.overview_of()}</span> <Money amount={goal.target} />
              </span>
              <GoalBar share={goal.per_mille / 1000} label={m.goals_progress({ goal: goal.name })} />
              <span className={css.small}>
                {percent(goal)}% · <StateTag goal={goal} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
