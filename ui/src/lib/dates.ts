// Days as `YYYY-MM-DD` text, months as `YYYY-MM`: no time zones, no clock. `today` comes from the device's calendar.
import { getLocale } from '@/messages';
import { formats } from './formats';

/** A day as a person reads it: 2026-03-05 is 05/03/2026, 03/05/2026 or 2026-03-05. */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  if (!year || !month || !date) return day;
  switch (formats().dates) {
    case 'dmy':
      return `${date}/${month}/${year}`;
    case 'mdy':
      return `${month}/${date}/${year}`;
    case 'ymd':
      return day;
  }
}

const monthNames = new Map<string, Intl.DateTimeFormat>();

function monthName(at: Date, style: 'long' | 'short'): string {
  const key = `${getLocale()}/${style}`;
  let found = monthNames.get(key);
  if (!found) {
    const year = style === 'long' ? ({ year: 'numeric' } as const) : {};
    found = new Intl.DateTimeFormat(getLocale(), { month: style, timeZone: 'UTC', ...year });
    monthNames.set(key, found);
  }
  return found.format(at);
}

/** `2026-03` as `March 2026`, or where there is little room as `Mar 26`. */
export function formatMonth(month: string, style: 'long' | 'short' = 'long'): string {
  const [year, number] = month.split('-').map(Number);
  if (year === undefined || number === undefined) return month;
  const name = monthName(new Date(Date.UTC(year, number - 1, 1)), style);
  return style === 'long' ? name : `${name.replace('.', '')} ${month.slice(2, 4)}`;
}

/** A month where a title or a cell begins with it: `Março de 2026`. */
export function monthTitle(month: string): string {
  const text = formatMonth(month);
  return text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
}

/** The month `count` months after (or before) `month`. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const total = year * 12 + (number - 1) + count;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`;
}

const DAY = 86_400_000;

/** The day `count` days after (or before) `day`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** The first day of the week that holds `day`, as the person counts weeks. */
export function weekStart(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday - formats().week + 7) % 7));
}

/** A moment in milliseconds on this device's clock, to the minute. */
export function formatMoment(at: number): string {
  const moment = new Date(at);
  const time = moment.toLocaleTimeString(getLocale(), { timeStyle: 'short' });
  return `${formatDay(today(moment))} ${time}`;
}

/** Today on this device's calendar. */
export function today(now: Date = new Date()): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Reads a day typed in the person's order (`5/3/26`, `05032026`, `5` for this month) or as `YYYY-MM-DD`; null when it is none. */
export function parseDay(text: string, now: string = today()): string | null {
  const clean = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(clean)) return valid(clean);
  const parts = clean.split(/[/.\-\s]+/).filter(part => part !== '');
  if (parts.some(part => !/^\d+$/.test(part))) return null;
  const [year, month] = now.split('-');
  const order = formats().dates;
  if (parts.length === 1 && parts[0] && parts[0].length <= 2)
    return valid(`${year}-${month}-${two(parts[0])}`);
  if (parts.length === 2 && parts[0] && parts[1]) {
    const [first, second] = [two(parts[0]), two(parts[1])];
    return valid(order === 'dmy' ? `${year}-${second}-${first}` : `${year}-${first}-${second}`);
  }
  const [a, b, c] = parts;
  if (!a || !b || !c || parts.length !== 3) return null;
  const [y, m, d] = order === 'dmy' ? [c, b, a] : order === 'mdy' ? [c, a, b] : [a, b, c];
  return valid(`${y.length === 2 ? `20${y}` : y}-${two(m)}-${two(d)}`);
}

function two(text: string): string {
  return text.padStart(2, '0');
}

function valid(day: string): string | null {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day ? day : null;
}
