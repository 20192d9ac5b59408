// The words for kinds and groups of accounts.
import type { AccountGroup } from '@/api/generated';
import { m } from '@/messages';

export const GROUPS: readonly AccountGroup[] = [
  'everyday',
  'savings',
  'credit',
  'investments',
  'loans',
  'other',
];

export const KINDS = [
  'checking',
  'savings',
  'credit_card',
  'cash',
  'investment',
  'loan',
  'other_asset',
] as const;

export function groupName(group: AccountGroup): string {
  switch (group) {
    case 'everyday':
      return m.accounts_group_everyday();
    case 'savings':
      return m.accounts_group_savings();
    case 'credit':
      return m.accounts_group_credit();
    case 'investments':
      return m.accounts_group_investments();
    case 'loans':
      return m.accounts_group_loans();
    default:
      return m.accounts_group_other();
  }
}

export function kindName(kind: string): string {
  switch (kind) {
    case 'checking':
      return m.accounts_kind_checking();
    case 'savings':
      return m.accounts_kind_savings();
    case 'credit_card':
      return m.accounts_kind_credit_card();
    case 'cash':
      return m.accounts_kind_cash();
    case 'investment':
      return m.accounts_kind_investment();
    case 'loan':
      return m.accounts_kind_loan();
    default:
      return m.accounts_kind_other_asset();
  }
}

/** A moment in milliseconds as the local day, `YYYY-MM-DD`. */
export function dayOfMoment(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
