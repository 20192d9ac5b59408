// A category of the budget on its own: its months as a chart, what it usually costs, whether its balance goes on.
import { useAct, useAsk } from '@/api/hooks';
import type { AmountView, BudgetLine, BudgetMonth } from '@/api/generated';
import { toastError } from '@/app/toasts';
import { formatMonth, monthTitle } from '@/lib/dates';
import { categoryRows } from '@/lib/drill';
import { formatMinor, formatMoney } from '@/lib/money';
import { Button } from '@/parts/Button';
import { Chart } from '@/parts/Chart';
import { Switch } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Money } from '@/parts/Money';
import { ErrorState, Skeleton } from '@/parts/States';
import { m } from '@/messages';
import css from './budgets.module.css';

interface DetailProps {
  data: BudgetMonth;
  line: BudgetLine;
  onClose: () => void;
  onCover: (category: string) => void;
}

export function BudgetDetail({ data, line, onClose, onCover }: DetailProps) {
  const carry = useAct('budget.set_carry_over');
  const limit = useAct('budget.set_limit');
  const allocate = useAct('budget.allocate');
  const tracking = data.style === 'tracking';
  const put = (amount: AmountView) => {
    const cell = { month: data.month, category: line.category_id };
    if (tracking) limit.mutate({ ...cell, limit: Math.max(0, amount.minor) }, { onError: toastError });
    else allocate.mutate({ ...cell, amount: Math.max(0, amount.minor) }, { onError: toastError });
  };
  const facts: [string, AmountView | null][] = [
    [tracking ? m.budgets_limit() : m.budgets_allocation(), tracking ? line.limit : line.allocated],
    [m.budgets_carried(), line.carried],
    [m.budgets_spent(), line.spent],
    [m.budgets_left(), line.available],
  ];
  const ideas: [string, AmountView][] = [
    [m.budgets_last_month(), line.last_month],
    [m.budgets_average_short({ months: 3 }), line.average_3],
    [m.budgets_average_short({ months: 6 }), line.average_6],
  ];
  return (
    <Dialog kind="drawer" open onClose={onClose} title={line.category} about={monthTitle(data.month)}>
      <dl className={css.facts}>
        {facts.map(([label, amount]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{amount ? <Money amount={amount} /> : '–'}</dd>
          </div>
        ))}
      </dl>
      {line.overspent.minor > 0 && (
        <Button kind="danger" onClick={() => onCover(line.category_id)}>
          {m.budgets_cover_amount_of({ amount: formatMoney(line.overspent) })}
        </Button>
      )}
      <History data={data} line={line} />
      <section className={css.ideas} aria-label={m.budgets_ideas()}>
        <h3>{m.budgets_ideas()}</h3>
        {ideas.map(([label, amount]) => (
          <Button key={label} size="small" onClick={() => put(amount)}>
            {label} <Money amount={amount} />
          </Button>
        ))}
      </section>
      <div>
        <Switch
          label={m.budgets_carry_over()}
          checked={line.carry_over}
          onChange={on => carry.mutate({ category: line.category_id, on }, { onError: toastError })}
        />
        <p className={css.about}>
          {tracking ? m.budgets_carry_over_tracking() : m.budgets_carry_over_envelope()}
        </p>
      </div>
      <a href={categoryRows(line.category, data.month)}>{m.budgets_show_rows()}</a>
    </Dialog>
  );
}

function History({ data, line }: Pick<DetailProps, 'data' | 'line'>) {
  const answer = useAsk(
    'budget.history',
    { category: line.category_id, month: data.month, months: 12 },
    { keep: true },
  );
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Skeleton height={220} />;
  const { months, currency } = answer.data;
  const set = (month: (typeof months)[number]) => (data.style === 'tracking' ? month.limit : month.allocated);
  return (
    <Chart
      title={m.budgets_history({ category: line.category })}
      kind="bars"
      height={180}
      labels={months.map(month => formatMonth(month.month, 'short'))}
      series={[
        { name: m.budgets_spent(), values: months.map(month => month.spent) },
        ...(months.some(month => set(month) !== null)
          ? [
              {
                name: data.style === 'tracking' ? m.budgets_limit() : m.budgets_allocation(),
                values: months.map(set),
                color: '--chart-3',
              },
            ]
          : []),
      ]}
      format={value => formatMoney({ minor: Math.round(value), currency })}
      formatAxis={value => formatMinor(Math.round(value), currency).replace(/[.,]\d\d$/, '')}
    />
  );
}
