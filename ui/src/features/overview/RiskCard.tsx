// Budgets that are over, or will be at the pace so far.
import type { Overview } from '@/api/generated';
import { go, hashOf } from '@/app/address';
import { categoryRows } from '@/lib/drill';
import { formatMoney } from '@/lib/money';
import { Button } from '@/parts/Button';
import { Money } from '@/parts/Money';
import { ShareBar } from '@/parts/Progress';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';

export function RiskCard({ data }: { data: Overview }) {
  return (
    <Card
      title={m.overview_risks()}
      aside={<a href={hashOf('budgets', { month: data.month })}>{m.overview_budgets()}</a>}
    >
      {!data.budgeted ? (
        <>
          <p className={css.muted}>{m.overview_no_budget()}</p>
          <div>
            <Button size="small" onClick={() => go('budgets', { month: data.month })}>
              {m.overview_make_budget()}
            </Button>
          </div>
        </>
      ) : data.at_risk.length === 0 ? (
        <p className={css.muted}>{m.overview_no_risk()}</p>
      ) : (
        <ul className={css.list}>
          {data.at_risk.map(line => (
            <li key={line.category_id} className={css.risk}>
              <a href={hashOf('budgets', { month: data.month, category: line.category_id })}>
                {line.category}
              </a>
              <span className={css.end}>
                <a href={categoryRows(line.category, data.month)}>
                  <Money amount={line.spent} />
                </a>{' '}
                <span className={css.muted}>{m.overview_of()}</span> <Money amount={line.budget} />
              </span>
              <ShareBar
                share={line.budget.minor > 0 ? line.spent.minor / line.budget.minor : 2}
                label={m.overview_used({ category: line.category })}
              />
              <span className={css.small}>
                {line.risk === 'over'
                  ? m.overview_over({
                      amount: formatMoney({ ...line.spent, minor: line.spent.minor - line.budget.minor }),
                    })
                  : m.overview_at_risk({ amount: formatMoney(line.expected) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
