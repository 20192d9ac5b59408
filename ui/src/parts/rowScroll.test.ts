import { expect, it } from 'vitest';
import { clampOffset, drawn, geometry, LIMIT, ratio, reveal, visible } from './rowScroll';

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

it('draws first what is in sight, and keeps what was drawn next to it', () => {
  const near = { first: 30, last: 80 };
  const sight = { first: 44, last: 66 };
  // A page further: the rows above were drawn before, those below come later.
  expect(drawn(sight, near, { first: 8, last: 58 })).toEqual({ first: 30, last: 66 });
  expect(drawn(sight, near, near)).toEqual(near);
  // A jump: nothing of what was drawn is near, or it does not touch what is in sight.
  expect(drawn(sight, near, { first: 500, last: 550 })).toEqual(sight);
  expect(drawn(sight, near, { first: 0, last: 40 })).toEqual(sight);
});
