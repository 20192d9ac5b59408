// The choices of a CSV mapping in the person's words.
import type { ColumnRole } from '@/api/generated';
import type { Option } from '@/parts/Choice';
import { m } from '@/messages';

const ROLES: readonly ColumnRole[] = [
  'ignore',
  'date',
  'amount',
  'debit',
  'credit',
  'description',
  'payee',
  'memo',
  'balance',
  'category',
  'direction',
  'id',
  'currency',
  'check_number',
  'account',
  'status',
  'kind',
  'instalment',
  'other_date',
  'original_amount',
  'original_currency',
];

export function roleOptions(): Option[] {
  const labels: Record<ColumnRole, string> = {
    ignore: m.import_role_ignore(),
    date: m.import_role_date(),
    other_date: m.import_role_other_date(),
    amount: m.import_role_amount(),
    debit: m.import_role_debit(),
    credit: m.import_role_credit(),
    direction: m.import_role_direction(),
    balance: m.import_role_balance(),
    currency: m.import_role_currency(),
    description: m.import_role_description(),
    payee: m.import_role_payee(),
    memo: m.import_role_memo(),
    id: m.import_role_id(),
    check_number: m.import_role_check_number(),
    account: m.import_role_account(),
    status: m.import_role_status(),
    category: m.import_role_category(),
    kind: m.import_role_kind(),
    original_amount: m.import_role_original_amount(),
    original_currency: m.import_role_original_currency(),
    instalment: m.import_role_instalment(),
  };
  return ROLES.map(value => ({ value, label: labels[value] }));
}

export function dateOptions(): Option[] {
  return [
    { value: 'day_month_year', label: '31/12/2026' },
    { value: 'month_day_year', label: '12/31/2026' },
    { value: 'year_month_day', label: '2026-12-31' },
    { value: 'day_year_month', label: '31/2026/12' },
  ];
}

export function signOptions(): Option[] {
  return [
    { value: 'signed', label: m.import_sign_signed() },
    { value: 'inverted', label: m.import_sign_inverted() },
    { value: 'direction', label: m.import_sign_direction() },
    { value: 'two_columns', label: m.import_sign_two() },
    { value: 'two_columns_signed', label: m.import_sign_two_signed() },
  ];
}

export function markOptions(): Option[] {
  return [
    { value: 'comma', label: '1.234,56' },
    { value: 'dot', label: '1,234.56' },
    { value: 'none', label: m.import_mark_none() },
  ];
}

export function delimiterOptions(): Option[] {
  return [
    { value: ',', label: m.import_delimiter_comma() },
    { value: ';', label: m.import_delimiter_semicolon() },
    { value: '\t', label: m.import_delimiter_tab() },
    { value: '|', label: m.import_delimiter_bar() },
  ];
}

/** Why something is read so. */
export function because(code: string): string {
  switch (code) {
    case 'header':
      return m.import_because_header();
    case 'content':
      return m.import_because_content();
    case 'said':
      return m.import_because_said();
    default:
      return m.import_because_assumed();
  }
}
