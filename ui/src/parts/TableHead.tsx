// The headings of a table: they stay in sight, sort, and can be made wider.
import type { PointerEvent } from 'react';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { Checkbox } from './Choice';
import type { Column, Selection } from './DataTable';
import css from './DataTable.module.css';

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  template: string;
  selection: Selection | undefined;
  /** Null where columns cannot be resized. */
  onResize: ((column: string, width: number | null) => void) | null;
}

export function TableHead<Row>({ columns, template, selection, onResize }: TableHeadProps<Row>) {
  return (
    <div className={css.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
      {selection && (
        <div className={css.cell} role="columnheader" aria-label={m.parts_table_select_all()}>
          <Checkbox
            hideLabel
            label={m.parts_table_select_all()}
            checked={selection.all}
            indeterminate={!selection.all && selection.count > 0}
            onChange={selection.toggleAll}
          />
        </div>
      )}
      {columns.map(column => (
        <div
          key={column.id}
          role="columnheader"
          aria-sort={column.sorted}
          className={cx(css.cell, css.headCell, column.align === 'end' && css.end)}
        >
          {column.onSort ? (
            <button type="button" className={css.sort} onClick={column.onSort}>
              {column.title}
              {column.sorted ? (column.sorted === 'ascending' ? ' ↑' : ' ↓') : ''}
            </button>
          ) : (
            column.title
          )}
          {onResize && <Edge onResize={width => onResize(column.id, width)} />}
        </div>
      ))}
    </div>
  );
}

const LEAST = 48;

/** The edge of a heading: drag it to make the column wider, double-click it for the width it had. */
function Edge({ onResize }: { onResize: (width: number | null) => void }) {
  const start = (event: PointerEvent<HTMLDivElement>) => {
    const edge = event.currentTarget;
    const before = edge.parentElement?.getBoundingClientRect().width ?? 0;
    const from = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const drag = (moved: globalThis.PointerEvent) =>
      onResize(Math.max(LEAST, Math.round(before + moved.clientX - from)));
    edge.addEventListener('pointermove', drag);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', drag), {
      once: true,
    });
  };
  return <div className={css.edge} aria-hidden onPointerDown={start} onDoubleClick={() => onResize(null)} />;
}
