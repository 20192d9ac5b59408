import { expect, it } from 'vitest';
import { categoryRows, quoted } from './drill';

it('quotes names the query language would take apart', () => {
  expect(quoted('Lazer')).toBe('Lazer');
  expect(quoted('Saúde')).toBe('Saúde');
  expect(quoted('Roupas e calçados')).toBe('"Roupas e calçados"');
  expect(quoted('a:b')).toBe('"a:b"');
  expect(quoted('say "no"')).toBe('"say no"');
});

it('leads to the rows of a category in a month', () => {
  expect(categoryRows('Saúde', '2024-03')).toBe('#/register?q=category%3ASa%C3%BAde+date%3A2024-03');
});
