import { expect, test } from 'vitest';
import type { AccountView } from '@/api/generated';
import { moved } from './AccountTable';

const account = (id: string, group: AccountView['group'], closed = false) =>
  ({ id, group, closed }) as AccountView;

const LIST = [
  account('a', 'everyday'),
  account('s', 'savings'),
  account('b', 'everyday'),
  account('x', 'everyday', true),
];

test('an account changes places with its neighbour in the group', () => {
  expect(moved(LIST, 'a', 1)).toEqual(['b', 's', 'a']);
  expect(moved(LIST, 'b', -1)).toEqual(['b', 's', 'a']);
});

test('the first does not go up, nor the last down, nor a closed one anywhere', () => {
  expect(moved(LIST, 'a', -1)).toBeNull();
  expect(moved(LIST, 'b', 1)).toBeNull();
  expect(moved(LIST, 'x', 1)).toBeNull();
});
