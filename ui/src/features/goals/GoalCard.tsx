// A goal: how much of it is there, what it needs, where the pace leads.
import { Archive, ArchiveRestore, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useAct } from '@/api/hooks';
import type { GoalView } from '@/api/generated';
import { undo } from '@/app/Shell';
import { toast, toastError } from '@/app/toasts';
import { IconButton } from '@/parts/Button';
import { Menu } from '@/parts/Choice';
import { Money } from '@/parts/Money';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import { cx } from '@/lib/cx';
import css from './goals.module.css';
import { GoalBar } from './GoalBar';
import { needText, paceText, percent, placeAddress, stateText } from './model';

export function StateTag({ goal }: { goal: GoalView }) {
  const tone =
    goal.state === 'reached' || goal.state === 'on_track'
      ? css.good
      : goal.state === 'open'
        ? undefined
        : css.bad;
  return <span className={cx(css.tag, tone)}>{stateText(goal.state)}</span>;
}

export function GoalCard({ goal, onEdit }: { goal: GoalView; onEdit: () => void }) {
  const archive = useAct('goal.archive');
  const remove = useAct('goal.delete');
  const back = { label: m.shell_undo(), run: () => void undo() };
  const place = placeAddress(goal);
  const need = needText(goal);
  return (
    <Card
      title={goal.name}
      className={cx(goal.archived && css.archived)}
      aside={
        <span className={css.head}>
          <StateTag goal={goal} />
          <Menu
            trigger={
              <IconButton label={m.goals_actions({ goal: goal.name })} size="small">
                <MoreHorizontal size={16} aria-hidden />
              </IconButton>
            }
            items={[
              { label: m.goals_edit(), icon: <Pencil size={14} aria-hidden />, run: onEdit },
              {
                label: goal.archived ? m.goals_unarchive() : m.goals_archive(),
                icon: goal.archived ? (
                  <ArchiveRestore size={14} aria-hidden />
                ) : (
                  <Archive size={14} aria-hidden />
                ),
                run: () =>
                  archive.mutate(
                    { goal: goal.id, archived: !goal.archived },
                    {
                      onSuccess: () => !goal.archived && toast({ text: m.goals_archived(), action: back }),
                      onError: toastError,
                    },
                  ),
              },
              null,
              {
                label: m.parts_delete(),
                icon: <Trash2 size={14} aria-hidden />,
                danger: true,
                run: () =>
                  remove.mutate(
                    { goal: goal.id },
                    {
                      onSuccess: () => toast({ text: m.goals_deleted(), action: back }),
                      onError: toastError,
                    },
                  ),
              },
            ]}
          />
        </span>
      }
    >
      <p className={css.amounts}>
        <Money amount={goal.saved} className={css.saved} />
        <span className={css.muted}>
          {m.goals_of()} <Money amount={goal.target} />
        </span>
        <span className={cx('number', css.percent)}>{percent(goal)}%</span>
      </p>
      <div className={css.bar}>
        <GoalBar share={goal.per_mille / 1000} label={m.goals_progress({ goal: goal.name })} />
      </div>
      {need && <p>{need}</p>}
      <p className={css.muted}>{paceText(goal)}</p>
      {goal.linked && place && (
        <p className={css.muted}>
          {goal.place === 'account' ? m.goals_in_account() : m.goals_in_category()}{' '}
          <a href={place}>{goal.linked}</a>
        </p>
      )}
    </Card>
  );
}
