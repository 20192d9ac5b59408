// Takes the last action back, or does it again, and says so.
import { call } from '@/api/client';
import { asApiError } from '@/api/error';
import { m } from '@/messages';
import { titleOf } from './operationTitles';
import { toast, toastError } from './toasts';

/** Takes the last action back and says so. */
export async function undo(): Promise<void> {
  try {
    const undone = await call('history.undo', {});
    toast({
      text: m.shell_undone({ what: titleOf(undone.name) }),
      action: { label: m.shell_redo(), run: () => void redo() },
    });
  } catch (thrown) {
    if (asApiError(thrown).code === 'nothing_to_undo') toast({ text: m.shell_nothing_to_undo() });
    else toastError(thrown);
  }
}

/** Does again what was taken back. */
export async function redo(): Promise<void> {
  try {
    const done = await call('history.redo', {});
    toast({
      text: m.shell_redone({ what: titleOf(done.name) }),
      action: { label: m.shell_undo(), run: () => void undo() },
    });
  } catch (thrown) {
    if (asApiError(thrown).code === 'nothing_to_undo') toast({ text: m.shell_nothing_to_redo() });
    else toastError(thrown);
  }
}
