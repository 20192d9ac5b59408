import { expect, test } from 'vitest';
import { draftOf, emptyCondition, emptyDraft, finished, finishedDraft } from './draft';

test('an empty condition says nothing, and neither does punctuation', () => {
  expect(finished(emptyCondition())).toBeNull();
  expect(finished({ ...emptyCondition(), value: ' - ' })).toBeNull();
  expect(finished({ ...emptyCondition(), field: 'amount' })).toBeNull();
  expect(finished({ ...emptyCondition(), field: 'account' })).toBeNull();
  expect(finished({ ...emptyCondition(), field: 'amount', min: 0 })).toEqual({
    field: 'amount',
    min: 0,
    max: null,
  });
});

test('a draft is finished when everything in it says something', () => {
  const draft = { ...emptyDraft(), conditions: [{ ...emptyCondition(), value: 'netflix' }] };
  expect(finishedDraft(draft)).toBeNull();
  expect(finishedDraft({ ...draft, note: ' x ' })).toEqual({
    conditions: [{ field: 'description', test: 'contains', value: 'netflix' }],
    effect: { category: null, payee: null, note: 'x' },
  });
  expect(
    finishedDraft({ ...draft, note: 'x', conditions: [...draft.conditions, emptyCondition()] }),
  ).toBeNull();
});

test('a rule goes through a draft unchanged', () => {
  const rule = {
    id: 'r',
    name: 'Streaming',
    enabled: true,
    conditions: [
      { field: 'payee' as const, test: 'is' as const, value: 'Netflix' },
      { field: 'amount' as const, min: -5000, max: null },
      { field: 'account' as const, id: 'a' },
    ],
    effect: { category: 'Fun', category_id: 'c', payee: null, payee_id: null, note: null },
  };
  expect(finishedDraft(draftOf(rule))).toEqual({
    conditions: rule.conditions,
    effect: { category: 'c', payee: null, note: null },
  });
});
