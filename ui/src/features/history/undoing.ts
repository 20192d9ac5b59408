// Taking one action back while later ones stay, and telling what was left alone and why.
import { call } from '@/api/client';
import { undo } from '@/app/Shell';
import { toast, toastError } from '@/app/toasts';
import { m } from '@/messages';
import { fieldText } from './sentence';

export async function undoOne(action: number, what: string): Promise<void> {
  try {
    const undone = await call('history.undo', { action });
    const left = undone.left_alone.map(one =>
      one.reason === 'missing'
        ? m.history_left_missing({ field: fieldText(one.field) })
        : m.history_left_changed({ field: fieldText(one.field) }),
    );
    const counted = [...new Set(left)].map(text => {
      const count = left.filter(other => other === text).length;
      return count > 1 ? `${text} (${count})` : text;
    });
    toast({
      text: m.history_undone({ what }),
      ...(counted.length > 0 ? { detail: counted.join(' ') } : {}),
      action: { label: m.shell_undo(), run: () => void undo() },
    });
  } catch (thrown) {
    toastError(thrown);
  }
}
