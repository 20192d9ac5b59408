// What all open accounts hold: in all, and for each currency.
import type { AmountView, MissingRate } from '@/api/generated';
import { hashOf } from '@/app/address';
import { m } from '@/messages';
import { Money } from '@/parts/Money';
import css from './accounts.module.css';

interface TotalsProps {
  totals: readonly AmountView[];
  converted: AmountView | null;
  missing: readonly MissingRate[];
}

export function Totals({ totals, converted, missing }: TotalsProps) {
  const several = totals.length > 1;
  const figures = (
    <dl className={css.totals}>
      {several && converted && (
        <div>
          <dt>{m.accounts_total_all()}</dt>
          <dd>
            <Money amount={converted} />
          </dd>
        </div>
      )}
      {totals.map(total => (
        <div key={total.currency}>
          <dt>{m.accounts_total({ currency: total.currency })}</dt>
          <dd>
            <Money amount={total} />
          </dd>
        </div>
      ))}
    </dl>
  );
  return (
    <>
      {figures}
      {several && !converted && (
        <p className={css.missing}>
          {m.accounts_rates_missing({ currencies: missing.map(rate => rate.from).join(', ') })}{' '}
          <a href={hashOf('currencies')}>{m.accounts_enter_rates()}</a>
        </p>
      )}
    </>
  );
}
