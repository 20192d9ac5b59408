// What the core says in codes, in the person's words.
import type { ApiError } from '@/api/error';
import { errorWords } from '@/app/errorWords';
import type { EvidenceView, NoticeView, PlanView } from '@/api/generated';
import { formatMoney } from '@/lib/money';
import { m } from '@/messages';

/** How the account of a plan was found. */
export function foundBy(plan: PlanView): string {
  switch (plan.account_found_by) {
    case 'chosen':
      return m.import_found_chosen();
    case 'number':
      return plan.account_number
        ? m.import_found_number({ number: plan.account_number })
        : m.import_found_before();
    case 'layout':
      return m.import_found_layout();
    default:
      return plan.account_number
        ? m.import_found_new_number({ number: plan.account_number })
        : m.import_found_new();
  }
}

/** One piece of evidence that a line is a row. */
export function evidence(piece: EvidenceView, currency: string): string {
  const value = piece.value ?? 0;
  switch (piece.code) {
    case 'same_amount':
      return m.import_evidence_amount();
    case 'days_apart':
      if (value === 0) return m.import_evidence_same_day();
      if (value === 1) return m.import_evidence_day_later();
      if (value === -1) return m.import_evidence_day_earlier();
      return value > 0
        ? m.import_evidence_later({ days: value })
        : m.import_evidence_earlier({ days: -value });
    case 'text':
      return m.import_evidence_text({ percent: Math.round(value / 10) });
    case 'same_check_number':
      return m.import_evidence_check();
    case 'pending_amount_changed':
      return m.import_evidence_pending({ difference: formatMoney({ minor: value, currency }) });
    case 'both_from_bank':
      return m.import_evidence_both_from_bank();
    case 'other_bank_id':
      return m.import_evidence_other_id();
    default:
      return piece.code;
  }
}

/** Why a line is left out. */
export function ignored(code: string | null): string {
  switch (code) {
    case 'balance_row':
      return m.import_ignored_balance();
    case 'total_row':
      return m.import_ignored_total();
    case 'deleted_by_user':
      return m.import_ignored_deleted();
    case 'left_out':
      return m.import_ignored_left_out();
    case 'empty':
      return m.import_ignored_empty();
    default:
      return '';
  }
}

/** A message about a place in the file. What has no words of its own is shown as the core says it. */
export function notice(notice: NoticeView): { text: string; remedy: string | null } {
  switch (notice.code) {
    case 'bad_date':
      return { text: m.import_notice_bad_date(), remedy: m.import_remedy_mapping() };
    case 'no_amount':
      return { text: m.import_notice_no_amount(), remedy: m.import_remedy_mapping() };
    case 'ambiguous_amount':
    case 'mixed_decimal_marks':
      return { text: m.import_notice_ambiguous_amount(), remedy: m.import_remedy_type_in() };
    case 'excess_precision':
      return { text: m.import_notice_precision(), remedy: m.import_remedy_type_in() };
    case 'undecodable_byte':
      return { text: m.import_notice_undecodable(), remedy: m.import_remedy_utf8() };
    case 'truncated':
      return { text: m.import_notice_truncated(), remedy: m.import_remedy_download() };
    case 'assumed':
      return { text: m.import_notice_assumed(), remedy: m.import_remedy_mapping() };
    case 'charset_differs':
    case 'code_page':
      return { text: m.import_notice_charset(), remedy: null };
    case 'nul_bytes':
      return { text: m.import_notice_nul(), remedy: null };
    case 'repeated_document':
      return { text: m.import_notice_repeated(), remedy: null };
    case 'foreign_currency':
      return { text: m.import_notice_foreign(), remedy: null };
    default:
      return { text: notice.message, remedy: null };
  }
}

export interface Refusal {
  title: string;
  remedy: string;
  /** A CSV file whose columns or formats a person can say. */
  canMap: boolean;
}

interface Reading {
  title: string;
  remedy: string;
}

/** What the reader of statements says in a code; null for what it has no code for. `message` tells kinds of files apart. */
export function reading(code: string | undefined, message: string): Reading | null {
  const say = (title: string, remedy: string): Reading => ({ title, remedy });
  switch (code) {
    case 'ambiguous_dates':
      return say(m.import_refused_dates(), m.import_refused_dates_remedy());
    case 'ambiguous_amounts':
      return say(m.import_refused_amounts(), m.import_refused_amounts_remedy());
    case 'unknown_columns':
      return say(m.import_refused_columns(), m.import_refused_columns_remedy());
    case 'empty_file':
      return say(m.import_refused_empty(), m.import_remedy_download());
    case 'no_records':
      return say(m.import_refused_no_records(), m.import_refused_no_records_remedy());
    case 'damaged':
      return say(m.import_refused_damaged(), m.import_remedy_download());
    case 'not_a_statement':
      return noStatement(message);
    default:
      return null;
  }
}

function noStatement(message: string): Reading {
  const has = (...words: string[]) => words.some(word => message.includes(word));
  if (has('PDF')) return { title: m.import_refused_pdf(), remedy: m.import_refused_format_remedy() };
  if (has('web page')) return { title: m.import_refused_html(), remedy: m.import_refused_html_remedy() };
  if (has('zip', 'compressed'))
    return { title: m.import_refused_zip(), remedy: m.import_refused_zip_remedy() };
  if (has('spreadsheet'))
    return { title: m.import_refused_spreadsheet(), remedy: m.import_refused_spreadsheet_remedy() };
  return { title: m.import_refused_other(), remedy: m.import_refused_format_remedy() };
}

/** Why a file as a whole cannot be read, with what to do about it. */
export function refusal(error: ApiError): Refusal {
  const code = /\(([a-z_]+)\)$/.exec(error.place ?? '')?.[1];
  const canMap = ['ambiguous_dates', 'ambiguous_amounts', 'unknown_columns'].includes(code ?? '');
  if (error.code === 'cancelled')
    return { title: m.import_refused_cancelled(), remedy: m.import_refused_cancelled_remedy(), canMap };
  const read = reading(code, error.message);
  if (read) return { ...read, canMap };
  const words = errorWords(error);
  return { title: words.text, remedy: [words.remedy, words.detail].filter(Boolean).join(' — '), canMap };
}
