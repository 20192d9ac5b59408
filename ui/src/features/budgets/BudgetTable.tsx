// The table: every category in its group, the budgeted amount to type over, a bar for what is spent of it.
import type { AmountView, BudgetGroup, BudgetLine, BudgetMonth } from '@/api/generated';
import { categoryRows } from '@/lib/drill';
import { formatMoney } from '@/lib/money';
import { Button } from '@/parts/Button';
import { Money } from '@/parts/Money';
import { ShareBar } from '@/parts/Progress';
import { m } from '@/messages';
import { cx } from '@/lib/cx';
import { AmountCell } from './AmountCell';
import css from './budgets.module.css';
import { share } from './model';

interface TableProps {
  data: BudgetMonth;
  onOpen: (category: string) => void;
  onCover: (category: string) => void;
}

export function BudgetTable({ data, onOpen, onCover }: TableProps) {
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{m.budgets_table()}</caption>
      <thead>
        <tr>
          <th scope="col">{m.budgets_category()}</th>
          <th scope="col" className={css.barColumn}>
            {m.budgets_used()}
          </th>
          <th scope="col">{m.budgets_usual()}</th>
          <th scope="col">{data.style === 'tracking' ? m.budgets_limit() : m.budgets_allocation()}</th>
          <th scope="col">{m.budgets_carried()}</th>
          <th scope="col">{m.budgets_spent()}</th>
          <th scope="col">{m.budgets_left()}</th>
        </tr>
      </thead>
      {data.groups.map(group => (
        <Group key={group.group_id} data={data} group={group} onOpen={onOpen} onCover={onCover} />
      ))}
    </table>
  );
}

function Quiet({ amount }: { amount: AmountView | null }) {
  return amount && amount.minor !== 0 ? <Money amount={amount} bare /> : <span className={css.none}>–</span>;
}

function Group({ data, group, onOpen, onCover }: TableProps & { group: BudgetGroup }) {
  const { total } = group;
  return (
    <tbody>
      <tr className={css.group}>
        <th scope="rowgroup" colSpan={3}>
          {group.group}
        </th>
        <td>
          <Quiet amount={data.style === 'tracking' ? total.limit : total.allocated} />
        </td>
        <td>
          <Quiet amount={total.carried} />
        </td>
        <td>
          <Quiet amount={total.spent} />
        </td>
        <td>
          <Quiet amount={total.available} />
        </td>
      </tr>
      {group.categories.map(line => (
        <Line key={line.category_id} data={data} line={line} onOpen={onOpen} onCover={onCover} />
      ))}
    </tbody>
  );
}

function Line({ data, line, onOpen, onCover }: TableProps & { line: BudgetLine }) {
  const over = line.overspent.minor > 0;
  const used = share(line);
  return (
    <tr className={cx(over && css.over)}>
      <th scope="row">
        <button type="button" className={css.name} onClick={() => onOpen(line.category_id)}>
          {line.category}
        </button>
      </th>
      <td className={css.barColumn}>
        {used !== null && (
          <ShareBar
            share={used}
            label={m.budgets_used_of({
              category: line.category,
              spent: formatMoney(line.spent),
              left: formatMoney(line.available ?? line.spent),
            })}
          />
        )}
      </td>
      <td className={css.muted}>
        <Quiet amount={line.average_3} />
      </td>
      <td className={css.amountColumn}>
        <AmountCell month={data.month} style={data.style} line={line} currency={data.income.currency} />
      </td>
      <td className={css.muted}>
        <Quiet amount={line.carried} />
      </td>
      <td>
        {line.spent.minor === 0 ? (
          <Quiet amount={line.spent} />
        ) : (
          <a href={categoryRows(line.category, data.month)}>
            <Money amount={line.spent} bare />
          </a>
        )}
      </td>
      <td>
        {over ? (
          <Button
            size="small"
            kind="danger"
            className={css.cover}
            title={m.budgets_cover_title({ category: line.category })}
            onClick={() => onCover(line.category_id)}
          >
            <span className="visually-hidden">{m.budgets_cover_title({ category: line.category })}: </span>
            <Money amount={line.available ?? line.overspent} bare />
          </Button>
        ) : (
          <Quiet amount={line.available} />
        )}
      </td>
    </tr>
  );
}
