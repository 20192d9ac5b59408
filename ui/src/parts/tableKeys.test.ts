import { expect, it } from 'vitest';
import { nextEditable, rowStep, stepTo } from './tableKeys';

it('moves the cursor and stays in the table', () => {
  expect(stepTo(0, rowStep('ArrowUp', 20, true) ?? 0, 100)).toBe(0);
  expect(stepTo(90, rowStep('PageDown', 20, true) ?? 0, 100)).toBe(99);
  expect(stepTo(5, rowStep('End', 20, true) ?? 0, 1_000_000)).toBe(999_999);
  expect(rowStep('j', 20, true)).toBe(1);
  expect(rowStep('j', 20, false)).toBeNull();
  expect(rowStep('q', 20, true)).toBeNull();
});

it('finds the next cell that can be edited', () => {
  const editable = [false, true, false, true];
  expect(nextEditable(editable, 1, 1)).toBe(3);
  expect(nextEditable(editable, 3, 1)).toBeNull();
  expect(nextEditable(editable, 3, -1)).toBe(1);
  expect(nextEditable(editable, -1, 1)).toBe(1);
});
