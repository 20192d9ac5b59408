// How far something is: long work with a way to stop it, and shares of a limit.
import { m } from '@/messages';
import type { Stage } from '@/api/generated';
import { cx } from '@/lib/cx';
import { Button } from './Button';
import css from './surfaces.module.css';

function stageText(stage: Stage): string {
  switch (stage) {
    case 'reading':
      return m.parts_stage_reading();
    case 'comparing':
      return m.parts_stage_comparing();
    case 'categorising':
      return m.parts_stage_categorising();
    case 'writing':
      return m.parts_stage_writing();
    case 'checking':
      return m.parts_stage_checking();
    case 'receiving':
      return m.parts_stage_receiving();
    default:
      return stage;
  }
}

export interface ProgressBarProps {
  progress: { stage: Stage; done: number; total: number } | null;
  onCancel?: () => void;
}

export function ProgressBar({ progress, onCancel }: ProgressBarProps) {
  const known = progress !== null && progress.total > 0 && progress.done > 0;
  const percent = known ? Math.min(100, Math.round((progress.done / progress.total) * 100)) : undefined;
  const text = progress ? stageText(progress.stage) : m.parts_stage_waiting();
  return (
    <div className={css.progress}>
      <span>{text}</span>
      <div
        className={css.track}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div
          className={cx(css.fill, !known && css.unknown)}
          style={known ? { width: `${percent}%` } : undefined}
        />
      </div>
      {onCancel && <Button onClick={onCancel}>{m.parts_cancel()}</Button>}
    </div>
  );
}

/** A share of a limit as a bar: past it the bar says so by colour, and its label in words. */
export function ShareBar({ share, label }: { share: number; label: string }) {
  const tone = share > 1 ? css.over : share > 0.9 ? css.nearly : undefined;
  return (
    <div
      className={css.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(1, Math.max(0, share)) * 100)}
    >
      <div className={cx(css.fill, tone)} style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
    </div>
  );
}
