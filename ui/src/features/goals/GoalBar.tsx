// How much of a goal is there. Unlike a limit, more is never a warning.
import { cx } from '@/lib/cx';
import css from './goals.module.css';

export function GoalBar({ share, label }: { share: number; label: string }) {
  const percent = Math.floor(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={css.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className={cx(css.fill, percent === 100 && css.full)} style={{ width: `${percent}%` }} />
    </div>
  );
}
