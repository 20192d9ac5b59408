// Which period, beside which other, and by what.
import { formatDay } from '@/lib/dates';
import { m } from '@/messages';
import { DateInput } from '@/parts/AmountInput';
import { Select } from '@/parts/Choice';
import { Field } from '@/parts/Field';
import { comparedWith, type Comparison, type Period, type Preset } from './period';
import type { By } from './Reports';
import css from './reports.module.css';

const PRESET_NAMES: Record<Preset, () => string> = {
  this_week: m.reports_this_week,
  last_week: m.reports_last_week,
  this_month: m.reports_this_month,
  last_month: m.reports_last_month,
  last_3: m.reports_last_3,
  last_12: m.reports_last_12,
  this_year: m.reports_this_year,
  last_year: m.reports_last_year,
  custom: m.reports_custom,
};

export const BY_NAMES: Record<By, () => string> = {
  category: m.reports_by_category,
  group: m.reports_by_group,
  payee: m.reports_by_payee,
  account: m.reports_by_account,
  tag: m.reports_by_tag,
};

interface PeriodBarProps {
  preset: Preset;
  /** Those this report can show. */
  presets: readonly Preset[];
  period: Period;
  /** Null where the report has no comparison. */
  comparison: Comparison | null;
  by: By | null;
  onChange: (next: Record<string, string | null>) => void;
}

export function PeriodBar({ preset, presets, period, comparison, by, onChange }: PeriodBarProps) {
  const other = comparison === null ? null : comparedWith(period, comparison);
  const days = (part: Partial<Period>) => onChange({ period: 'custom', ...period, ...part });
  return (
    <>
      <div className={css.bar}>
        <Field label={m.reports_period()}>
          {({ id }) => (
            <Select
              id={id}
              value={preset}
              onChange={next => onChange(next === 'custom' ? { period: next, ...period } : { period: next })}
              options={presets.map(value => ({ value, label: PRESET_NAMES[value]() }))}
            />
          )}
        </Field>
        {preset === 'custom' && (
          <>
            <Field label={m.reports_from()}>
              {({ id }) => (
                <DateInput id={id} value={period.from} size={10} onChange={from => from && days({ from })} />
              )}
            </Field>
            <Field label={m.reports_to()}>
              {({ id }) => (
                <DateInput id={id} value={period.to} size={10} onChange={to => to && days({ to })} />
              )}
            </Field>
          </>
        )}
        {comparison !== null && (
          <Field label={m.reports_compare()}>
            {({ id }) => (
              <Select
                id={id}
                value={comparison}
                onChange={compare => onChange({ compare })}
                options={[
                  { value: 'none', label: m.reports_compare_none() },
                  { value: 'before', label: m.reports_compare_before() },
                  { value: 'year', label: m.reports_compare_year() },
                ]}
              />
            )}
          </Field>
        )}
        {by !== null && (
          <Field label={m.reports_by()}>
            {({ id }) => (
              <Select
                id={id}
                value={by}
                onChange={next => onChange({ by: next })}
                options={Object.entries(BY_NAMES).map(([value, name]) => ({ value, label: name() }))}
              />
            )}
          </Field>
        )}
      </div>
      <p className={css.span}>
        {m.reports_span({ from: formatDay(period.from), to: formatDay(period.to) })}
        {other && `, ${m.reports_compared({ from: formatDay(other.from), to: formatDay(other.to) })}`}
      </p>
    </>
  );
}
