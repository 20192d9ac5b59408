// The month at a glance: money in, budgeted, spent, and what no category has.
import type { AmountView, BudgetMonth } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { kindRows, rows } from '@/lib/drill';
import { Money } from '@/parts/Money';
import { m } from '@/messages';
import { cx } from '@/lib/cx';
import css from './budgets.module.css';

interface FigureProps {
  label: string;
  amount: AmountView;
  hint?: string | undefined;
  tone?: 'good' | 'bad' | undefined;
  href?: string | undefined;
}

function Figure({ label, amount, hint, tone, href }: FigureProps) {
  const value = <Money amount={amount} />;
  return (
    <div className={cx(css.figure, tone === 'bad' && css.bad, tone === 'good' && css.good)}>
      <dt>{label}</dt>
      <dd>
        {href ? <a href={href}>{value}</a> : value}
        {hint && <span className={css.hint}>{hint}</span>}
      </dd>
    </div>
  );
}

export function Figures({ data }: { data: BudgetMonth }) {
  const { style, total, unallocated, month } = data;
  const categories = useAsk('category.list', {}).data?.items ?? [];
  const zero = { minor: 0, currency: unallocated.currency };
  const set = style === 'tracking' ? (total.limit ?? zero) : total.allocated;
  const over = total.overspent.minor > 0;
  const restTone =
    unallocated.minor < 0 ? 'bad' : unallocated.minor > 0 && style === 'envelope' ? 'good' : undefined;
  return (
    <dl className={css.figures}>
      <Figure
        label={m.budgets_income()}
        amount={data.income}
        href={kindRows(categories, ['income'], month)}
      />
      <Figure label={style === 'tracking' ? m.budgets_limits() : m.budgets_allocated()} amount={set} />
      <Figure
        label={m.budgets_spent()}
        amount={total.spent}
        href={kindRows(categories, ['expense'], month)}
      />
      <Figure
        label={style === 'tracking' ? m.budgets_rest_tracking() : m.budgets_rest_envelope()}
        amount={unallocated}
        tone={restTone}
        hint={
          unallocated.minor < 0
            ? style === 'tracking'
              ? m.budgets_more_than_income()
              : m.budgets_more_than_there_is()
            : undefined
        }
      />
      <Figure
        label={m.budgets_overspent()}
        amount={total.overspent}
        tone={over ? 'bad' : undefined}
        hint={over ? undefined : m.budgets_none_overspent()}
      />
      {data.uncategorised_rows > 0 && (
        <Figure
          label={m.budgets_uncategorised()}
          amount={data.uncategorised}
          hint={m.budgets_rows({ count: data.uncategorised_rows })}
          href={rows(`is:uncategorised date:${month}`)}
        />
      )}
    </dl>
  );
}
