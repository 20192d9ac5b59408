// How sure the machine is, as a number and a small bar.
import { m } from '@/messages';
import css from './review.module.css';

export function Confidence({ permille }: { permille: number }) {
  const percent = Math.round(permille / 10);
  return (
    <span className={css.confidence} title={m.review_sure({ percent })}>
      <span className={css.track} aria-hidden>
        <span className={css.fill} style={{ width: `${percent}%` }} />
      </span>
      <span className="number">{percent}%</span>
    </span>
  );
}
