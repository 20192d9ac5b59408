// What a person does to rows, and what is said about it: with a way back.
import { call } from '@/api/client';
import type { EditTransaction, ManyEdited } from '@/api/generated';
import { undo } from '@/app/Shell';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';

const back = () => ({ label: m.shell_undo(), run: () => void undo() });

/** Changes one row; false when it was refused. */
export async function editRow(id: string, change: Omit<EditTransaction, 'id'>): Promise<boolean> {
  try {
    await call('transaction.edit', { id: [id], ...change });
    return true;
  } catch (thrown) {
    toastError(thrown);
    return false;
  }
}

export async function deleteRows(rows: { id?: string[]; query?: string }): Promise<void> {
  try {
    tellMany(await call('transaction.edit_many', { ...rows, delete: true }), m.register_deleted);
  } catch (thrown) {
    toastError(thrown);
  }
}

export async function restoreRows(rows: { id?: string[]; query?: string }): Promise<void> {
  try {
    tellMany(await call('transaction.edit_many', { ...rows, delete: false }), m.register_restored);
  } catch (thrown) {
    toastError(thrown);
  }
}

/** Says how many rows changed, and how many did not. */
export function tellMany(done: ManyEdited, text: (input: { count: number }) => string): void {
  const skipped = done.skipped
    .filter(one => one.reason !== 'unchanged')
    .map(one => skipText(one.reason, one.rows));
  toast({
    text: text({ count: done.changed }),
    ...(skipped.length > 0 ? { detail: skipped.join(' ') } : {}),
    ...(done.action === null ? {} : { action: back() }),
  });
}

export function skipText(reason: string, count: number): string {
  switch (reason) {
    case 'locked':
      return m.register_skip_locked({ count });
    case 'split':
      return m.register_skip_split({ count });
    case 'from_statement':
      return m.register_skip_statement({ count });
    case 'hidden':
      return m.register_skip_hidden({ count });
    default:
      return m.register_skip_unchanged({ count });
  }
}

export async function link(from: string, to: string): Promise<boolean> {
  try {
    await call('transfer.link', { from, to });
    toast({ text: m.register_linked(), action: back() });
    return true;
  } catch (thrown) {
    toastError(thrown);
    return false;
  }
}

export async function unlink(id: string): Promise<void> {
  try {
    await call('transfer.unlink', { id });
    toast({ text: m.register_unlinked(), action: back() });
  } catch (thrown) {
    toastError(thrown);
  }
}
