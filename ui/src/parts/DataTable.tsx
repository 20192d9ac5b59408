// A table of any length: a cursor for keys, selection by keys and mouse, cells edited in place, headings that stay.
import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { ROW_HEIGHTS, useDensity } from '@/app/density';
import css from './DataTable.module.css';
import { TableHead } from './TableHead';
import { TableRow, type RowHandlers } from './TableRow';
import { nextEditable, rowStep, stepTo } from './tableKeys';
import { useColumnWidths } from './useColumnWidths';
import { useRowScroll } from './useRowScroll';

/** A cell that is being edited. */
export interface CellEdit<Row> {
  row: Row;
  index: number;
  /** The letter that began the edit; empty when it began otherwise. */
  typed: string;
  /** Ends the edit; goes on in the next or previous cell that can be edited, or on the row below. */
  close: (then?: 'stay' | 'next' | 'previous' | 'below') => void;
}

export interface Column<Row> {
  id: string;
  title: ReactNode;
  /** A CSS grid track: `96px`, `minmax(160px, 2fr)`. */
  width: string;
  align?: 'start' | 'end';
  cell: (row: Row, index: number) => ReactNode;
  /** Edits the cell in place: Enter, F2, a typed letter or a double click begin it. Null where this row cannot be edited. */
  editor?: (edit: CellEdit<Row>) => ReactNode;
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
  /** Enter or a double click on a row, where the cell itself is not edited. */
  onOpen?: (index: number) => void;
  selection?: Selection | undefined;
  /** Keys the screen wants first; true means it was taken. */
  onKey?: ((event: KeyboardEvent, index: number) => boolean) | undefined;
  rowHeight?: number;
  /** Lets columns be resized, and remembers their widths under this name. */
  remember?: string;
  /** Begins the edit of a cell from outside, by a shortcut; each new object begins one. */
  begin?: { index: number; column: string } | null;
}

