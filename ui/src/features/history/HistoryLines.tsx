// Actions, newest first, each with a way to take it back by itself.
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { HistoryItem } from '@/api/generated';
import { cx } from '@/lib/cx';
import { formatMoment } from '@/lib/dates';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import css from './history.module.css';
import { canUndo, changeText, sentence, toldChanges } from './sentence';
import { undoOne } from './undoing';

export function HistoryLines({ items }: { items: readonly HistoryItem[] }) {
  return (
    <ol className={css.lines}>
      {items.map(item => (
        <Line key={item.action} item={item} />
      ))}
    </ol>
  );
}

function Line({ item }: { item: HistoryItem }) {
  const [busy, setBusy] = useState(false);
  const what = sentence(item);
  const gone = item.state === 'undone' || item.state === 'undone for good' || item.state === 'reverted';
  const undo = async () => {
    setBusy(true);
    await undoOne(item.action, what);
    setBusy(false);
  };
  return (
    <li className={css.line}>
      <div className={css.text}>
        <p className={cx(gone && css.gone)}>{what}</p>
        {toldChanges(item).map(change => (
          <p key={change.field} className={css.detail}>
            {changeText(change)}
          </p>
        ))}
        <p className={css.detail}>
          <time dateTime={new Date(item.at).toISOString()}>{formatMoment(item.at)}</time>
          {` · ${item.device}`}
          {gone && ` · ${m.history_state_undone()}`}
          {item.state === 'final' && ` · ${m.history_state_final()}`}
        </p>
      </div>
      {canUndo(item) && (
        <Button
          size="small"
          kind="quiet"
          icon={<RotateCcw size={14} aria-hidden />}
          disabled={busy}
          aria-label={m.history_undo_this({ what })}
          onClick={() => void undo()}
        >
          {m.shell_undo()}
        </Button>
      )}
    </li>
  );
}
