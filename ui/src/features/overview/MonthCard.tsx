// Money in and out of the month so far, against the same days of the month before and a usual month.
import type { AmountView, Flow, Overview } from '@/api/generated';
import { useAsk } from '@/api/hooks';
import { cx } from '@/lib/cx';
import { addMonths, formatMonth, monthTitle } from '@/lib/dates';
import { kindRows, rows } from '@/lib/drill';
import { Money } from '@/parts/Money';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';
import { change, rest, sameDay } from './model';

interface LineProps {
  label: string;
  flow: (part: Flow) => AmountView;
  kinds: readonly string[];
  data: Overview;
  spans: readonly [now: string, before: string, usual: string];
  signed?: boolean;
}

/** A kind of flow now, before and usually, each figure leading to its rows. */
function Line({ label, flow, kinds, data, spans, signed }: LineProps) {
  const categories = useAsk('category.list', {}).data?.items ?? [];
  return (
    <tr>
      <th scope="row">{label}</th>
      {[data.now, data.before, data.usual].map((part, place) => (
        <td key={spans[place]} className={cx(place === 0 && css.strong)}>
          <a href={kindRows(categories, kinds, spans[place] ?? data.month)}>
            <Money amount={flow(part)} signed={signed === true && place === 0} />
          </a>
        </td>
      ))}
    </tr>
  );
}

export function MonthCard({ data, day }: { data: Overview; day: string }) {
  const { now, before, month } = data;
  const more = change(now.spending, before.spending);
  const previous = addMonths(month, -1);
  const spans = [
    `${month}-01..${day}`,
    `${previous}-01..${sameDay(day, previous)}`,
    `${addMonths(month, -3)}..${previous}`,
  ] as const;
  const shared = { data, spans };
  return (
    <Card title={monthTitle(month)}>
      <table className={css.table}>
        <caption className="visually-hidden">{m.overview_month_about()}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{m.overview_flow()}</span>
            </th>
            <th scope="col">{m.overview_so_far()}</th>
            <th scope="col">{m.overview_before({ month: formatMonth(previous, 'short') })}</th>
            <th scope="col">{m.overview_usual()}</th>
          </tr>
        </thead>
        <tbody>
          <Line label={m.overview_in()} flow={part => part.income} kinds={['income']} {...shared} />
          <Line label={m.overview_out()} flow={part => part.spending} kinds={['expense']} {...shared} />
          <Line label={m.overview_rest()} flow={rest} kinds={['income', 'expense']} signed {...shared} />
        </tbody>
      </table>
      {more !== null && (
        <p className={css.muted}>
          {more > 0
            ? m.overview_more({ percent: more })
            : more < 0
              ? m.overview_less({ percent: -more })
              : m.overview_same()}
        </p>
      )}
      {now.uncategorised.minor !== 0 && (
        <p className={css.muted}>
          <a href={rows(`is:uncategorised date:${spans[0]}`)}>
            {m.overview_without_category()} <Money amount={now.uncategorised} />
          </a>
        </p>
      )}
    </Card>
  );
}
