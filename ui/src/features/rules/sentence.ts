// A rule as a person would say it.
import type { ConditionView, EffectView } from '@/api/generated';
import { formatMinor } from '@/lib/money';
import { m } from '@/messages';

const SAY_PAYEE = {
  is: m.rules_say_payee_is,
  contains: m.rules_say_payee_contains,
  starts_with: m.rules_say_payee_starts_with,
} as const;
const SAY_DESCRIPTION = {
  is: m.rules_say_description_is,
  contains: m.rules_say_description_contains,
  starts_with: m.rules_say_description_starts_with,
} as const;

export interface Names {
  /** Name of an account. */
  account: (id: string) => string;
  /** Currency amounts are shown in. */
  currency: string;
}

export function sayCondition(condition: ConditionView, names: Names): string {
  switch (condition.field) {
    case 'payee':
      return SAY_PAYEE[condition.test]({ value: condition.value });
    case 'description':
      return SAY_DESCRIPTION[condition.test]({ value: condition.value });
    case 'account':
      return m.rules_say_account({ account: names.account(condition.id) });
    case 'amount': {
      const min = condition.min == null ? null : formatMinor(condition.min, names.currency);
      const max = condition.max == null ? null : formatMinor(condition.max, names.currency);
      if (min !== null && max !== null) return m.rules_say_amount_between({ min, max });
      return min === null ? m.rules_say_amount_max({ max: max ?? '' }) : m.rules_say_amount_min({ min });
    }
  }
}

export function sayConditions(conditions: readonly ConditionView[], names: Names): string {
  return conditions.map(condition => sayCondition(condition, names)).join(` ${m.rules_and()} `);
}

export function sayEffect(effect: EffectView): string {
  const parts: string[] = [];
  if (effect.category_id) parts.push(m.rules_set_category({ category: effect.category ?? '' }));
  if (effect.payee_id) parts.push(m.rules_set_payee({ payee: effect.payee ?? '' }));
  if (effect.note) parts.push(m.rules_set_note({ note: effect.note }));
  return parts.join(` ${m.rules_and()} `);
}
