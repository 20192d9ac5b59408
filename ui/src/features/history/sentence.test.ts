import { beforeEach, describe, expect, test } from 'vitest';
import type { FieldChange, HistoryItem } from '@/api/generated';
import { setLocale } from '@/messages';
import { canUndo, changeText, sentence } from './sentence';

const item = (over: Partial<HistoryItem>): HistoryItem => ({
  action: 7,
  name: 'transaction.edit',
  at: 0,
  device: 'kitchen',
  state: 'done',
  rows: 1,
  others: 0,
  made: 0,
  changes: [],
  about: ['Uber'],
  file: null,
  undoes: null,
  undoes_name: null,
  ...over,
});
const change = (over: Partial<FieldChange>): FieldChange => ({
  field: 'category',
  count: 1,
  before: null,
  after: null,
  various: false,
  ...over,
});

beforeEach(() => void setLocale('en', { reload: false }));

describe('the history in words', () => {
  test('one row by its name, many by their number', () => {
    expect(sentence(item({}))).toContain('Uber');
    expect(sentence(item({ rows: 12 }))).toContain('12');
  });

  test('what took something back says what', () => {
    const undid = item({ name: 'undo', undoes: 3, undoes_name: 'transaction.edit', rows: 4 });
    expect(sentence(undid)).not.toBe(sentence(item({ rows: 4 })));
    expect(sentence(undid)).toContain('4');
  });

  test('deleting in bulk is called so', () => {
    const deleted = item({
      name: 'transaction.edit_many',
      rows: 3,
      changes: [change({ field: 'deleted', after: 'true' })],
    });
    expect(sentence(deleted)).toBe(sentence(item({ name: 'transaction.delete', rows: 3 })));
  });

  test('fields from what to what', () => {
    expect(changeText(change({ before: 'Food', after: 'Car' }))).toBe('Category: Food → Car');
    expect(changeText(change({ field: 'note', before: 'x' }))).toBe('Note: cleared');
    expect(changeText(change({ various: true, count: 5 }))).toContain('5');
  });

  test('only what is done can be taken back', () => {
    expect(canUndo(item({}))).toBe(true);
    expect(canUndo(item({ state: 'reverted' }))).toBe(false);
    expect(canUndo(item({ state: 'final' }))).toBe(false);
  });
});