interface Editing {
  index: number;
  column: number;
  typed: string;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, total, row, current, onCurrent, selection, onShow } = props;
  const headHeight = ROW_HEIGHTS[useDensity()];
  const rowHeight = props.rowHeight ?? headHeight;
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const scroll = useRowScroll(frame, total, rowHeight, headHeight);
  const widths = useColumnWidths(columns, props.remember, selection !== undefined);
  const [column, setColumn] = useState<number | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const { first, last, near } = scroll;
  useEffect(() => onShow?.(near.first, near.last), [onShow, near.first, near.last]);
  // Sizes and cursors outlive a list that grew shorter.
  const here = Math.max(0, Math.min(current, total - 1));
  const editable = useMemo(() => columns.map(one => one.editor !== undefined), [columns]);
  const anyEditable = editable.includes(true);

  const move = (index: number) => {
    onCurrent(index);
    scroll.reveal(index);
  };

  const edit = (index: number, wanted: number, typed: string): boolean => {
    if (!editable[wanted] || row(index) === undefined) return false;
    move(index);
    setColumn(wanted);
    setEditing({ index, column: wanted, typed });
    return true;
  };

  const { begin } = props;
  useEffect(() => {
    if (begin)
      edit(
        begin.index,
        columns.findIndex(one => one.id === begin.column),
        '',
      );
    // An edit begins once for each request, whatever is drawn meanwhile.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [begin]);
  // A cursor that was set from outside, by a jump to a day or a row, is brought into sight.
  const { reveal } = scroll;
  useEffect(() => {
    if (total > 0) reveal(here);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [here]);

  const close: CellEdit<Row>['close'] = (then = 'stay') => {
    if (!editing) return;
    const { index, column: at } = editing;
    setEditing(null);
    frame.current?.focus();
    if (then === 'below') move(stepTo(index, 1, total));
    else if (then !== 'stay') {
      const next = nextEditable(editable, at, then === 'next' ? 1 : -1);
      if (next !== null) edit(index, next, '');
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== frame.current || total === 0) return;
    if (!event.ctrlKey && !event.metaKey && props.onKey?.(event, here)) {
      event.preventDefault();
      return;
    }
    if (takeKey(event)) event.preventDefault();
  };

  const takeKey = (event: KeyboardEvent): boolean => {
    const { key } = event;
    const mod = event.ctrlKey || event.metaKey;
    const step = mod && key !== 'Home' && key !== 'End' ? null : rowStep(key, scroll.page(), column === null);
    if (step !== null) {
      const next = stepTo(here, step, total);
      if (event.shiftKey) selection?.toggle(next, true);
      move(next);
      return true;
    }
    if (mod) {
      if (key !== 'a' || !selection) return false;
      selection.toggleAll();
      return true;
    }
    if (anyEditable && (key === 'ArrowRight' || key === 'ArrowLeft')) {
      const from = column ?? (key === 'ArrowRight' ? -1 : columns.length);
      setColumn(Math.max(0, Math.min(columns.length - 1, from + (key === 'ArrowRight' ? 1 : -1))));
      return true;
    }
    if (key === 'Escape' && column !== null) {
      setColumn(null);
      return true;
    }
    if (selection && (key === ' ' || (key === 'x' && column === null))) {
      selection.toggle(here, event.shiftKey);
      return true;
    }
    if (key === 'Enter' || key === 'F2') {
      if (column !== null && edit(here, column, '')) return true;
      if (key === 'F2') return edit(here, nextEditable(editable, -1, 1) ?? -1, '');
      if (!props.onOpen) return edit(here, nextEditable(editable, -1, 1) ?? -1, '');
      props.onOpen(here);
      return true;
    }
    // A letter typed on a chosen cell begins to replace it.
    return column !== null && key.length === 1 && !event.altKey && edit(here, column, key);
  };

  const handlers = useLatest<RowHandlers>({
    press: (event: MouseEvent, index: number, at: number | null) => {
      if (editing && editing.index === index && editing.column === at) return;
      // The row took the focus with the click; keys are heard by the grid.
      if (!(event.target as Element).closest('input, button, a'))
        frame.current?.focus({ preventScroll: true });
      onCurrent(index);
      if (anyEditable) setColumn(at);
      if (selection && (event.shiftKey || event.ctrlKey || event.metaKey))
        selection.toggle(index, event.shiftKey);
    },
    open: (index, at) => {
      if (at === null || !edit(index, at, '')) props.onOpen?.(index);
    },
    toggle: (index, range) => selection?.toggle(index, range),
  });

  return (
    // The grid takes the focus as one stop and moves its cursor by itself, as the ARIA grid pattern describes.
    <div
      ref={frame}
      className={css.frame}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={here >= first && here <= last ? activeId(id, here, column) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <TableHead
        columns={columns}
        template={widths.template}
        selection={selection}
        onResize={widths.resize}
      />
      <div className={css.body} role="presentation" style={{ height: scroll.height }}>
        <div
          className={css.rows}
          role="presentation"
          style={{ transform: `translateY(${scroll.origin + first * rowHeight}px)` }}
        >
          {Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => {
            const index = first + place;
            const data = row(index);
            const edited = editing?.index === index ? editing : null;
            return (
              <TableRow
                key={data === undefined ? `waiting ${index}` : props.rowKey(data, index)}
                id={id}
                data={data}
                index={index}
                height={rowHeight}
                columns={columns as readonly Column<unknown>[]}
                template={widths.template}
                selected={selection ? selection.has(index) : null}
                current={index === here}
                column={index === here ? column : null}
                edited={edited?.column ?? null}
                editor={
                  edited && data !== undefined
                    ? columns[edited.column]?.editor?.({ row: data, index, typed: edited.typed, close })
                    : null
                }
                handlers={handlers}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function activeId(id: string, index: number, column: number | null): string {
  return column === null ? `${id}-${index}` : `${id}-${index}-${column}`;
}

/** Functions whose identity stays while what they do follows the latest drawing. */
function useLatest<T extends { [K in keyof T]: (...args: never[]) => unknown }>(functions: T): T {
  const latest = useRef(functions);
  useLayoutEffect(() => {
    latest.current = functions;
  });
  const call = useCallback(
    (name: keyof T) =>
      (...args: never[]) =>
        latest.current[name](...args),
    [],
  );
  const names = Object.keys(functions).join(' ');
  return useMemo(
    () => Object.fromEntries(names.split(' ').map(name => [name, call(name as keyof T)])) as T,
    [names, call],
  );
}
