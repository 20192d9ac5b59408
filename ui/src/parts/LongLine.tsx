// A line of thousands of points, drawn on a canvas; below some thousand the plain Chart is the better one. Loaded when first shown.
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import Plot from 'uplot';
import css from './Chart.module.css';

export interface LongLineProps {
  title: string;
  /** Days as seconds since 1970, ascending. */
  times: readonly number[];
  values: readonly (number | null)[];
  format: (value: number) => string;
  height?: number;
}

/** Give it a table twin where it is used: a canvas says nothing to readers of the screen but its title. */
export default function LongLine({ title, times, values, format, height = 220 }: LongLineProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const style = getComputedStyle(element);
    const token = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: token('--muted'),
      grid: { stroke: token('--line'), width: 1 },
      ticks: { show: false },
    };
    const plot = new Plot(
      {
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: { y: false },
        series: [
          {},
          {
            stroke: token('--accent'),
            width: 1.5,
            value: (_, value) => (value === null ? '' : format(value)),
          },
        ],
        axes: [axis, { ...axis, size: 84, values: (_, ticks) => ticks.map(format) }],
      },
      [[...times], [...values]],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, values, format, height]);
  return <div ref={place} className={css.plot} role="img" aria-label={title} />;
}
