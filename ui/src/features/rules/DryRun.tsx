// What rules would change over the history: how many rows, which, before and after.
import type { DryRunRow, Input } from './types';
import { useAsk } from '@/api/hooks';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Select } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { DayText, Money } from '@/parts/Money';
import { ErrorState, Skeleton } from '@/parts/States';

export type Scope = 'uncategorised' | 'automatic' | 'mine';
const SHOWN = 100;

export function ScopeSelect({ scope, onScope }: { scope: Scope; onScope: (scope: Scope) => void }) {
  return (
    <Field label={m.rules_scope()}>
      {({ id }) => (
        <Select
          id={id}
          value={scope}
          onChange={next => onScope(next as Scope)}
          options={[
            { value: 'uncategorised', label: m.rules_scope_uncategorised() },
            { value: 'automatic', label: m.rules_scope_automatic() },
            { value: 'mine', label: m.rules_scope_mine() },
          ]}
        />
      )}
    </Field>
  );
}

export function useDryRun(input: Input | null, scope: Scope) {
  return useAsk('rule.dry_run', { ...input, scope, limit: SHOWN }, { enabled: input !== null, keep: true });
}

export function DryRun({ run, ready }: { run: ReturnType<typeof useDryRun>; ready: boolean }) {
  if (!ready) return <p className={css.quiet}>{m.rules_preview_incomplete()}</p>;
  if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  if (!run.data) return <Skeleton height={120} />;
  const { total, items } = run.data;
  return (
    <div className={css.stack}>
      <p aria-live="polite">
        <strong>{wouldChange(total)}</strong>
        {total > items.length && <span className={css.quiet}> {m.rules_shown({ count: items.length })}</span>}
      </p>
      {items.length > 0 && (
        // A scrolling region is reached and moved by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={css.scroll} tabIndex={0} aria-label={m.rules_preview()}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{m.rules_column_day()}</th>
                <th scope="col">{m.rules_column_text()}</th>
                <th scope="col">{m.rules_column_change()}</th>
                <th scope="col" className={css.end}>
                  {m.rules_column_amount()}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(item => (
                <tr key={item.row.id}>
                  <td>
                    <DayText day={item.row.date} />
                  </td>
                  <td>{item.row.description}</td>
                  <td>
                    <Changes item={item} />
                  </td>
                  <td className={css.end}>
                    <Money amount={item.row.amount} signed />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

export function wouldChange(total: number): string {
  if (total === 0) return m.rules_would_change_none();
  return total === 1 ? m.rules_would_change_one() : m.rules_would_change({ count: total });
}

function Changes({ item }: { item: DryRunRow }) {
  const changes = [
    { before: item.row.category, after: item.category },
    { before: item.row.payee, after: item.payee },
    { before: item.row.note, after: item.note },
  ].filter(change => change.after != null);
  return (
    <>
      {changes.map(change => (
        <div key={change.after}>
          <span className={css.quiet}>{change.before ?? m.rules_nothing()}</span>
          <span className={css.arrow}> → </span>
          {change.after}
        </div>
      ))}
    </>
  );
}
