import { expect, test } from 'vitest';
import { millionths, readRate, showMillionths } from './rate';

test('one mark at most, and it is the decimal mark', () => {
  expect(readRate(' 5,4321 ')).toBe('5.4321');
  expect(readRate('5.4321')).toBe('5.4321');
  expect(readRate('150')).toBe('150');
  for (const bad of ['', '0', '0,00', '1.234,5', '-5', '5,', ',5', 'abc']) expect(readRate(bad)).toBeNull();
});

test('millionths are exact and read back', () => {
  expect(millionths('5.4321')).toBe(5_432_100);
  expect(millionths('0.0066')).toBe(6_600);
  expect(millionths('158')).toBe(158_000_000);
  expect(millionths('1.12345678')).toBe(1_123_456);
  expect(showMillionths(5_432_100).replace(',', '.')).toBe('5.4321');
  expect(showMillionths(5_000_000).replace(',', '.')).toBe('5.00');
});
