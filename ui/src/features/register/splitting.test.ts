import { expect, test } from 'vitest';
import { leftOver, withoutEmpty } from './splitting';

test('what is left is exact, with either sign', () => {
  const part = (key: number, amount: number | null) => ({ key, amount, category: null, note: '' });
  expect(leftOver(-10_000, [part(0, -7_000), part(1, -2_999)])).toBe(-1);
  expect(leftOver(-10_000, [part(0, -7_000), part(1, -3_000), part(2, null)])).toBe(0);
  expect(leftOver(500, [part(0, 700)])).toBe(-200);
  expect(withoutEmpty([part(0, 1), part(1, null), part(2, 0)])).toHaveLength(1);
});
