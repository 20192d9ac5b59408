// Money in and out of the month so far, against the same days of the month before and a usual month.
import type { AmountView, Overview } from '@/api/generated';
import { addMonths, formatMonth } from '@/lib/dates';
import { rows } from '@/lib/drill';
import { Money } from '@/parts/Money';
import { Card } from '@/parts/States';
import { m } from '@/messages';
import css from './overview.module.css';
import { change, rest } from './model';

interface LineProps {
  label: string;
  now: AmountView;
  before: AmountView;
  usual: AmountView;
  href?: string;
  signed?: boolean;
}

function Line({ label, now, before, usual, href, signed }: LineProps) {
  const amount = <Money amount={now} signed={signed ?? false} />;
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={css.strong}>{href ? <a href={href}>{amount}</a> : amount}</td>
      <td>
        <Money amount={before} />
      </td>
      <td>
        <Money amount={usual} />
      </td>
    </tr>
  );
}

export function MonthCard({ data, day }: { data: Overview; day: string }) {
  const { now, before, usual, month } = data;
  const more = change(now.spending, before.spending);
  const span = `${month}-01..${day}`;
  return (
    <Card title={m.overview_month({ month: formatMonth(month) })}>
      <table className={css.table}>
        <caption className="visually-hidden">{m.overview_month_about()}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{m.overview_flow()}</span>
            </th>
            <th scope="col">{m.overview_so_far()}</th>
            <th scope="col">{m.overview_before({ month: formatMonth(addMonths(month, -1), 'short') })}</th>
            <th scope="col">{m.overview_usual()}</th>
          </tr>
        </thead>
        <tbody>
          <Line
            label={m.overview_in()}
            now={now.income}
            before={before.income}
            usual={usual.income}
            href={rows(`is:income date:${span}`)}
          />
          <Line
            label={m.overview_out()}
            now={now.spending}
            before={before.spending}
            usual={usual.spending}
            href={rows(`is:expense date:${span}`)}
          />
          <Line label={m.overview_rest()} now={rest(now)} before={rest(before)} usual={rest(usual)} signed />
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
          <a href={rows(`is:uncategorised date:${month}`)}>
            {m.overview_without_category()} <Money amount={now.uncategorised} />
          </a>
        </p>
      )}
    </Card>
  );
}
