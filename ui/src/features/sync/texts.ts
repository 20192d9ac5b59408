// How sync stands, in a few words.
import type { MonthlyReport, ServerStatement, SyncStatus } from '@/api/generated';
import { reading } from '@/features/import/words';
import { m } from '@/messages';

/** One line, for the sidebar and the top of the settings. */
export function stateText(status: SyncStatus): string {
  switch (status.state) {
    case 'off':
      return m.sync_state_off();
    case 'connecting':
      return m.sync_state_connecting();
    case 'away':
      if (status.folder !== null) {
        return status.waiting > 0
          ? m.sync_state_folder_away_waiting({ count: status.waiting })
          : m.sync_state_folder_away();
      }
      return status.waiting > 0 ? m.sync_state_away_waiting({ count: status.waiting }) : m.sync_state_away();
    case 'working':
      return m.sync_state_working();
    case 'level':
      return m.sync_state_level();
    case 'read_only':
      return m.sync_state_read_only();
    case 'stopped':
      return m.sync_state_stopped();
  }
}

/** Is this a state a person should look at? */
export function needsAttention(status: SyncStatus): boolean {
  return status.state === 'stopped' || status.state === 'read_only' || status.quarantined > 0;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 hours ago`, in the person's language. */
export function agoText(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  return unit === 'second' ? format.format(0, 'second') : format.format(-Math.floor(seconds / size), unit);
}

/** Three places of the phrase that a person is asked for, in order. */
export function askedPlaces(count: number, random: () => number): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  const asked: number[] = [];
  while (asked.length < 3 && places.length > 0) {
    asked.push(...places.splice(Math.floor(random() * places.length), 1));
  }
  return asked.sort((a, b) => a - b);
}

/** What a job of the server's does; one that this program does not know yet goes by its name. */
export function jobName(name: string): string {
  switch (name) {
    case 'statement.import':
      return m.sync_job_import();
    case 'alerts.check':
      return m.sync_job_alerts();
    case 'anomalies.scan':
      return m.sync_job_anomalies();
    case 'balances.check':
      return m.sync_job_balances();
    case 'report.monthly':
      return m.sync_job_report();
    default:
      return name;
  }
}

/** Where a statement at the server is. */
export function statementText(statement: ServerStatement): string {
  switch (statement.state) {
    case 'waiting':
      return m.sync_statement_waiting();
    case 'waiting_for_review':
      return m.sync_statement_for_review();
    case 'committing':
      return m.sync_statement_committing();
    case 'committed':
      return m.sync_statement_committed();
    case 'refused':
      return m.sync_statement_refused();
    case 'discarded':
      return m.sync_statement_given_up();
    case 'failed':
      return m.sync_statement_failed();
  }
}

/** Why a statement is not in the book; null when nothing went wrong. What has no words of its own is told as the server tells it. */
export function refusalText(statement: ServerStatement): string | null {
  const { state, code, detail, plan } = statement;
  if (state === 'failed') return plan ? m.sync_statement_failed_begun() : m.sync_statement_failed_unread();
  if (state !== 'refused') return null;
  const read = reading(code ?? undefined, detail ?? '');
  if (read) return `${read.title}. ${read.remedy}`;
  switch (code) {
    case 'several_accounts':
      return m.sync_refused_several_accounts();
    case 'unknown_account':
    case 'no_account':
      return m.sync_refused_no_account();
    case 'wrong_account':
      return m.sync_refused_wrong_account();
    case 'upload_lost':
      return m.sync_refused_upload_lost();
    default:
      return detail;
  }
}

/** Where a monthly report is. */
export function reportText(report: MonthlyReport): string {
  switch (report.state) {
    case 'waiting':
      return m.sync_report_waiting();
    case 'ready':
      return m.sync_report_ready();
    case 'failed':
      return m.sync_report_failed();
  }
}
