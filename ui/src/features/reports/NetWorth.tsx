// What everything is worth at the end of each month, by kind of account.
import { useEffect, type RefObject } from 'react';
import { useAsk } from '@/api/hooks';
import { formatMonth, monthOf, monthTitle, today } from '@/lib/dates';
import { formatMinor, formatMoney } from '@/lib/money';
import { m } from '@/messages';
import { Chart } from '@/parts/Chart';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import type { Exportable } from './ExportMenu';
import { Missing } from './Missing';
import type { Period } from './period';
import css from './reports.module.css';

const KIND_NAMES: Record<string, () => string> = {
  checking: m.reports_kind_checking,
  savings: m.reports_kind_savings,
  cash: m.reports_kind_cash,
  investment: m.reports_kind_investment,
  other_asset: m.reports_kind_other_asset,
  credit_card: m.reports_kind_credit_card,
  loan: m.reports_kind_loan,
};

export function NetWorth({
  period,
  exportable,
}: {
  period: Period;
  exportable: RefObject<Exportable | null>;
}) {
  // The future holds no balances.
  const now = today();
  const to = period.to > now ? now : period.to;
  const from = monthOf(period.from > to ? to : period.from);
  const report = useAsk('report.net_worth', { from, to }, { keep: true });
  useEffect(() => {
    exportable.current = { report: 'net_worth', net_worth: { from, to } };
  }, [exportable, from, to]);
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton height={420} />;
  const { items, currency, missing } = report.data;
  const money = (minor: number) => formatMoney({ minor, currency });
  const [first, last] = [items[0], items.at(-1)];
  const kinds = last?.kinds.map(kind => kind.kind) ?? [];
  return (
    <div className={css.stack}>
      <Missing missing={missing} />
      {first && last && (
        <div className={css.figures}>
          <Figure label={m.reports_worth()} value={money(last.total)} />
          <Figure label={m.reports_assets()} value={money(last.assets)} />
          <Figure label={m.reports_debts()} value={money(-last.debts || 0)} />
          <Figure
            label={m.reports_change()}
            value={formatMoney({ minor: last.total - first.total, currency }, { plus: true })}
          />
        </div>
      )}
      <Card>
        <Chart
          title={m.reports_chart_worth()}
          kind="lines"
          labels={items.map(item => formatMonth(item.month, 'short'))}
          series={[{ name: m.reports_worth(), values: items.map(item => item.total) }]}
          format={money}
          formatAxis={minor => formatMinor(minor, currency).replace(/[.,]00$/, '')}
        />
      </Card>
      <Card>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{m.reports_month()}</th>
              {kinds.map(kind => (
                <th key={kind} scope="col" className={css.end}>
                  {KIND_NAMES[kind]?.() ?? kind}
                </th>
              ))}
              <th scope="col" className={css.end}>
                {m.reports_worth()}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.toReversed().map(item => (
              <tr key={item.month}>
                <td>{monthTitle(item.month)}</td>
                {item.kinds.map(kind => (
                  <td key={kind.kind} className={css.end}>
                    {money(kind.minor)}
                  </td>
                ))}
                <td className={css.end}>
                  <strong>{money(item.total)}</strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className={css.figure}>
      <span>{label}</span>
      <span>{value}</span>
    </div>
  );
}
