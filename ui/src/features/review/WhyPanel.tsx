// Why this category: where it comes from, and the own rows most like this one. With every answer a person can give.
import { useEffect, useState } from 'react';
import { call } from '@/api/client';
import type { Explanation, ReviewItem, Verdict } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { Button } from '@/parts/Button';
import { Combobox } from '@/parts/Choice';
import { KeyHint } from '@/parts/KeyHint';
import { DayText, Money } from '@/parts/Money';
import { m } from '@/messages';
import { Confidence } from './Confidence';
import css from './review.module.css';

export interface WhyPanelProps {
  item: ReviewItem;
  /** How many rows the answer is for. */
  count: number;
  frequent: readonly { id: string; name: string }[];
  correcting: boolean;
  onCorrecting: (open: boolean) => void;
  onSay: (verdict: Verdict, category?: string, name?: string) => void;
  onRule: () => void;
}

export function WhyPanel(props: WhyPanelProps) {
  const { item, count, onSay } = props;
  return (
    <aside className={css.why} aria-label={m.review_why()}>
      <div>
        <h2 className={css.what}>{item.row.description}</h2>
        <p className={css.muted}>
          <DayText day={item.row.date} /> · {item.row.account} · <Money amount={item.row.amount} />
        </p>
      </div>
      <div className={css.suggestion}>
        <strong>{item.category}</strong>
        <Confidence permille={item.confidence} />
      </div>
      <p className={css.muted}>{source(item)}</p>
      <Nearest id={item.row.id} />
      {count > 1 && <p className={css.note}>{m.review_for_many({ count })}</p>}
      <div className={css.answers}>
        <Button kind="primary" onClick={() => onSay('accept')}>
          {m.review_accept()} <KeyHint keys="enter" />
        </Button>
        <Button onClick={() => props.onCorrecting(true)}>
          {m.review_correct()} <KeyHint keys="c" />
        </Button>
        <Button onClick={props.onRule}>
          {m.review_rule()} <KeyHint keys="r" />
        </Button>
        <Button onClick={() => onSay('ignore')}>
          {m.review_ignore()} <KeyHint keys="i" />
        </Button>
      </div>
      {props.correcting && <Correct {...props} />}
      <ol className={css.picks} aria-label={m.review_picks()}>
        {props.frequent.map((category, index) => (
          <li key={category.id}>
            <Button size="small" kind="quiet" onClick={() => onSay('correct', category.id, category.name)}>
              <KeyHint keys={String(index + 1)} /> {category.name}
            </Button>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function Correct({ onSay, onCorrecting }: WhyPanelProps) {
  const categories = useAsk('category.list', {});
  const options = (categories.data?.items ?? [])
    .filter(category => !category.archived)
    .map(category => ({ value: category.id, label: category.name, group: category.group }));
  return (
    <Combobox
      label={m.review_right_category()}
      placeholder={m.review_right_category()}
      value={null}
      options={options}
      emptyText={m.parts_no_results()}
      // Opened by a key a moment ago: typing goes on here.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      defaultOpen
      onChange={id => {
        const name = options.find(option => option.value === id)?.label;
        if (id) onSay('correct', id, name);
        onCorrecting(false);
      }}
      onClose={() => onCorrecting(false)}
    />
  );
}

function source(item: ReviewItem): string {
  switch (item.source) {
    case 'rule':
      return m.review_source_rule();
    case 'payee_memory':
      return m.review_source_memory();
    case 'model':
      return m.review_source_model();
    default:
      return m.review_source_letters();
  }
}

/** Asked a moment after the cursor rests: moving fast asks for nothing. */
function Nearest({ id }: { id: string }) {
  const [found, setFound] = useState<{ id: string; explanation: Explanation } | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = globalThis.setTimeout(() => {
      call('suggestion.explain', { id, count: 3 }).then(
        explanation => !gone && setFound({ id, explanation }),
        // The row may have been answered meanwhile: then there is nothing to explain any more.
        () => !gone && setFound(null),
      );
    }, 120);
    return () => {
      gone = true;
      globalThis.clearTimeout(timer);
    };
  }, [id]);
  const rows = found?.id === id ? found.explanation.nearest : null;
  if (rows?.length === 0) return <p className={css.muted}>{m.review_no_nearest()}</p>;
  return (
    <div className={css.nearest}>
      <h3>{m.review_nearest()}</h3>
      <ul>
        {(rows ?? []).map(near => (
          <li key={near.row.id}>
            <span className={css.nearText}>{near.row.description}</span>
            <span className={css.muted}>
              {near.row.category} · {m.review_alike({ percent: Math.round(near.similarity / 10) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
