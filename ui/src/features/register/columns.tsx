// The register's columns, in the order they are named.
import type { RowView } from '@/api/generated';
import { m } from '@/messages';
import type { CellEdit, Column } from '@/parts/DataTable';
import { DayText, Money } from '@/parts/Money';
import { CategoryCell, CellEditor, ClearingCell, PayeeCell } from './Cells';
import type { Editable } from './editing';
import type { ColumnId } from './query';
import css from './register.module.css';

/** A column's heading. */
export function columnTitle(id: ColumnId): string {
  switch (id) {
    case 'date':
      return m.register_column_date();
    case 'account':
      return m.register_column_account();
    case 'payee':
      return m.register_column_payee();
    case 'category':
      return m.register_column_category();
    case 'note':
      return m.register_column_note();
    case 'tags':
      return m.register_column_tags();
    case 'amount':
      return m.register_column_amount();
    case 'balance':
      return m.register_column_balance();
    case 'clearing':
      return m.register_column_clearing();
  }
}

const WIDTHS: Record<ColumnId, string> = {
  date: '100px',
  account: 'minmax(130px, 1fr)',
  payee: 'minmax(200px, 2fr)',
  category: 'minmax(150px, 1.1fr)',
  note: 'minmax(90px, 0.8fr)',
  tags: 'minmax(100px, 0.8fr)',
  amount: '128px',
  balance: '128px',
  clearing: '44px',
};

const EDITABLE: readonly string[] = ['date', 'payee', 'category', 'note', 'tags', 'amount'];

export function makeColumns(
  shown: readonly ColumnId[],
  sort: string,
  onSort: (by: string) => void,
): Column<RowView>[] {
  return shown.map(id => {
    const sortable = id === 'date' || id === 'amount' || id === 'payee';
    const sorted = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined;
    return {
      id,
      title: id === 'clearing' ? <span className="visually-hidden">{columnTitle(id)}</span> : columnTitle(id),
      width: WIDTHS[id],
      align: id === 'amount' || id === 'balance' ? 'end' : 'start',
      cell: row => <Content id={id} row={row} />,
      ...(sortable ? { onSort: () => onSort(id), sorted } : {}),
      ...(EDITABLE.includes(id)
        ? {
            editor: (edit: CellEdit<RowView>) => (
              <CellEditor key={`${edit.row.id} ${id}`} edit={edit} field={id as Editable} />
            ),
          }
        : {}),
    };
  });
}

function Content({ id, row }: { id: ColumnId; row: RowView }) {
  switch (id) {
    case 'date':
      return <DayText day={row.date} />;
    case 'account':
      return row.account;
    case 'payee':
      return <PayeeCell row={row} />;
    case 'category':
      return <CategoryCell row={row} />;
    case 'note':
      return row.note ?? '\u00a0';
    case 'tags':
      return row.tags.length === 0
        ? '\u00a0'
        : row.tags.map(tag => (
            <span key={tag} className={css.tag}>
              {tag}
            </span>
          ));
    case 'amount':
      return <Money amount={row.amount} signed />;
    case 'balance':
      return row.balance ? <Money amount={row.balance} /> : null;
    case 'clearing':
      return <ClearingCell clearing={row.clearing} />;
  }
}
