// What came in, what went out and what was left, month by month.
import { useEffect, type RefObject } from 'react';
import { useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { formatMonth, monthOf, monthTitle } from '@/lib/dates';
import { formatMinor, formatMoney } from '@/lib/money';
import { rowQuery } from '@/lib/query';
import { m } from '@/messages';
import { Chart } from '@/parts/Chart';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import type { Exportable } from './ExportMenu';
import { Missing } from './Missing';
import { lastDay, type Period } from './period';
import css from './reports.module.css';

export function CashFlow({
  period,
  exportable,
}: {
  period: Period;
  exportable: RefObject<Exportable | null>;
}) {
  const { from, to } = { from: monthOf(period.from), to: monthOf(period.to) };
  const report = useAsk('report.cash_flow', { from, to }, { keep: true });
  useEffect(() => {
    exportable.current = { report: 'cash_flow', cash_flow: { from, to } };
  }, [exportable, from, to]);
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton height={420} />;
  const { items, currency, income, spending, missing } = report.data;
  const money = (minor: number) => formatMoney({ minor, currency });
  const rows = (month: string) => go('register', { q: rowQuery({ date: `${month}-01..${lastDay(month)}` }) });
  return (
    <div className={css.stack}>
      <Missing missing={missing} />
      <Card>
        <Chart
          title={m.reports_chart_flow()}
          kind="bars"
          labels={items.map(item => formatMonth(item.month, 'short'))}
          series={[
            { name: m.reports_in(), values: items.map(item => item.income), color: '--chart-3' },
            { name: m.reports_out(), values: items.map(item => -item.spending), color: '--chart-2' },
          ]}
          format={money}
          formatAxis={minor => formatMinor(minor, currency).replace(/[.,]00$/, '')}
          onPick={index => rows(items[index]?.month ?? from)}
        />
      </Card>
      <Card>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{m.reports_month()}</th>
              <th scope="col" className={css.end}>
                {m.reports_in()}
              </th>
              <th scope="col" className={css.end}>
                {m.reports_out()}
              </th>
              <th scope="col" className={css.end}>
                {m.reports_net()}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(item => (
              <tr key={item.month}>
                <td>
                  <button
                    type="button"
                    className={css.link}
                    title={m.reports_show_rows({ name: formatMonth(item.month) })}
                    onClick={() => rows(item.month)}
                  >
                    {monthTitle(item.month)}
                  </button>
                </td>
                <td className={css.end}>{money(item.income)}</td>
                <td className={css.end}>{money(-item.spending || 0)}</td>
                <td className={css.end}>{money(item.income + item.spending)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{m.reports_total()}</th>
              <td className={css.end}>{money(income)}</td>
              <td className={css.end}>{money(-spending || 0)}</td>
              <td className={css.end}>{money(income + spending)}</td>
            </tr>
          </tfoot>
        </table>
      </Card>
    </div>
  );
}
