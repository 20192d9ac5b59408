// Periods: named ones from today, days chosen, and the period to compare with.
import { addDays, addMonths, monthOf, weekStart } from '@/lib/dates';
import { formats } from '@/lib/formats';

export const PRESETS = [
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'last_3',
  'last_12',
  'this_year',
  'last_year',
  'custom',
] as const;
export type Preset = (typeof PRESETS)[number];

export type Comparison = 'none' | 'before' | 'year';

export interface Period {
  /** `YYYY-MM-DD`, included. */
  from: string;
  to: string;
}

export function lastDay(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** Whole months: they begin on `first`, a day of the month up to 28, and are named by where they begin. */
function months(from: string, to: string, first = 1): Period {
  const start = String(first).padStart(2, '0');
  return { from: `${from}-${start}`, to: addDays(`${addMonths(to, 1)}-${start}`, -1) };
}

/** The days a preset means today. `calendar` takes months from their first day, whatever the person's own begin on. */
export function presetPeriod(preset: Exclude<Preset, 'custom'>, today: string, calendar = false): Period {
  const first = calendar ? 1 : formats().month;
  const month = Number(today.slice(8)) < first ? addMonths(monthOf(today), -1) : monthOf(today);
  const week = weekStart(today);
  const year = today.slice(0, 4);
  const former = String(Number(year) - 1).padStart(4, '0');
  switch (preset) {
    case 'this_week':
      return { from: week, to: addDays(week, 6) };
    case 'last_week':
      return { from: addDays(week, -7), to: addDays(week, -1) };
    case 'this_month':
      return months(month, month, first);
    case 'last_month':
      return months(addMonths(month, -1), addMonths(month, -1), first);
    case 'last_3':
      return months(addMonths(month, -2), month, first);
    case 'last_12':
      return months(addMonths(month, -11), month, first);
    case 'this_year':
      return months(`${year}-01`, `${year}-12`);
    case 'last_year':
      return months(`${former}-01`, `${former}-12`);
  }
}

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Whole months of a period, from whichever day of the month it begins on; null when it ends within one. */
function wholeMonths(period: Period): number | null {
  const after = addDays(period.to, 1);
  if (period.from.slice(8) !== after.slice(8) || period.from.slice(8) > '28') return null;
  let count = 1;
  while (addMonths(monthOf(period.from), count) < monthOf(after)) count += 1;
  return period.from < after ? count : null;
}

/** The period to compare with; null for none. */
export function comparedWith(period: Period, comparison: Comparison): Period | null {
  if (comparison === 'none') return null;
  const count = wholeMonths(period);
  if (count !== null) {
    const from = addMonths(monthOf(period.from), comparison === 'year' ? -12 : -count);
    return months(from, addMonths(from, count - 1), Number(period.from.slice(8)));
  }
  if (comparison === 'year') return { from: yearBefore(period.from), to: yearBefore(period.to) };
  const days = (at(period.to) - at(period.from)) / 86_400_000 + 1;
  return { from: addDays(period.from, -days), to: addDays(period.from, -1) };
}

/** The same day a year before; 29 February becomes the 28th. */
function yearBefore(day: string): string {
  const month = addMonths(monthOf(day), -12);
  const last = lastDay(month);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}
