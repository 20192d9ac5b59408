import { expect, it, vi } from 'vitest';
import { hashOf, parseAddress } from './address';
import { operations } from '@/api/generated';
import { titleOf } from './operationTitles';
import { formInput, formOperations, missing, rank, search } from './palette';
import { addShortcuts, dispatch, pressed } from './shortcuts';

it('writes and reads addresses', () => {
  const hash = hashOf('register', { q: 'category:food amount>100', account: null });
  expect(parseAddress(hash)).toEqual({ path: 'register', params: { q: 'category:food amount>100' } });
  expect(parseAddress('')).toEqual({ path: '', params: {} });
});

it('ranks whole words before scattered letters, whatever the accents', () => {
  expect(rank('Orçamento', 'orca')).toBe(0);
  expect(rank('Go to budgets', 'bud')).toBe(1);
  expect(rank('import plan', 'xyz')).toBeNull();
  const commands = ['report spending', 'account update', 'Go to reports'].map(title => ({
    id: title,
    title,
    run: vi.fn(),
  }));
  expect(search(commands, 'rep').map(command => command.title)).toEqual(['report spending', 'Go to reports']);
});

it('finds commands by initials, by words in any order, and puts those used lately first', () => {
  expect(rank('New transaction', 'nt')).toBe(3);
  expect(rank('Undo an import', 'import undo')).toBe(2);
  expect(rank('Reordenar contas', 'conta')).toBe(1);
  const commands = ['Undo', 'Undo an import'].map(title => ({ id: title, title, run: vi.fn() }));
  expect(search(commands, 'undo', ['Undo an import']).map(command => command.title)).toEqual([
    'Undo an import',
    'Undo',
  ]);
  expect(search(commands, '', ['Undo an import'])[0]?.title).toBe('Undo an import');
  expect(search(commands, 'zzz')).toEqual([]);
});

it('names what an operation still needs', () => {
  const info = operations['account.create'];
  expect(missing(info, { name: 'Wallet', currency: ' ' })).toEqual(['currency', 'kind']);
  expect(
    formInput(info, { name: 'Wallet', currency: 'BRL', kind: 'cash', opening_balance: '-500', bank: '' }),
  ).toEqual({
    name: 'Wallet',
    currency: 'BRL',
    kind: 'cash',
    opening_balance: -500,
  });
});

it('runs the newest shortcut, and none while a person types', () => {
  const old = vi.fn();
  const fresh = vi.fn();
  addShortcuts([{ keys: 'x', label: '', scope: '', run: old }]);
  const remove = addShortcuts([{ keys: 'x', label: '', scope: '', run: fresh }]);
  dispatch(new KeyboardEvent('keydown', { key: 'x' }));
  expect(fresh).toHaveBeenCalledOnce();
  remove();
  const field = document.createElement('input');
  document.body.append(field);
  const typed = new KeyboardEvent('keydown', { key: 'x', bubbles: true });
  field.dispatchEvent(typed);
  expect(dispatch(typed)).toBe(false);
  dispatch(new KeyboardEvent('keydown', { key: 'x' }));
  expect(old).toHaveBeenCalledOnce();
});

it('knows sequences and modifiers', () => {
  const run = vi.fn();
  addShortcuts([{ keys: 'g b', label: '', scope: '', run }]);
  dispatch(new KeyboardEvent('keydown', { key: 'g' }));
  dispatch(new KeyboardEvent('keydown', { key: 'b' }));
  expect(run).toHaveBeenCalledOnce();
  expect(pressed(new KeyboardEvent('keydown', { key: 'Z', ctrlKey: true, shiftKey: true }))).toBe(
    'mod+shift+z',
  );
  expect(pressed(new KeyboardEvent('keydown', { key: '?', shiftKey: true }))).toBe('?');
});

it('has a name for everything that can be done, and taken back', () => {
  const actions = Object.entries(operations).flatMap(([name, info]) => (info.kind === 'action' ? name : []));
  const raw = [...actions, ...formOperations().map(([name]) => name)].filter(name =>
    titleOf(name).includes(name.split('.')[0] + ': '),
  );
  expect(raw).toEqual([]);
});
