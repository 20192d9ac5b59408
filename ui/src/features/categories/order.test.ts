import { expect, test } from 'vitest';
import { moved, placed } from './order';

test('one step up and down, and nothing at the ends', () => {
  expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
});

test('before another one, at the end, and from another list', () => {
  expect(placed(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  expect(placed(['a', 'b', 'c'], 'a', null)).toEqual(['b', 'c', 'a']);
  expect(placed(['a', 'b'], 'x', 'b')).toEqual(['a', 'x', 'b']);
  expect(placed(['a', 'b'], 'a', 'a')).toEqual(['a', 'b']);
});
