// Accepting everything above a confidence: how many that are, before it is done.
import { useState } from 'react';
import type { ThresholdView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { undo } from '@/app/undo';
import { Button } from '@/parts/Button';
import { Dialog } from '@/parts/Dialog';
import { m } from '@/messages';
import { Slider } from './Slider';
import css from './review.module.css';

export function AcceptAbove({ effect, onClose }: { effect: ThresholdView | undefined; onClose: () => void }) {
  const [percent, setPercent] = useState(90);
  const accept = useAct('suggestion.accept_above');
  const point = effect?.points[percent];
  const count = point?.waiting ?? 0;
  const run = () =>
    accept.mutate(
      { percent },
      {
        onSuccess: ({ changed }) => {
          toast({
            key: 'review',
            text: m.review_said_accepted({ count: changed }),
            action: { label: m.shell_undo(), run: () => void undo() },
          });
          onClose();
        },
        onError: toastError,
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.review_above()}
      about={m.review_above_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" disabled={count === 0 || accept.isPending} onClick={run}>
            {m.review_above_run({ count })}
          </Button>
        </>
      }
    >
      <Slider label={m.review_above_label()} value={percent} onChange={setPercent} />
      <p className={css.effect} aria-live="polite">
        {m.review_above_count({ count, percent })}{' '}
        {point && point.precision !== null
          ? m.review_precision_at({ right: Math.round(point.precision / 10), judged: point.judged })
          : m.review_precision_unknown()}
      </p>
    </Dialog>
  );
}
