// Lines of a statement beside the rows they may be: why, and what is to become of them. Keys: m merges, n adds, l leaves out.
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { AmountView, EvidenceView, RowView } from '@/api/generated';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { KeyHint } from '@/parts/KeyHint';
import { DayText, Money } from '@/parts/Money';
import css from './import.module.css';
import { evidence } from './words';

export interface PairLine {
  index: number;
  date: string;
  description: string;
  amount: AmountView;
  /** The row it may be; none when it is not on this device. */
  existing: RowView | null;
  score: number | null;
  evidence: readonly EvidenceView[];
}

/** What may become of a line. */
export type Fate = 'merge' | 'add' | 'leave_out';

interface PairsProps<L extends PairLine> {
  label: string;
  lines: readonly L[];
  /** What is to become of a line; null while nobody has said. */
  fateOf: (line: L) => Fate | null;
  onSay: (line: L, fate: Fate) => void;
  /** Goes back to the proposal, where there is one. */
  onReset?: (line: L) => void;
}

export function Pairs<L extends PairLine>({ label, lines, fateOf, onSay, onReset }: PairsProps<L>) {
  const [at, setAt] = useState(0);
  useEffect(() => setAt(place => Math.min(place, Math.max(0, lines.length - 1))), [lines.length]);
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    const say = (fate: Fate) => () => line && onSay(line, fate);
    const keys: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(lines.length - 1, at + 1)),
      ArrowUp: () => setAt(Math.max(0, at - 1)),
      j: () => setAt(Math.min(lines.length - 1, at + 1)),
      k: () => setAt(Math.max(0, at - 1)),
      m: say('merge'),
      n: say('add'),
      l: say('leave_out'),
    };
    if (onReset) keys['p'] = () => line && onReset(line);
    const run = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!run || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    // The list is one stop; arrows move within it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex
    <ol
      className={css.pairs}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      aria-label={label}
    >
      {lines.map((line, place) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
        <li key={line.index} className={css.pair} aria-current={place === at} onClick={() => setAt(place)}>
          <Pair line={line} now={fateOf(line)} onSay={fate => onSay(line, fate)} />
        </li>
      ))}
    </ol>
  );
}

function Pair({ line, now, onSay }: { line: PairLine; now: Fate | null; onSay: (fate: Fate) => void }) {
  const choices = [
    { fate: 'merge', label: m.import_merge(), keys: 'm' },
    { fate: 'add', label: m.import_add(), keys: 'n' },
    { fate: 'leave_out', label: m.import_leave_out(), keys: 'l' },
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
        {line.existing ? (
          <>
            <DayText day={line.existing.date} />
            <span className={css.text}>{line.existing.payee ?? line.existing.description}</span>
            <Money amount={line.existing.amount} />
          </>
        ) : (
          <span className={css.absent}>{m.import_not_here()}</span>
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
              key={choice.fate}
              size="small"
              className={cx(css.choice)}
              aria-pressed={now === choice.fate}
              onClick={() => onSay(choice.fate)}
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
