// Periods: named ones from today, days chosen, and the period to compare with.
import { addMonths, monthOf } from '@/lib/dates';

export const PRESETS = [
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

const months = (first: string, last: string): Period => ({ from: `${first}-01`, to: lastDay(last) });

/** The days a preset means today. */
export function presetPeriod(preset: Exclude<Preset, 'custom'>, today: string): Period {
  const month = monthOf(today);
  const year = today.slice(0, 4);
  const former = String(Number(year) - 1).padStart(4, '0');
  switch (preset) {
    case 'this_month':
      return months(month, month);
    case 'last_month':
      return months(addMonths(month, -1), addMonths(month, -1));
    case 'last_3':
      return months(addMonths(month, -2), month);
    case 'last_12':
      return months(addMonths(month, -11), month);
    case 'this_year':
      return months(`${year}-01`, `${year}-12`);
    case 'last_year':
      return months(`${former}-01`, `${former}-12`);
  }
}

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Whole months of a period; null when it begins or ends within one. */
function wholeMonths(period: Period): number | null {
  const [from, to] = [monthOf(period.from), monthOf(period.to)];
  if (period.from !== `${from}-01` || period.to !== lastDay(to)) return null;
  let count = 1;
  while (addMonths(from, count - 1) < to) count += 1;
  return count;
}

/** The period to compare with; null for none. */
export function comparedWith(period: Period, comparison: Comparison): Period | null {
  const count = wholeMonths(period);
  const [from, to] = [monthOf(period.from), monthOf(period.to)];
  if (comparison === 'none') return null;
  if (count !== null) {
    const back = comparison === 'year' ? 12 : count;
    return months(addMonths(from, -back), addMonths(to, -back));
  }
  if (comparison === 'year') return { from: yearBefore(period.from), to: yearBefore(period.to) };
  const length = at(period.to) - at(period.from) + DAY;
  return { from: dayOf(at(period.from) - length), to: dayOf(at(period.from) - DAY) };
}

/** The same day a year before; 29 February becomes the 28th. */
function yearBefore(day: string): string {
  const month = addMonths(monthOf(day), -12);
  const last = lastDay(month);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}
