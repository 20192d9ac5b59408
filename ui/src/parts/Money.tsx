// Amounts and days as text: tabular figures, a real minus, colour only as an addition.
import type { AmountView } from '@/api/generated';
import { formatDay } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { cx } from '@/lib/cx';
import css from './surfaces.module.css';

export interface MoneyProps {
  amount: AmountView;
  /** Colour money in, and write its plus. */
  signed?: boolean;
  /** Without the currency's sign, where a heading names it. */
  bare?: boolean;
  className?: string;
}

export function Money({ amount, signed, bare, className }: MoneyProps) {
  return (
    <span className={cx('number', signed && amount.minor > 0 && css.positive, className)}>
      {formatMoney(amount, { currency: !bare, plus: signed ?? false })}
    </span>
  );
}

export function DayText({ day }: { day: string }) {
  return (
    <time className="number" dateTime={day}>
      {formatDay(day)}
    </time>
  );
}
