// Doubtful lines of a plan: what the planner proposes for each, and what a person says.
import type { Decision, PlanLineView, PlanView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import { planChanged } from './flow';
import css from './import.module.css';
import { Pairs, type Fate } from './Pairs';

const SHOWN = 100;

export function Doubtful({ plan }: { plan: PlanView }) {
  const lines = useAsk('import.lines', { plan: plan.plan, show: 'doubtful', limit: SHOWN }, { keep: true });
  const decide = useAct('import.decide');
  const many = useAct('import.decide_many');
  const items = lines.data?.items ?? [];
  const say = (line: PlanLineView, decision: Decision) =>
    decide.mutate(
      { plan: plan.plan, index: line.index, decision },
      { onSuccess: planChanged, onError: toastError },
    );
  const sayAll = (decision: Decision) =>
    many.mutate(
      { plan: plan.plan, indexes: items.map(line => line.index), decision },
      { onSuccess: planChanged, onError: toastError },
    );
  if (!lines.data) return <SkeletonRows rows={3} />;
  return (
    <div className={css.doubtful}>
      <div className={css.row}>
        <h3>{m.import_doubtful({ count: plan.asked })}</h3>
        <span className={css.grow} />
        {items.length > 1 && (
          <>
            <Button size="small" kind="quiet" onClick={() => sayAll('merge')}>
              {m.import_merge_all()}
            </Button>
            <Button size="small" kind="quiet" onClick={() => sayAll('add')}>
              {m.import_add_all()}
            </Button>
          </>
        )}
      </div>
      <p className={css.muted}>{m.import_doubtful_about()}</p>
      <Pairs
        label={m.import_doubtful({ count: plan.asked })}
        lines={items}
        fateOf={decided}
        onSay={say}
        onReset={line => say(line, 'proposed')}
      />
    </div>
  );
}

function decided(line: PlanLineView): Fate {
  if (line.fate === 'ignored') return 'leave_out';
  return line.merge ? 'merge' : 'add';
}
