// One row of a table, drawn again only when what it shows changes.
import { memo, type MouseEvent, type ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import type { Column } from './DataTable';
import css from './DataTable.module.css';

export interface RowHandlers {
  press: (event: MouseEvent, index: number, column: number | null) => void;
  open: (index: number, column: number | null) => void;
  toggle: (index: number, range: boolean) => void;
}

interface TableRowProps {
  /** Of the table; rows and cells are named after it. */
  id: string;
  data: unknown;
  index: number;
  height: number;
  columns: readonly Column<unknown>[];
  template: string;
  /** Null where rows cannot be selected. */
  selected: boolean | null;
  current: boolean;
  /** The cell the cursor is on. */
  column: number | null;
  /** The cell that is being edited, and what edits it. */
  edited: number | null;
  editor: ReactNode;
  handlers: RowHandlers;
}

/** The column an event happened in. */
function columnOf(event: MouseEvent): number | null {
  const cell = (event.target as Element).closest<HTMLElement>('[data-column]');
  return cell ? Number(cell.dataset['column']) : null;
}

function Row(props: TableRowProps) {
  const { id, data, index, columns, selected, current, column, edited, handlers } = props;
  return (
    // Keys are the grid's; the mouse is an addition.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`${id}-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected ?? undefined}
      data-current={current}
      data-waiting={data === undefined ? '' : undefined}
      tabIndex={-1}
      className={css.row}
      style={{ gridTemplateColumns: props.template, height: props.height }}
      onClick={event => handlers.press(event, index, columnOf(event))}
      onDoubleClick={event => handlers.open(index, columnOf(event))}
    >
      {selected !== null && (
        <div className={css.cell} role="gridcell">
          <input
            type="checkbox"
            className={css.tick}
            aria-label={m.parts_table_select()}
            checked={selected}
            onChange={() => handlers.toggle(index, false)}
          />
        </div>
      )}
      {columns.map((one, place) => (
        <div
          key={one.id}
          id={`${id}-${index}-${place}`}
          role="gridcell"
          data-column={place}
          data-current={column === place}
          className={cx(css.cell, one.align === 'end' && css.end, edited === place && css.edited)}
        >
          {data === undefined ? (
            <div className={css.waiting} />
          ) : edited === place ? (
            (props.editor ?? one.cell(data, index))
          ) : (
            one.cell(data, index)
          )}
        </div>
      ))}
    </div>
  );
}

export const TableRow = memo(Row);
