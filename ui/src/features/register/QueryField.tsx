// The query: typed with completion, shown as chips, with the place of what is wrong.
import { memo, useEffect, useId, useRef, useState, type RefObject } from 'react';
import type { QueryProblem } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { getLocale, m } from '@/messages';
import { Chip } from '@/parts/Chip';
import { Suggest } from '@/parts/Suggest';
import { today } from '@/lib/dates';
import { replaceAt, withoutTerm } from './query';
import css from './register.module.css';

const SETTLE_MS = 160;

export interface QueryFieldProps {
  query: string;
  onQuery: (query: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
  onLeave: () => void;
}

function Field({ query, onQuery, inputRef, onLeave }: QueryFieldProps) {
  const id = useId();
  const [text, setText] = useState(query);
  const [cursor, setCursor] = useState(0);
  const language = getLocale();
  const applied = useRef(query);
  useEffect(() => {
    if (query !== applied.current) setText(query);
    applied.current = query;
  }, [query]);
  const parsed = useAsk('register.parse', { query: text, language }, { keep: true });
  const offers = useAsk('register.complete', { query: text, cursor, language }, { keep: true });
  const problem = parsed.isPlaceholderData ? undefined : parsed.data?.problems[0];
  const read = parsed.data !== undefined && !parsed.isPlaceholderData;
  const usable = read && parsed.data.problems.length === 0;
  const apply = () => {
    applied.current = text.trim();
    onQuery(text.trim());
  };
  // Enter may come before the core has read what was typed: then it counts when it has.
  const entered = useRef<string | null>(null);
  useEffect(() => {
    if (entered.current === null || !read) return;
    const meant = entered.current === text;
    entered.current = null;
    if (!meant || !usable) return;
    apply();
    onLeave();
  });
  useEffect(() => {
    if (!usable || text.trim() === applied.current) return;
    const wait = setTimeout(() => {
      applied.current = text.trim();
      onQuery(text.trim());
    }, SETTLE_MS);
    return () => clearTimeout(wait);
  }, [usable, text, onQuery]);
  const { items: found = [], start = 0, end = 0 } = offers.data ?? {};
  const items = offers.isPlaceholderData
    ? []
    : found.map(item => ({
        value: replaceAt(text, start, end, item.insert),
        label: item.label,
        detail: item.detail,
      }));
  return (
    <div className={css.query}>
      <Suggest
        label={m.register_query()}
        placeholder={m.register_query_hint()}
        value={text}
        onChange={setText}
        onCursor={setCursor}
        items={items}
        onEnter={() => {
          if (usable) {
            apply();
            onLeave();
          } else if (!read) entered.current = text;
        }}
        onEscape={onLeave}
        invalid={problem !== undefined}
        describedBy={problem ? id : undefined}
        inputRef={inputRef}
      />
      {problem && <Problem id={id} text={text} problem={problem} />}
      <Chips
        query={text}
        terms={parsed.isPlaceholderData ? [] : (parsed.data?.terms ?? [])}
        onQuery={next => {
          setText(next);
          applied.current = next;
          onQuery(next);
        }}
      />
    </div>
  );
}

/** Drawn again when the query changes, not with every step of the cursor below it. */
export const QueryField = memo(Field);

function Problem({ id, text, problem }: { id: string; text: string; problem: QueryProblem }) {
  const letters = Array.from(text);
  return (
    <p id={id} className={css.problem} role="alert">
      <span className={css.place}>
        {letters.slice(0, problem.start).join('')}
        <mark>{letters.slice(problem.start, problem.end).join('') || ' '}</mark>
        {letters.slice(problem.end).join('')}
      </span>
      {problemText(problem)}
    </p>
  );
}

/** What is wrong and what to do, in the person's language. */
export function problemText(problem: QueryProblem): string {
  const word = problem.word ?? '';
  const nearest = problem.nearest;
  switch (problem.code) {
    case 'unknown_key':
      return nearest ? m.register_problem_key_nearest({ word, nearest }) : m.register_problem_key({ word });
    case 'missing_value':
      return m.register_problem_value({ word });
    case 'open_quote':
      return m.register_problem_quote();
    case 'not_a_date':
      return m.register_problem_date({ word });
    case 'not_an_amount':
      return m.register_problem_amount({ word });
    case 'two_readings':
      return m.register_problem_readings({ word });
    case 'empty_range':
      return m.register_problem_range({ word });
    case 'unknown_state':
      return nearest
        ? m.register_problem_state_nearest({ word, nearest })
        : m.register_problem_state({ word });
    case 'unknown_currency':
      return m.register_problem_currency({ word });
    case 'wrong_operator':
      return m.register_problem_operator({ word });
    case 'too_long':
      return m.register_problem_long();
    default:
      return m.register_problem_name({ word });
  }
}

interface ChipsProps {
  query: string;
  terms: readonly { text: string; start: number; end: number }[];
  onQuery: (query: string) => void;
}

function Chips({ query, terms, onQuery }: ChipsProps) {
  const quick = [
    { label: m.register_quick_uncategorised(), term: m.register_term_uncategorised() },
    { label: m.register_quick_month(), term: `${m.register_term_date()}:${today().slice(0, 7)}` },
    { label: m.register_quick_out(), term: m.register_term_out() },
    { label: m.register_quick_in(), term: m.register_term_in() },
    { label: m.register_quick_transfer(), term: m.register_term_transfer() },
    { label: m.register_quick_deleted(), term: m.register_term_deleted() },
  ];
  const shown = terms.filter(term => !quick.some(one => one.term === term.text));
  return (
    <div className={css.chips}>
      {shown.map(term => (
        <Chip
          key={`${term.start} ${term.text}`}
          removeLabel={m.register_remove_filter({ filter: term.text })}
          onRemove={() => onQuery(withoutTerm(query, term.start, term.end))}
        >
          {term.text}
        </Chip>
      ))}
      {quick.map(one => {
        const set = terms.find(term => term.text === one.term);
        return (
          <Chip
            key={one.term}
            pressed={set !== undefined}
            onPress={() =>
              onQuery(set ? withoutTerm(query, set.start, set.end) : `${query.trim()} ${one.term}`.trim())
            }
          >
            {one.label}
          </Chip>
        );
      })}
    </div>
  );
}
