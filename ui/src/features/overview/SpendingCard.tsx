// Where the month's money goes, against what each category usually costs.
import { useState } from 'react';
import type { Overview } from '@/api/generated';
import { go, hashOf } from '@/app/address';
import { categoryRows } from '@/lib/drill';
import { formatMoney } from '@/lib/money';
import { Button } from '@/parts/Button';
import { Chip } from '@/parts/Chip';
import { Money } from '@/parts/Money';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';

export function SpendingCard({ data }: { data: Overview }) {
  const [months, setMonths] = useState<3 | 6>(3);
  const lines = data.spending.map(line => ({
    ...line,
    usual: months === 3 ? line.average_3 : line.average_6,
  }));
  const most = Math.max(1, ...lines.flatMap(line => [line.spent.minor, line.usual.minor]));
  const width = (minor: number) => `${Math.max(0, (minor / most) * 100)}%`;
  return (
    <Card
      title={m.overview_spending()}
      aside={
        <span className={css.chips}>
          {([3, 6] as const).map(count => (
            <Chip key={count} pressed={months === count} onPress={() => setMonths(count)}>
              {m.overview_months({ count })}
            </Chip>
          ))}
        </span>
      }
    >
      {lines.length === 0 ? (
        <>
          <p className={css.muted}>{m.overview_no_spending()}</p>
          <div>
            <Button size="small" onClick={() => go('review')}>
              {m.overview_categorise()}
            </Button>
          </div>
        </>
      ) : (
        <>
          <ul className={css.bars}>
            {lines.map(line => (
              <li key={line.category_id}>
                <a
                  className={css.barName}
                  title={line.category}
                  href={categoryRows(line.category, data.month)}
                >
                  {line.category}
                </a>
                <span className={css.barTrack} aria-hidden>
                  <span className={css.barFill} style={{ width: width(line.spent.minor) }} />
                  <span className={css.barMark} style={{ left: width(line.usual.minor) }} />
                </span>
                <a className={css.barAmount} href={categoryRows(line.category, data.month)}>
                  <Money amount={line.spent} />
                </a>
                <span className="visually-hidden">
                  {m.overview_usually({ amount: formatMoney(line.usual) })}
                </span>
              </li>
            ))}
          </ul>
          <p className={css.legend}>
            <span className={css.legendMark} aria-hidden /> {m.overview_mark({ count: months })}
            <a className={css.more} href={hashOf('reports')}>
              {m.overview_report()}
            </a>
          </p>
        </>
      )}
    </Card>
  );
}
