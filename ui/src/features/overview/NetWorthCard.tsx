// What all accounts together were worth, month by month.
import { useAsk } from '@/api/hooks';
import { go, hashOf } from '@/app/address';
import { addMonths, formatMonth, monthOf } from '@/lib/dates';
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
      aside={<a href={hashOf('reports', { report: 'net_worth' })}>{m.overview_report()}</a>}
    >
      {answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : last && first ? (
        <>
          <p className={css.headline}>
            <Money amount={{ minor: last.total, currency }} className={css.big} />
            <span className={css.muted}>
              {m.overview_since({
                change: formatMoney({ minor: last.total - first.total, currency }, { plus: true }),
                month: formatMonth(first.month),
              })}
            </span>
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
