// A rule while it is being written: every field may still be empty.
import type { ConditionView, RuleView } from '@/api/generated';

type Test = 'is' | 'contains' | 'starts_with';

export interface DraftCondition {
  key: number;
  field: 'payee' | 'description' | 'amount' | 'account';
  test: Test;
  value: string;
  min: number | null;
  max: number | null;
  account: string;
}

export interface Draft {
  /** Null makes a new rule. */
  id: string | null;
  name: string;
  conditions: DraftCondition[];
  category: string | null;
  /** Id or name: a new name makes a new payee. */
  payee: string | null;
  note: string;
}

let counter = 0;

export function emptyCondition(): DraftCondition {
  const key = counter++;
  return { key, field: 'description', test: 'contains', value: '', min: null, max: null, account: '' };
}

export function emptyDraft(): Draft {
  return { id: null, name: '', conditions: [emptyCondition()], category: null, payee: null, note: '' };
}

export function draftOf(rule: RuleView): Draft {
  return {
    id: rule.id,
    name: rule.name,
    conditions: rule.conditions.map(condition => {
      const draft = emptyCondition();
      switch (condition.field) {
        case 'payee':
        case 'description':
          return { ...draft, field: condition.field, test: condition.test, value: condition.value };
        case 'amount':
          return { ...draft, field: 'amount', min: condition.min ?? null, max: condition.max ?? null };
        case 'account':
          return { ...draft, field: 'account', account: condition.id };
      }
    }),
    category: rule.effect.category_id ?? null,
    payee: rule.effect.payee_id ?? null,
    note: rule.effect.note ?? '',
  };
}

/** The condition as the core takes it; null while it says nothing. */
export function finished(condition: DraftCondition): ConditionView | null {
  switch (condition.field) {
    case 'payee':
    case 'description':
      return /[\p{L}\p{N}]/u.test(condition.value)
        ? { field: condition.field, test: condition.test, value: condition.value }
        : null;
    case 'amount':
      return condition.min === null && condition.max === null
        ? null
        : { field: 'amount', min: condition.min, max: condition.max };
    case 'account':
      return condition.account === '' ? null : { field: 'account', id: condition.account };
  }
}

export interface Finished {
  conditions: ConditionView[];
  effect: { category: string | null; payee: string | null; note: string | null };
}

/** The whole draft as the core takes it; null while a condition or the effect says nothing. */
export function finishedDraft(draft: Draft): Finished | null {
  const conditions = draft.conditions.map(finished);
  const whole = conditions.filter(condition => condition !== null);
  const note = draft.note.trim() === '' ? null : draft.note.trim();
  const sets = draft.category !== null || draft.payee !== null || note !== null;
  if (whole.length === 0 || whole.length < conditions.length || !sets) return null;
  return { conditions: whole, effect: { category: draft.category, payee: draft.payee, note } };
}
