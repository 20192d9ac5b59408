// A tiny line or a bar within a sentence or a cell: a hint at the shape; the figure itself stands beside it.
import css from './Chart.module.css';

export interface SparklineProps {
  values: readonly number[];
  /** What it shows, for readers of the screen. */
  label: string;
  width?: number;
  height?: number;
}

export function Sparkline({ values, label, width = 96, height = 24 }: SparklineProps) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const x = (place: number) => (values.length < 2 ? 0 : (place / (values.length - 1)) * (width - 2)) + 1;
  const y = (value: number) =>
    height - 1 - (high === low ? 0.5 : (value - low) / (high - low)) * (height - 2);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {low < 0 && <line x1={0} x2={width} y1={y(0)} y2={y(0)} className={css.zero} />}
      <polyline
        className={css.spark}
        points={values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
      />
    </svg>
  );
}

/** An amount against the largest of its list: money in to the right, money out to the left of the middle when both occur. */
export function AmountBar({
  minor,
  largest,
  both = false,
}: {
  minor: number;
  largest: number;
  both?: boolean;
}) {
  const share = largest === 0 ? 0 : Math.min(1, Math.abs(minor) / largest);
  const width = both ? share * 50 : share * 100;
  const from = both ? (minor < 0 ? 50 - width : 50) : 0;
  return (
    <svg className={css.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden>
      <rect className={minor < 0 ? css.barOut : css.barIn} x={from} width={width} height={8} />
    </svg>
  );
}
