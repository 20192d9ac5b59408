// Doubtful lines beside the rows they may be: why, and what is to become of them. Keys: m merges, n adds, l leaves out.
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Decision, PlanLineView, PlanView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import { cx } from '@/lib/cx';
import { Button } from '@/parts/Button';
import { KeyHint } from '@/parts/KeyHint';
import { DayText, Money } from '@/parts/Money';
import { SkeletonRows } from '@/parts/States';
import { m } from '@/messages';
import { planChanged } from './flow';
import css from './import.module.css';
import { evidence } from './words';

const SHOWN = 100;

export function Doubtful({ plan }: { plan: PlanView }) {
  const lines = useAsk('import.lines', { plan: plan.plan, show: 'doubtful', limit: SHOWN }, { keep: true });
  const decide = useAct('import.decide');
  const many = useAct('import.decide_many');
  const [at, setAt] = useState(0);
  const items = lines.data?.items ?? [];
  useEffect(() => setAt(place => Math.min(place, Math.max(0, items.length - 1))), [items.length]);
  const say = (line: PlanLineView | undefined, decision: Decision) => {
    if (!line) return;
    decide.mutate(
      { plan: plan.plan, index: line.index, decision },
      { onSuccess: planChanged, onError: toastError },
    );
  };
  const sayAll = (decision: Decision) =>
    many.mutate(
      { plan: plan.plan, indexes: items.map(line => line.index), decision },
      { onSuccess: planChanged, onError: toastError },
    );
  const onKeyDown = (event: KeyboardEvent) => {
    const line = items[at];
    const keys: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(items.length - 1, at + 1)),
      ArrowUp: () => setAt(Math.max(0, at - 1)),
      j: () => setAt(Math.min(items.length - 1, at + 1)),
      k: () => setAt(Math.max(0, at - 1)),
      m: () => say(line, 'merge'),
      n: () => say(line, 'add'),
      l: () => say(line, 'leave_out'),
      p: () => say(line, 'proposed'),
    };
    const run = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!run || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
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
      {/* The list is one stop; arrows move within it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */}
      <ol
        className={css.pairs}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        aria-label={m.import_doubtful({ count: plan.asked })}
      >
        {items.map((line, place) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
          <li key={line.index} className={css.pair} aria-current={place === at} onClick={() => setAt(place)}>
            <Pair line={line} onSay={decision => say(line, decision)} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function decided(line: PlanLineView): 'merge' | 'add' | 'leave_out' {
  if (line.fate === 'ignored') return 'leave_out';
  return line.merge ? 'merge' : 'add';
}

function Pair({ line, onSay }: { line: PlanLineView; onSay: (decision: Decision) => void }) {
  const now = decided(line);
  const choices = [
    { decision: 'merge', label: m.import_merge(), keys: 'm' },
    { decision: 'add', label: m.import_add(), keys: 'n' },
    { decision: 'leave_out', label: m.import_leave_out(), keys: 'l' },
  ] as const;
  return (
    <>
      <div className={css.side}>
        <span className={css.caption}>{m.import_from_file()}</span>
        <DayText day={line.date} />
        <span className={css.text}>{line.description}</span>
        <Money amount={line.amount} />
      </div>
      <div className={css.side}>
        <span className={css.caption}>{m.import_in_book()}</span>
        {line.existing && (
          <>
            <DayText day={line.existing.date} />
            <span className={css.text}>{line.existing.payee ?? line.existing.description}</span>
            <Money amount={line.existing.amount} />
          </>
        )}
      </div>
      <div className={css.verdict}>
        <div className={css.why}>
          {line.score !== null && (
            <span className={css.score}>{m.import_score({ percent: Math.round(line.score / 10) })}</span>
          )}
          {line.evidence.map(piece => (
            <span key={piece.code} className={css.piece}>
              {evidence(piece, line.amount.currency)}
            </span>
          ))}
        </div>
        <div className={css.choices} role="group" aria-label={line.description}>
          {choices.map(choice => (
            <Button
              key={choice.decision}
              size="small"
              className={cx(css.choice)}
              aria-pressed={now === choice.decision}
              onClick={() => onSay(choice.decision)}
            >
              {choice.label}
              <KeyHint keys={choice.keys} />
            </Button>
          ))}
        </div>
      </div>
    </>
  );
}
