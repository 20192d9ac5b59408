// The threshold from which the machine writes a category by itself, with what it would have meant so far.
import { useState } from 'react';
import type { ThresholdView } from '@/api/generated';
import { useAct } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { Button } from '@/parts/Button';
import { Chart } from '@/parts/Chart';
import { Dialog } from '@/parts/Dialog';
import { m } from '@/messages';
import css from './review.module.css';
import { Slider } from './Slider';

/** Points of the chart, in per cent. */
const EVERY = 5;

export function Threshold({ effect, onClose }: { effect: ThresholdView | undefined; onClose: () => void }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const set = useAct('setting.set');
  const percent = chosen ?? effect?.threshold ?? 70;
  const point = effect?.points[percent];
  const points = (effect?.points ?? []).filter(one => one.percent % EVERY === 0);
  const save = () =>
    set.mutate(
      { key: 'categorizer.threshold', value: String(percent) },
      {
        onSuccess: () => {
          toast({ text: m.review_threshold_saved({ percent }) });
          onClose();
        },
        onError: toastError,
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      kind="wide"
      title={m.review_threshold_title()}
      about={m.review_threshold_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" disabled={set.isPending} onClick={save}>
            {m.review_threshold_save({ percent })}
          </Button>
        </>
      }
    >
      <Slider label={m.review_threshold_label()} value={percent} onChange={setChosen} />
      <p className={css.effect} aria-live="polite">
        {point && point.precision !== null && point.coverage !== null
          ? m.review_threshold_effect({
              percent,
              coverage: Math.round(point.coverage / 10),
              precision: Math.round(point.precision / 10),
              judged: effect?.judged ?? 0,
            })
          : m.review_threshold_no_effect()}
      </p>
      {effect && effect.judged > 0 && (
        <Chart
          kind="lines"
          title={m.review_threshold_chart()}
          labels={points.map(one => `${one.percent}%`)}
          series={[
            { name: m.review_precision(), values: points.map(one => one.precision) },
            { name: m.review_coverage(), values: points.map(one => one.coverage) },
          ]}
          format={value => `${Math.round(value / 10)}%`}
          height={220}
        />
      )}
    </Dialog>
  );
}
