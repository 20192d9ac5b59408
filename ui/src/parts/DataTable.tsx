// A virtualised table with a row cursor, selection by keys and mouse, and headings that stay.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { m } from '@/messages';
import { Checkbox } from './Choice';
import css from './DataTable.module.css';

export interface Column<Row> {
  id: string;
  title: ReactNode;
  /** A CSS grid track: `96px`, `minmax(160px, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  cell: (row: Row, index: number) => ReactNode;
  /** Sorts by this column when its heading is pressed. */
  onSort?: () => void;
  sorted?: 'ascending' | 'descending' | undefined;
}

export interface Selection {
  has: (index: number) => boolean;
  count: number;
  /** Adds or removes one row; with `range` everything from the last one touched. */
  toggle: (index: number, range: boolean) => void;
  all: boolean;
  toggleAll: () => void;
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  total: number;
  row: (index: number) => Row | undefined;
  onShow?: (first: number, last: number) => void;
  rowKey: (row: Row, index: number) => string;
  /** The row the keyboard stands on. */
  current: number;
  onCurrent: (index: number) => void;
  /** Enter or a double click on a row. */
  onOpen?: (index: number) => void;
  selection?: Selection | undefined;
  /** Keys the screen wants first; true means it was taken. */
  onKey?: ((event: KeyboardEvent, index: number) => boolean) | undefined;
  rowHeight?: number;
}

const OVERSCAN = 12;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, total, row, current, onCurrent, selection, rowHeight = 34 } = props;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight * 2,
    scrollPaddingEnd: rowHeight,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { onShow } = props;
  useEffect(() => onShow?.(first, last), [onShow, first, last]);

  const template = `${selection ? '40px ' : ''}${columns.map(column => column.width).join(' ')}`;
  const move = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    onCurrent(next);
    virtual.scrollToIndex(next);
  };
  const page = () => Math.max(1, Math.floor((frame.current?.clientHeight ?? 400) / rowHeight) - 2);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== frame.current) return;
    if (props.onKey?.(event, current)) {
      event.preventDefault();
      return;
    }
    const step = steps(event.key, page());
    if (step !== null) {
      const next = typeof step === 'number' ? current + step : step === 'first' ? 0 : total - 1;
      if (event.shiftKey && selection) selection.toggle(Math.max(0, Math.min(total - 1, next)), true);
      move(next);
    } else if (event.key === 'Enter') props.onOpen?.(current);
    else if (selection && (event.key === ' ' || event.key === 'x')) selection.toggle(current, event.shiftKey);
    else if (selection && event.key === 'a' && (event.ctrlKey || event.metaKey)) selection.toggleAll();
    else return;
    event.preventDefault();
  };

  const onClick = (event: MouseEvent, index: number) => {
    onCurrent(index);
    if (selection && (event.shiftKey || event.ctrlKey || event.metaKey))
      selection.toggle(index, event.shiftKey);
  };

  return (
    // The grid takes the focus as one stop and moves its cursor by itself, as the ARIA grid pattern describes.
    <div
      ref={frame}
      className={css.frame}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={total > 0 ? `row-${current}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
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
            className={cx(css.cell, column.align === 'end' && css.end)}
          >
            {column.onSort ? (
              <button type="button" className={css.sort} onClick={column.onSort}>
                {column.title}
                {column.sorted ? (column.sorted === 'ascending' ? ' ↑' : ' ↓') : ''}
              </button>
            ) : (
              column.title
            )}
          </div>
        ))}
      </div>
      <div className={css.body} role="presentation" style={{ height: virtual.getTotalSize() - rowHeight }}>
        {items.map(item => {
          const data = row(item.index);
          return (
            // Keys are the grid's; the mouse is an addition.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={data === undefined ? `waiting ${item.index}` : props.rowKey(data, item.index)}
              id={`row-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={selection ? selection.has(item.index) : undefined}
              data-current={item.index === current}
              tabIndex={-1}
              className={css.row}
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start - rowHeight}px)` }}
              onClick={event => onClick(event, item.index)}
              onDoubleClick={() => props.onOpen?.(item.index)}
            >
              {selection && (
                <div className={css.cell} role="gridcell">
                  <Checkbox
                    hideLabel
                    label={m.parts_table_select()}
                    checked={selection.has(item.index)}
                    onChange={() => selection.toggle(item.index, false)}
                  />
                </div>
              )}
              {columns.map(column => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={cx(css.cell, column.align === 'end' && css.end)}
                >
                  {data === undefined ? <div className={css.waiting} /> : column.cell(data, item.index)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function steps(key: string, page: number): number | 'first' | 'last' | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return 1;
    case 'ArrowUp':
    case 'k':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}
