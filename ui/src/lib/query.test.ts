import { expect, test } from 'vitest';
import { quoted, rowQuery } from './query';

test('values of more than one word are quoted', () => {
  expect(quoted('food')).toBe('food');
  expect(quoted('Café')).toBe('Café');
  expect(quoted('Eating out')).toBe('"Eating out"');
  expect(quoted('a"b c')).toBe('"ab c"');
});

test('empty terms are left out and spans stay as they are', () => {
  expect(rowQuery({ category: 'Eating out', payee: null, date: '2024-01-01..2024-03-31' })).toBe(
    'category:"Eating out" date:2024-01-01..2024-03-31',
  );
});
