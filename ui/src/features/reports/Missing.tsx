// What could not be converted, and where to enter the rates.
import type { MissingRate } from '@/api/generated';
import { go } from '@/app/address';
import { formatDay } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import css from './reports.module.css';

export function Missing({ missing }: { missing: readonly MissingRate[] }) {
  if (missing.length === 0) return null;
  const list = missing
    .map(rate => m.reports_missing_one({ from: rate.from, day: formatDay(rate.day) }))
    .join(', ');
  return (
    <div className={css.missing} role="status">
      <span>{m.reports_missing({ list })}</span>
      <Button size="small" onClick={() => go('currencies')}>
        {m.reports_add_rates()}
      </Button>
    </div>
  );
}
