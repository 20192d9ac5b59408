import { expect, it } from 'vitest';
import { clampOffset, geometry, LIMIT, ratio, reveal, visible } from './rowScroll';

it('scrolls short lists as they are', () => {
  const shape = geometry(1_000, 34, 600);
  expect(ratio(shape)).toBe(1);
  expect(visible(shape, 340, 0)).toEqual({ first: 10, last: 28 });
});

it('reaches the last of a million rows', () => {
  const shape = geometry(1_000_000, 34, 600);
  expect(shape.shown).toBe(LIMIT);
  const end = (shape.shown - shape.view) * ratio(shape);
  expect(end).toBeCloseTo(shape.full - shape.view, 0);
  expect(visible(shape, end, 0).last).toBe(999_999);
});

it('moves no further than it must to show a row', () => {
  const shape = geometry(100, 30, 300);
  expect(reveal(shape, 0, 5)).toBeNull();
  expect(reveal(shape, 0, 10)).toBe(30);
  expect(reveal(shape, 600, 3)).toBe(90);
  expect(reveal(shape, 0, 99)).toBe(2_700);
});

it('has no place beyond its ends', () => {
  const shape = geometry(3, 30, 300);
  expect(clampOffset(shape, 50)).toBe(0);
  expect(visible(geometry(0, 30, 300), 0, 12)).toEqual({ first: 0, last: -1 });
});
