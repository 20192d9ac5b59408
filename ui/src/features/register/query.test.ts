import { describe, expect, test } from 'vitest';
import { askedQuery, nextSort, replaceAt, shownColumns, tagsOf, withoutTerm } from './query';

describe('queries', () => {
  test('the account of the address comes first', () => {
    expect(askedQuery('AAAA', ' uber ')).toBe('account:AAAA uber');
    expect(askedQuery(undefined, '')).toBe('');
  });

  test('terms are taken out by their place in characters', () => {
    expect(withoutTerm('💰 category:food uber', 2, 15)).toBe('💰 uber');
    expect(withoutTerm('uber', 0, 4)).toBe('');
  });

  test('suggestions replace what was typed', () => {
    expect(replaceAt('uber cat', 5, 8, 'category:')).toBe('uber category:');
    expect(replaceAt('category:fo uber', 9, 11, '"Eating out"')).toBe('category:"Eating out" uber');
    expect(replaceAt('is:sp', 3, 5, 'split')).toBe('is:split ');
  });

  test('headings turn the order round', () => {
    expect(nextSort('-date', 'amount')).toBe('-amount');
    expect(nextSort('-amount', 'amount')).toBe('amount');
    expect(nextSort('-date', 'payee')).toBe('payee');
    expect(nextSort('payee', 'payee')).toBe('-payee');
  });

  test('columns and tags', () => {
    expect(shownColumns('date,amount,nonsense', true)).toEqual(['date', 'amount']);
    expect(shownColumns(undefined, false)).not.toContain('balance');
    expect(shownColumns(undefined, true)).toContain('balance');
    expect(tagsOf(' a, b,,a ')).toEqual(['a', 'b']);
  });
});
