// Spending or income by category, group, payee, account or tag.
import { ChartColumn } from 'lucide-react';
import { useEffect, type RefObject } from 'react';
import type { BreakdownLine } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { go } from '@/app/address';
import { formatMonth } from '@/lib/dates';
import { formatMinor, formatMoney } from '@/lib/money';
import { rowQuery } from '@/lib/query';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Chart } from '@/parts/Chart';
import { Card, EmptyState, ErrorState, Skeleton } from '@/parts/States';
import type { Exportable } from './ExportMenu';
import { Missing } from './Missing';
import { lastDay, type Period } from './period';
import { BY_NAMES } from './PeriodBar';
import type { By } from './Reports';
import css from './reports.module.css';

const NONE_NAMES: Record<By, () => string> = {
  category: m.reports_none_category,
  group: m.reports_none_group,
  payee: m.reports_none_payee,
  account: m.reports_none_account,
  tag: m.reports_none_tag,
};

interface BreakdownProps {
  flow: 'spending' | 'income';
  by: By;
  period: Period;
  compared: Period | null;
  exportable: RefObject<Exportable | null>;
  onPeriod: (preset: string) => void;
}

export function Breakdown({ flow, by, period, compared, exportable, onPeriod }: BreakdownProps) {
  const input = {
    flow,
    by,
    ...period,
    ...(compared && { compare_from: compared.from, compare_to: compared.to }),
  };
  const report = useAsk('report.breakdown', input, { keep: true });
  const signature = JSON.stringify(input);
  useEffect(() => {
    exportable.current = { report: 'breakdown', breakdown: JSON.parse(signature) as typeof input };
  }, [exportable, signature]);
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton height={420} />;
  const { items, rest, total, months, missing } = report.data;
  // What went out is negative in the book; a report of spending shows how much, not which way.
  const sign = flow === 'spending' ? -1 : 1;
  if (items.length === 0) {
    return (
      <EmptyState
        icon={ChartColumn}
        title={m.reports_empty_title()}
        action={<Button onClick={() => onPeriod('last_12')}>{m.reports_longer()}</Button>}
      >
        {m.reports_empty_about()}
      </EmptyState>
    );
  }
  return (
    <div className={css.stack}>
      <Missing missing={missing} />
      {months.length > 1 && (
        <Card>
          <Chart
            title={flow === 'spending' ? m.reports_chart_spending() : m.reports_chart_income()}
            kind="bars"
            labels={months.map(month => formatMonth(month.month, 'short'))}
            series={[
              {
                name: flow === 'spending' ? m.reports_spending() : m.reports_income(),
                values: months.map(month => sign * month.minor),
              },
            ]}
            format={minor => formatMoney({ minor, currency: total.currency })}
            formatAxis={minor =>
              formatMinor(Math.round(minor / 100) * 100, total.currency).replace(/[.,]00$/, '')
            }
            onPick={index => {
              const month = months[index]?.month;
              if (month) {
                go('reports', { kind: flow, by, period: 'custom', from: `${month}-01`, to: lastDay(month) });
              }
            }}
          />
        </Card>
      )}
      <Card>
        <Lines
          items={items}
          rest={rest ?? null}
          total={total.minor}
          compareTotal={report.data.compare_total?.minor ?? null}
          currency={total.currency}
          sign={sign}
          by={by}
          period={period}
        />
      </Card>
    </div>
  );
}

/** The rows behind a line, as the register asks for them. */
export function rowsOf(by: By, name: string | null, period: Period): string {
  const date = `${period.from}..${period.to}`;
  if (name === null)
    return by === 'category' || by === 'group'
      ? `is:uncategorised ${rowQuery({ date })}`
      : rowQuery({ date });
  return rowQuery({ [by === 'group' ? 'category' : by]: name, date });
}

interface LinesProps {
  items: readonly BreakdownLine[];
  rest: BreakdownLine | null;
  total: number;
  compareTotal: number | null;
  currency: string;
  sign: -1 | 1;
  by: By;
  period: Period;
}

function Lines({ items, rest, total, compareTotal, currency, sign, by, period }: LinesProps) {
  const money = (minor: number) => formatMoney({ minor: sign * minor || 0, currency });
  const compared = compareTotal !== null;
  const lines = [...items, ...(rest ? [rest] : [])].reduce((sum, item) => sum + item.lines, 0);
  const largest = Math.max(1, ...items.map(item => Math.abs(item.amount.minor)));
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{BY_NAMES[by]()}</th>
          <th scope="col" className={css.share}>
            {m.reports_share()}
          </th>
          <th scope="col" className={css.end}>
            {m.reports_amount()}
          </th>
          {compared && (
            <>
              <th scope="col" className={css.end}>
                {m.reports_before()}
              </th>
              <th scope="col" className={css.end}>
                {m.reports_difference()}
              </th>
            </>
          )}
          <th scope="col" className={css.end}>
            {m.reports_rows()}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => {
          const name = item.name ?? NONE_NAMES[by]();
          return (
            <tr key={item.id ?? name}>
              <td>
                <button
                  type="button"
                  className={css.link}
                  title={m.reports_show_rows({ name })}
                  onClick={() => go('register', { q: rowsOf(by, item.name ?? null, period) })}
                >
                  {name}
                </button>
              </td>
              <Figures item={item} largest={largest} money={money} compared={compared} />
            </tr>
          );
        })}
        {rest && (
          <tr>
            <td>{m.reports_rest()}</td>
            <Figures item={rest} largest={largest} money={money} compared={compared} />
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{m.reports_total()}</th>
          <td className={css.percent}>100%</td>
          <td className={css.end}>{money(total)}</td>
          {compareTotal !== null && (
            <>
              <td className={css.end}>{money(compareTotal)}</td>
              <td className={css.end}>{money(total - compareTotal)}</td>
            </>
          )}
          <td className={css.end}>{lines}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Figures({
  item,
  largest,
  money,
  compared,
}: {
  item: BreakdownLine;
  largest: number;
  money: (minor: number) => string;
  compared: boolean;
}) {
  return (
    <>
      <td className={css.share}>
        <span className={css.percent}>{percent(item.share)}</span>
        <div className={css.track}>
          <div
            className={css.fill}
            style={{ width: `${Math.min(100, (Math.abs(item.amount.minor) / largest) * 100)}%` }}
          />
        </div>
      </td>
      <td className={css.end}>{money(item.amount.minor)}</td>
      {compared && (
        <>
          <td className={css.end}>{money(item.compare?.minor ?? 0)}</td>
          <td className={css.end}>{money(item.amount.minor - (item.compare?.minor ?? 0))}</td>
        </>
      )}
      <td className={css.end}>{item.lines}</td>
    </>
  );
}

/** Thousandths as whole per cent; a trace is not nothing. */
export function percent(share: number): string {
  return share > 0 && share < 10 ? '<1%' : `${Math.round(share / 10)}%`;
}
