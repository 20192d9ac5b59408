// Amounts: integer minor units with a currency, shown and read in the person's number format. Never a float inside.
import type { AmountView } from '@/api/generated';
import { formats } from './formats';

const digitsOf = new Map<string, number>();

/** Minor digits of a currency, as Unicode's tables give them. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    try {
      digits =
        new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
          .maximumFractionDigits ?? 2;
    } catch {
      digits = 2;
    }
    digitsOf.set(currency, digits);
  }
  return digits;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, withCurrency: boolean): Intl.NumberFormat {
  const digits = minorDigits(currency);
  const key = `${formats().numbers}/${currency}/${withCurrency}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(formats().numbers, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...(withCurrency && isCurrency(currency)
        ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
        : {}),
    });
    formatters.set(key, found);
  }
  return found;
}

function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code);
}

/** Minor units as decimal text, exact at any size: `-199000` with 2 digits is `-1990.00`. */
export function decimalText(minor: number, digits: number): string {
  const sign = minor < 0 ? '-' : '';
  const whole = String(Math.abs(minor)).padStart(digits + 1, '0');
  const text = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
  return `${sign}${text}`;
}

/** An amount as a person reads it. The sign is a real minus, so that it shows without colour. */
export function formatMoney(
  amount: AmountView,
  options: { currency?: boolean; plus?: boolean } = {},
): string {
  const text = formatter(amount.currency, options.currency ?? true)
    // A string keeps every digit where a number would round.
    .format(decimalText(amount.minor, minorDigits(amount.currency)) as Intl.StringNumericLiteral)
    .replace('-', '\u2212');
  return options.plus && amount.minor > 0 ? `+${text}` : text;
}

/** Minor units without the currency's sign, for columns whose heading names it. */
export function formatMinor(minor: number, currency: string): string {
  return formatMoney({ minor, currency }, { currency: false });
}

/** The decimal mark of the person's number format. */
function decimalMark(): string {
  const parts = new Intl.NumberFormat(formats().numbers).formatToParts(1.5);
  return parts.find(part => part.type === 'decimal')?.value ?? '.';
}

/** Reads one plain number of at most `digits` decimals as minor units; null when it is none. */
function readPlain(text: string, digits: number): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  if (plain === '') return null;
  const last = Math.max(plain.lastIndexOf(','), plain.lastIndexOf('.'));
  const mark = last < 0 ? '' : plain.charAt(last);
  const tail = plain.length - last - 1;
  // The format's own mark is the decimal mark; the other one only where it cannot group thousands: `1.5` but not `1.500`.
  const once = last >= 0 && plain.indexOf(mark) === last;
  const isDecimal = once && (mark === decimalMark() || (tail !== 3 && tail <= digits));
  const whole = (isDecimal ? plain.slice(0, last) : plain).replace(/[.,']/g, '');
  const fraction = isDecimal ? plain.slice(last + 1) : '';
  if (!/^\d*$/.test(whole + fraction) || whole + fraction === '' || fraction.length > digits) return null;
  const minor = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Reads what a person typed: a number, or a small sum such as `12,50 + 3 - 1`. Minor units; null when it is none. */
export function parseMoney(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const clean = text
    .replaceAll('\u2212', '-')
    .replace(/[^\d\s.,+\-'\u00a0\u202f]/g, '')
    .trim();
  if (clean === '') return null;
  const terms = clean.match(/[+-]?[^+-]+/g);
  if (!terms || terms.join('') !== clean) return null;
  let sum = 0;
  for (const term of terms) {
    const sign = term.startsWith('-') ? -1 : 1;
    const minor = readPlain(term.replace(/^[+-]/, ''), digits);
    if (minor === null) return null;
    sum += sign * minor;
  }
  return Number.isSafeInteger(sum) ? sum : null;
}
