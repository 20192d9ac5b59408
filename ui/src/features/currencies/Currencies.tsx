// Exchange rates: what each currency is worth, rates per day with their source, entry by hand, CSV.
import { Coins, FileUp } from 'lucide-react';
import { useState } from 'react';
import type { CurrencyList, CurrencyView, RatePairView } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { go, useAddress } from '@/app/address';
import css from '@/features/organise/organise.module.css';
import { formatDay } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Card, EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/parts/States';
import { AddRate } from './AddRate';
import { ImportRates } from './ImportRates';
import { PairRates } from './PairRates';

export default function Currencies() {
  const currencies = useAsk('currency.list', {});
  const [importing, setImporting] = useState(false);
  const book = currencies.data?.items.find(one => one.is_book)?.code ?? '';
  return (
    <div className={css.page}>
      <PageHeader
        title={m.currencies_title()}
        about={book === '' ? undefined : m.currencies_about({ currency: book })}
      >
        <Button icon={<FileUp size={16} aria-hidden />} onClick={() => setImporting(true)}>
          {m.currencies_import()}
        </Button>
      </PageHeader>
      <div className={css.body}>
        {currencies.isError ? (
          <ErrorState error={currencies.error} onRetry={() => void currencies.refetch()} />
        ) : currencies.data ? (
          <Content list={currencies.data} book={book} />
        ) : (
          <SkeletonRows />
        )}
      </div>
      {importing && <ImportRates onClose={() => setImporting(false)} />}
    </div>
  );
}

function Content({ list, book }: { list: CurrencyList; book: string }) {
  const { params } = useAddress();
  const wanted = list.pairs.find(pair => pairKey(pair) === params['pair']);
  const shown = wanted ?? list.pairs.find(pair => pair.to === book) ?? list.pairs[0];
  const other = list.items.find(one => !one.is_book)?.code;
  return (
    <div className={css.aside}>
      <div className={css.stack}>
        <Card title={m.currencies_used()}>
          <ul>
            {list.items.map(one => (
              <Currency key={one.code} currency={one} book={book} />
            ))}
          </ul>
        </Card>
        {list.pairs.length > 0 && (
          <Card title={m.currencies_pairs()}>
            <ul>
              {list.pairs.map(pair => (
                <li key={pairKey(pair)} className={css.item} aria-current={pair === shown}>
                  <Button
                    kind="quiet"
                    size="small"
                    onClick={() => go('currencies', { pair: pairKey(pair) }, { replace: true })}
                  >
                    {pairKey(pair)}
                  </Button>
                  <span className={css.quiet}>
                    {m.currencies_pair_count({ count: pair.rates, day: formatDay(pair.last_day) })}
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
      <div className={css.stack}>
        <AddRate from={shown?.from ?? other ?? 'USD'} to={shown?.to ?? book} />
        {shown ? (
          <PairRates key={pairKey(shown)} from={shown.from} to={shown.to} />
        ) : (
          <EmptyState icon={Coins} title={m.currencies_none_title()}>
            {m.currencies_none_about()}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

export function pairKey(pair: Pick<RatePairView, 'from' | 'to'>): string {
  return `${pair.from}/${pair.to}`;
}

function Currency({ currency, book }: { currency: CurrencyView; book: string }) {
  const { code, million_minor: million } = currency;
  const accounts =
    currency.accounts === 1
      ? m.currencies_one_account()
      : m.currencies_accounts({ count: currency.accounts });
  return (
    <li className={css.item}>
      <div className={css.sentence}>
        <b>{code}</b>
        <span className={css.quiet}>{currency.is_book ? m.currencies_book() : accounts}</span>
      </div>
      {!currency.is_book && (
        <div className={`${css.sentence} ${css.hits}`}>
          {million == null ? (
            <span className={css.quiet}>{m.currencies_missing()}</span>
          ) : (
            <>
              <span className="number">{m.currencies_worth({ code, worth: unitWorth(million, book) })}</span>
              <span className={css.quiet}>
                {currency.rate_day && m.currencies_as_of({ day: formatDay(currency.rate_day) })}
                {currency.way === 'through' && ` · ${m.currencies_through()}`}
              </span>
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** What one unit is worth, from what a million are worth: the nearest minor unit is enough to read. */
export function unitWorth(million: number, currency: string): string {
  return formatMoney({ minor: Math.round(million / 1_000_000), currency });
}
