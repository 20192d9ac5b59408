// Rates are decimal text, never a float: reading what was typed, showing it in the person's format, and a number for the chart alone.
import { formats } from '@/lib/formats';

/** A rate as the core takes it; null when it is none. One mark at most, and it is the decimal mark. */
export function readRate(text: string): string | null {
  const clean = text.trim().replace(',', '.');
  return /^\d{1,15}(\.\d{1,12})?$/.test(clean) && /[1-9]/.test(clean) ? clean : null;
}

/** A rate with the person's decimal mark. */
export function showRate(rate: string): string {
  const parts = new Intl.NumberFormat(formats().numbers).formatToParts(1.5);
  const mark = parts.find(part => part.type === 'decimal')?.value ?? '.';
  return rate.replace('.', mark);
}

/** A rate as whole millionths, for a chart's axis; digits beyond are of no height there. */
export function millionths(rate: string): number {
  const [whole = '0', part = ''] = rate.split('.');
  return Number(`${whole}${part.slice(0, 6).padEnd(6, '0')}`);
}

/** Millionths as a short decimal. */
export function showMillionths(value: number): string {
  const text = String(Math.round(Math.abs(value))).padStart(7, '0');
  const part = text.slice(-6).replace(/0+$/, '').padEnd(2, '0');
  return showRate(`${value < 0 ? '\u2212' : ''}${text.slice(0, -6)}.${part}`);
}
