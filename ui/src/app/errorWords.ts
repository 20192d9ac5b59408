// What an error says to a person in their language. The core speaks English: in English its own words are the most exact, elsewhere the
// code says what is wrong and the core's words follow as detail.
import { asApiError, type ApiError } from '@/api/error';
import { getLocale, m } from '@/messages';

export interface ErrorWords {
  text: string;
  remedy: string | null;
  /** The core's own words, where `text` is not. */
  detail: string | null;
}

type Code = ApiError['code'];

const WORDS: Readonly<Record<Code, { text: () => string; remedy?: () => string }>> = {
  unreachable: { text: m.parts_unreachable },
  invalid_input: { text: m.error_invalid_input, remedy: m.remedy_invalid_input },
  unknown_operation: { text: m.error_unknown_operation, remedy: m.remedy_unknown_operation },
  not_found: { text: m.error_not_found, remedy: m.remedy_not_found },
  already_exists: { text: m.error_already_exists, remedy: m.remedy_already_exists },
  locked: { text: m.error_locked, remedy: m.remedy_locked },
  not_a_statement: { text: m.error_not_a_statement, remedy: m.remedy_not_a_statement },
  ambiguous: { text: m.error_ambiguous, remedy: m.remedy_ambiguous },
  wrong_account: { text: m.error_wrong_account, remedy: m.remedy_wrong_account },
  stale_plan: { text: m.error_stale_plan, remedy: m.remedy_stale_plan },
  nothing_to_undo: { text: m.error_nothing_to_undo },
  busy: { text: m.error_busy, remedy: m.remedy_busy },
  newer_version: { text: m.error_newer_version, remedy: m.remedy_newer_version },
  damaged: { text: m.error_damaged, remedy: m.remedy_damaged },
  read_only: { text: m.error_read_only, remedy: m.remedy_read_only },
  disk_full: { text: m.error_disk_full, remedy: m.remedy_disk_full },
  io: { text: m.error_io, remedy: m.remedy_io },
  money: { text: m.error_money, remedy: m.remedy_money },
  cancelled: { text: m.error_cancelled },
  no_book: { text: m.error_no_book, remedy: m.remedy_no_book },
  locked_book: { text: m.error_locked_book, remedy: m.remedy_locked_book },
  wrong_passphrase: { text: m.error_wrong_passphrase, remedy: m.remedy_wrong_passphrase },
  locked_keys: { text: m.error_locked_keys, remedy: m.remedy_locked_keys },
  no_keychain: { text: m.error_no_keychain, remedy: m.remedy_no_keychain },
  shared_read_only: { text: m.error_shared_read_only, remedy: m.remedy_shared_read_only },
  server_unreachable: { text: m.error_server_unreachable, remedy: m.remedy_server_unreachable },
  server_refused: { text: m.error_server_refused, remedy: m.remedy_server_refused },
  internal: { text: m.error_internal, remedy: m.remedy_internal },
};

/** What a sync server says no with, by the code at the end of the place. */
const REFUSALS: Readonly<Record<string, (() => string) | undefined>> = {
  unauthorised: m.server_unauthorised,
  name_taken: m.server_name_taken,
  sign_up_closed: m.server_sign_up_closed,
  invitation_needed: m.server_invitation_needed,
  forbidden: m.server_forbidden,
  quota: m.server_quota,
  too_many: m.server_too_many,
};

export function errorWords(thrown: unknown): ErrorWords {
  const { code, message, place, remedy } = asApiError(thrown);
  const words = WORDS[code];
  if (code === 'unreachable') return { text: words.text(), remedy, detail: null };
  if (getLocale() === 'en') return { text: message, remedy, detail: null };
  const refusal = REFUSALS[/\((\w+)\)$/.exec(place ?? '')?.[1] ?? ''];
  if (code === 'server_refused' && refusal) return { text: refusal(), remedy: null, detail: message };
  return { text: words.text(), remedy: words.remedy?.() ?? null, detail: message };
}
