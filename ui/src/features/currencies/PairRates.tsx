// The rates of a pair: over time as a line, and each with its day and source.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RateView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { formatDay } from '@/lib/dates';
import { m } from '@/messages';
import { IconButton } from '@/parts/Button';
import { Chart } from '@/parts/Chart';
import { DataTable, type Column } from '@/parts/DataTable';
import { DayText } from '@/parts/Money';
import { Card, ErrorState, Skeleton } from '@/parts/States';
import { millionths, showMillionths, showRate } from './rate';

/** Points a line of this width can show. */
const POINTS = 240;
const MOST = 20_000;

export function PairRates({ from, to }: { from: string; to: string }) {
  const rates = useAsk('rate.list', { from, to, limit: MOST }, { keep: true });
  const remove = useAct('rate.delete');
  const [current, setCurrent] = useState(0);
  const pair = `${from}/${to}`;
  if (rates.isError) return <ErrorState error={rates.error} onRetry={() => void rates.refetch()} />;
  if (!rates.data) return <Skeleton height={320} />;
  const { items } = rates.data;
  const points = thinned(items).toReversed();
  const columns = columnsOf(day => remove.mutate({ day, from, to }, { onError: toastError }));
  return (
    <Card title={m.currencies_rates({ pair })}>
      {points.length > 1 && (
        <Chart
          title={m.currencies_chart({ pair })}
          kind="lines"
          labels={points.map(rate => formatDay(rate.day))}
          series={[{ name: pair, values: points.map(rate => millionths(rate.rate)) }]}
          format={showMillionths}
        />
      )}
      <div
        className={css.tableFrame}
        style={{ height: `min(340px, calc(var(--row) * ${items.length + 1} + 2px))` }}
      >
        <DataTable
          label={m.currencies_rates({ pair })}
          columns={columns}
          total={items.length}
          row={index => items[index]}
          rowKey={rate => rate.day}
          current={current}
          onCurrent={setCurrent}
        />
      </div>
    </Card>
  );
}

/** At most so many of the rates, evenly, the newest among them. */
function thinned(rates: readonly RateView[]): RateView[] {
  const every = Math.max(1, Math.ceil(rates.length / POINTS));
  return rates.filter((_, place) => place % every === 0);
}

function columnsOf(onDelete: (day: string) => void): Column<RateView>[] {
  return [
    { id: 'day', title: m.currencies_day(), width: '130px', cell: rate => <DayText day={rate.day} /> },
    {
      id: 'rate',
      title: m.currencies_rate(),
      width: '140px',
      align: 'end',
      cell: rate => <span className="number">{showRate(rate.rate)}</span>,
    },
    {
      id: 'source',
      title: m.currencies_source(),
      width: 'minmax(120px, 1fr)',
      cell: rate => (rate.source === 'manual' ? m.currencies_manual() : rate.source),
    },
    {
      id: 'delete',
      title: <span className="visually-hidden">{m.parts_delete()}</span>,
      width: '60px',
      cell: rate => (
        <IconButton
          size="small"
          label={m.currencies_delete({ day: formatDay(rate.day) })}
          onClick={() => onDelete(rate.day)}
        >
          <Trash2 size={14} aria-hidden />
        </IconButton>
      ),
    },
  ];
}
