import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeAll, expect, it, vi } from 'vitest';
import { DataTable, type Column } from './DataTable';
import { useSelection } from './useSelection';

beforeAll(() => {
  // The tests' page lays nothing out: a table ten rows high.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(374);
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});

interface Line {
  name: string;
}

function Table({ total, onTake }: { total: number; onTake?: (text: string) => void }) {
  const [current, setCurrent] = useState(0);
  const selection = useSelection({ total, keyAt: String }, 'list');
  const columns: Column<Line>[] = [
    { id: 'number', title: 'Number', width: '80px', cell: (_, index) => index },
    {
      id: 'name',
      title: 'Name',
      width: '1fr',
      cell: row => row.name,
      editor: edit => (
        <input
          aria-label="edit"
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          defaultValue={edit.typed}
          onKeyDown={event => {
            if (event.key !== 'Enter') return;
            onTake?.(event.currentTarget.value);
            edit.close('below');
          }}
        />
      ),
    },
  ];
  return (
    <DataTable
      label="Lines"
      columns={columns}
      total={total}
      row={index => ({ name: `line ${index}` })}
      rowKey={(_, index) => String(index)}
      current={current}
      onCurrent={setCurrent}
      selection={selection}
    />
  );
}

const grid = () => document.querySelector('[role=grid]') ?? document.body;
const press = (key: string, more: object = {}) => fireEvent.keyDown(grid(), { key, ...more });
const current = () => document.querySelector('[role=row][data-current=true]')?.textContent;

it('draws only what is in sight of a million rows, and gets to the last', () => {
  render(<Table total={1_000_000} />);
  expect(document.querySelectorAll('[role=row]').length).toBeLessThan(60);
  expect(grid().getAttribute('aria-rowcount')).toBe('1000001');
  press('End');
  expect(current()).toBe('999999line 999999');
  press('ArrowUp');
  press('PageUp');
  expect(current()).toBe('999989line 999989');
  press('Home');
  expect(current()).toBe('0line 0');
});

it('goes on with the keys from a row that was clicked', () => {
  render(<Table total={100} />);
  fireEvent.click(screen.getByText('line 3'));
  expect(document.activeElement).toBe(grid());
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' });
  expect(current()).toContain('line 4');
});

it('selects ranges with shift and everything with control', () => {
  render(<Table total={100} />);
  const chosen = () => document.querySelectorAll('[role=row][aria-selected=true]').length;
  press(' ');
  press('ArrowDown', { shiftKey: true });
  press('ArrowDown', { shiftKey: true });
  expect(chosen()).toBe(3);
  press('a', { ctrlKey: true });
  expect(chosen()).toBeGreaterThan(20);
});

it('edits a cell with the keys and goes on below', () => {
  const take = vi.fn<(text: string) => void>();
  render(<Table total={100} onTake={take} />);
  press('ArrowRight');
  press('ArrowRight');
  press('b');
  const field = screen.getByLabelText<HTMLInputElement>('edit');
  expect(field.value).toBe('b');
  fireEvent.change(field, { target: { value: 'bread' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(take).toHaveBeenCalledWith('bread');
  expect(screen.queryByLabelText('edit')).toBeNull();
  expect(current()).toBe('1line 1');
});
