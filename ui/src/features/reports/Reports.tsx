// Reports: spending, income, cash flow and net worth over any period, beside another; each figure leads to its rows.
import { useRef } from 'react';
import { go, useAddress } from '@/app/address';
import { today } from '@/lib/dates';
import { m } from '@/messages';
import { PageHeader } from '@/parts/States';
import { Tabs } from '@/parts/Tabs';
import { Breakdown } from './Breakdown';
import { CashFlow } from './CashFlow';
import { ExportMenu, type Exportable } from './ExportMenu';
import { NetWorth } from './NetWorth';
import { comparedWith, presetPeriod, PRESETS, type Comparison, type Period, type Preset } from './period';
import { PeriodBar } from './PeriodBar';
import css from './reports.module.css';

const KINDS = ['spending', 'income', 'cash_flow', 'net_worth'] as const;
export type Kind = (typeof KINDS)[number];
export type By = 'category' | 'group' | 'payee' | 'account' | 'tag';
const BYS: readonly By[] = ['category', 'group', 'payee', 'account', 'tag'];

const one = <T extends string>(all: readonly T[], text: string | undefined, otherwise: T): T =>
  all.find(value => value === text) ?? otherwise;

/** Everything the screen shows, read from the address. */
export function readReport(params: Record<string, string | undefined>, now: string) {
  const kind = one(KINDS, params['kind'], 'spending');
  const long = kind === 'cash_flow' || kind === 'net_worth';
  // Cash flow and net worth are told by calendar month.
  const presets = long ? PRESETS.filter(name => !name.endsWith('_week')) : PRESETS;
  const preset = one<Preset>(presets, params['period'], long ? 'last_12' : 'last_3');
  const named = presetPeriod(preset === 'custom' ? 'this_month' : preset, now, long);
  const period: Period =
    preset === 'custom' ? { from: params['from'] ?? named.from, to: params['to'] ?? named.to } : named;
  const comparison = one<Comparison>(['none', 'before', 'year'], params['compare'], 'before');
  return { kind, preset, presets, period, comparison, by: one(BYS, params['by'], 'category') };
}

export default function Reports() {
  const { params } = useAddress();
  const { kind, preset, presets, period, comparison, by } = readReport(params, today());
  const page = useRef<HTMLDivElement>(null);
  const exportable = useRef<Exportable | null>(null);
  const change = (next: Record<string, string | null>) =>
    go('reports', { ...params, ...next }, { replace: true });
  const flow = kind === 'spending' || kind === 'income';
  return (
    <div className={css.page} ref={page}>
      <PageHeader title={m.reports_title()}>
        <ExportMenu page={page} exportable={exportable} />
      </PageHeader>
      <div className={css.body}>
        <Tabs
          label={m.reports_kind()}
          value={kind}
          onChange={next => change({ kind: next })}
          tabs={[
            { value: 'spending', label: m.reports_spending() },
            { value: 'income', label: m.reports_income() },
            { value: 'cash_flow', label: m.reports_cash_flow() },
            { value: 'net_worth', label: m.reports_net_worth() },
          ]}
        >
          <PeriodBar
            preset={preset}
            presets={presets}
            period={period}
            comparison={flow ? comparison : null}
            by={flow ? by : null}
            onChange={change}
          />
          {flow ? (
            <Breakdown
              flow={kind}
              by={by}
              period={period}
              compared={comparedWith(period, comparison)}
              exportable={exportable}
              onPeriod={next => change({ period: next })}
            />
          ) : kind === 'cash_flow' ? (
            <CashFlow period={period} exportable={exportable} />
          ) : (
            <NetWorth period={period} exportable={exportable} />
          )}
        </Tabs>
      </div>
    </div>
  );
}
