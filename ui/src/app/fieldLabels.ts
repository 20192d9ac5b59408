// What fields of operations are called in forms made from the catalog.
import { m } from '@/messages';

const LABELS: Readonly<Record<string, (() => string) | undefined>> = {
  account: m.field_account,
  name: m.field_name,
  path: m.field_path,
  category: m.field_category,
  payee: m.field_payee,
  note: m.field_note,
  date: m.field_date,
  day: m.field_day,
  from: m.field_from,
  to: m.field_to,
  amount: m.field_amount,
  currency: m.field_currency,
  kind: m.field_kind,
  group: m.field_group,
  limit: m.field_limit,
  balance: m.field_balance,
  opening_balance: m.field_opening_balance,
  opening_date: m.field_opening_date,
  number: m.field_number,
  bank: m.field_bank,
  language: m.field_language,
  rule: m.field_rule,
  search: m.field_search,
  tags: m.field_tags,
  rate: m.field_rate,
  source: m.field_source,
  percent: m.field_percent,
  min_amount: m.field_min_amount,
  max_amount: m.field_max_amount,
  text: m.field_text,
  value: m.field_value,
  key: m.field_key,
  closed: m.field_closed,
  archived: m.field_archived,
  dry_run: m.field_dry_run,
  id: m.field_id,
  into: m.field_into,
  parent: m.field_parent,
};

export function labelOf(field: string): string {
  const words = field.replaceAll('_', ' ');
  return LABELS[field]?.() ?? words.charAt(0).toUpperCase() + words.slice(1);
}
