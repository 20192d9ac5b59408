// What all accounts together were worth, month by month.
import { useAsk } from '@/api/hooks';
import { go, hashOf } from '@/app/address';
import { addMonths, formatMonth, monthOf } from '@/lib/dates';
import { rows } from '@/lib/drill';
import { formatMinor, formatMoney } from '@/lib/money';
import { Chart } from '@/parts/Chart';
import { Money } from '@/parts/Money';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';

const MONTHS = 12;

export function NetWorthCard({ day }: { day: string }) {
  const from = addMonths(monthOf(day), 1 - MONTHS);
  const answer = useAsk('report.net_worth', { from, to: day });
  const months = answer.data?.items ?? [];
  const currency = answer.data?.currency ?? '';
  const last = months.at(-1);
  const first = months[0];
  return (
    <Card
      title={m.overview_net_worth()}
      className={css.wide}
      aside={<a href={hashOf('reports', { kind: 'net_worth' })}>{m.overview_report()}</a>}
    >
      {answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : last && first ? (
        <>
          <p className={css.headline}>
            <a className={css.big} href={rows(`date:..${day}`)}>
              <Money amount={{ minor: last.total, currency }} />
            </a>
            <a className={css.muted} href={rows(`date:${addMonths(first.month, 1)}..${day}`)}>
              {m.overview_since({
                change: formatMoney({ minor: last.total - first.total, currency }, { plus: true }),
                month: formatMonth(first.month),
              })}
            </a>
          </p>
          <Chart
            title={m.overview_net_worth_about()}
            kind="lines"
            height={168}
            labels={months.map(month => formatMonth(month.month, 'short'))}
            series={[{ name: m.overview_net_worth(), values: months.map(month => month.total) }]}
            format={value => formatMoney({ minor: Math.round(value), currency })}
            formatAxis={value => formatMinor(Math.round(value), currency).replace(/[.,]\d\d$/, '')}
            onPick={index => {
              const month = months[index]?.month;
              if (month) go('register', { q: `date:${month}` });
            }}
          />
        </>
      ) : (
        <Skeleton height={232} />
      )}
    </Card>
  );
}
