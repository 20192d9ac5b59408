// What a goal says about itself, in words.
import type { GoalState, GoalView } from '@/api/generated';
import { hashOf } from '@/app/address';
import { formatDay } from '@/lib/dates';
import { rows } from '@/lib/drill';
import { formatMoney } from '@/lib/money';
import { rowQuery } from '@/lib/query';
import { m } from '@/messages';

/** The rows of the account or category in which the money lies. */
export function placeAddress(goal: GoalView): string | null {
  if (goal.place === 'account' && goal.linked_id) return hashOf('register', { account: goal.linked_id });
  if (goal.place === 'category' && goal.linked) return rows(rowQuery({ category: goal.linked }));
  return null;
}

export function stateText(state: GoalState): string {
  switch (state) {
    case 'reached':
      return m.goals_reached();
    case 'on_track':
      return m.goals_on_track();
    case 'behind':
      return m.goals_behind();
    case 'overdue':
      return m.goals_overdue();
    case 'open':
      return m.goals_open();
    default:
      return state;
  }
}

/** The pace so far, and where it leads. */
export function paceText(goal: GoalView): string {
  if (goal.state === 'reached') return m.goals_pace_reached();
  if (!goal.pace_per_month) return m.goals_pace_unknown();
  const pace = formatMoney(goal.pace_per_month, { plus: true });
  return goal.arrives
    ? m.goals_pace_arrives({ pace, day: formatDay(goal.arrives) })
    : m.goals_pace_never({ pace });
}

/** What is missing per month to be in time. */
export function needText(goal: GoalView): string | null {
  if (goal.state === 'reached') return null;
  if (goal.needed_per_month && goal.due) {
    return m.goals_needs({ amount: formatMoney(goal.needed_per_month), day: formatDay(goal.due) });
  }
  if (goal.due) return m.goals_was_due({ day: formatDay(goal.due) });
  return null;
}

export function percent(goal: Pick<GoalView, 'per_mille'>): number {
  return Math.floor(goal.per_mille / 10);
}
