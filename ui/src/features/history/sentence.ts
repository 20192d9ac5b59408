// An action of the history as a sentence: what was done, to how many, from what to what.
import type { FieldChange, HistoryItem } from '@/api/generated';
import { formatDay } from '@/lib/dates';
import { m } from '@/messages';

/** What was done, in one line. */
export function sentence(item: HistoryItem): string {
  const name = item.undoes_name === null ? item.name : item.undoes_name;
  const done = verb(name, item);
  return item.undoes === null ? done : m.history_undid({ what: done });
}

function verb(name: string, item: HistoryItem): string {
  const thing = item.about[0] ?? '';
  const count = item.rows;
  switch (name) {
    case 'book.create':
      return m.history_book_create();
    case 'import.commit':
    case 'import':
      return m.history_import({ file: item.file ?? '', count });
    case 'transaction.create':
      return m.history_create({ thing });
    case 'transaction.delete':
      return m.history_delete({ count });
    case 'transaction.restore':
      return m.history_restore({ count });
    case 'transaction.split':
      return m.history_split({ thing });
    case 'transaction.edit':
    case 'transaction.edit_many': {
      const deleted = item.changes.find(change => change.field === 'deleted');
      if (deleted)
        return deleted.after === 'true' ? m.history_delete({ count }) : m.history_restore({ count });
      return count === 1 ? m.history_edit_one({ thing }) : m.history_edit({ count });
    }
    case 'transfer.link':
      return m.history_link({ thing });
    case 'transfer.unlink':
      return m.history_unlink({ thing });
    case 'account.reconcile':
      return m.history_reconcile({ count });
    case 'rule.apply':
      return m.history_rules({ count });
    case 'suggestion.review':
    case 'suggestion.accept_above':
    case 'suggestion.refresh':
      return m.history_suggestions({ count });
    case 'device.admit':
      return m.history_device_admit({ thing });
    case 'device.remove':
      return m.history_device_remove({ thing });
    case 'keys.rotate':
      return m.history_keys_rotate();
    case 'keys.share':
      return m.history_keys_share();
    case 'recovery.renew':
      return m.history_recovery_renew();
    case 'recovery.keep':
      return m.history_recovery_keep();
    default:
      return other(name, thing);
  }
}

/** Accounts, categories, payees, rules, views and what else has a name. */
function other(name: string, thing: string): string {
  const [noun = '', word = ''] = name.split('.');
  const what = nounText(noun);
  if (word === 'create' || word === 'save') return m.history_other_create({ what, thing });
  if (word === 'delete') return m.history_other_delete({ what, thing });
  if (word === 'rename') return m.history_other_rename({ what, thing });
  return m.history_other_change({ what, thing });
}

function nounText(noun: string): string {
  switch (noun) {
    case 'account':
      return m.history_noun_account();
    case 'category':
    case 'group':
      return m.history_noun_category();
    case 'payee':
      return m.history_noun_payee();
    case 'rule':
      return m.history_noun_rule();
    case 'view':
      return m.history_noun_view();
    case 'rate':
      return m.history_noun_rate();
    case 'budget':
      return m.history_noun_budget();
    case 'goal':
      return m.history_noun_goal();
    default:
      return m.history_noun_book();
  }
}

/** Changes worth telling: an import says all of it in its sentence. */
export function toldChanges(item: HistoryItem): FieldChange[] {
  if (item.name.startsWith('import')) return [];
  return item.changes.filter(change => change.field !== 'deleted' && change.field !== 'removed').slice(0, 4);
}

/** What happened to a field: `Category: Food → Car`. */
export function changeText(change: FieldChange): string {
  const field = fieldText(change.field);
  if (change.various) return m.history_change_various({ field, count: change.count });
  const after = valueText(change.field, change.after);
  if (after === null) return m.history_change_cleared({ field });
  const before = valueText(change.field, change.before);
  return before === null
    ? m.history_change_set({ field, after })
    : m.history_change_from({ field, before, after });
}

function valueText(field: string, value: string | null): string | null {
  if (value === null) return null;
  if (field === 'date') return formatDay(value);
  if (field === 'splits') return m.history_parts({ count: Number(value) });
  switch (value) {
    case 'cleared':
      return m.register_cleared();
    case 'uncleared':
      return m.register_uncleared();
    case 'reconciled':
      return m.register_reconciled();
    case 'true':
      return m.history_yes();
    case 'false':
      return m.history_no();
    default:
      return value;
  }
}

export function fieldText(field: string): string {
  switch (field) {
    case 'category':
    case 'auto_category':
      return m.register_column_category();
    case 'payee':
      return m.register_column_payee();
    case 'note':
      return m.register_column_note();
    case 'tags':
      return m.register_column_tags();
    case 'date':
      return m.register_column_date();
    case 'amount':
      return m.register_column_amount();
    case 'cleared':
      return m.register_column_clearing();
    case 'splits':
      return m.register_parts();
    case 'transfer':
      return m.register_transfer();
    case 'deleted':
    case 'removed':
      return m.history_field_deleted();
    case 'name':
      return m.history_field_name();
    default:
      return m.history_field_other();
  }
}

/** Could it be taken back by itself? */
export function canUndo(item: HistoryItem): boolean {
  return item.state === 'done';
}
