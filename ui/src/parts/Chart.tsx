// Bars and lines over time or over names, drawn as accessible SVG; every chart can be read as a table.
import { scaleBand, scaleLinear } from '@visx/scale';
import { Area, LinePath } from '@visx/shape';
import { useEffect, useId, useRef, useState } from 'react';
import { m } from '@/messages';
import { Button } from './Button';
import css from './Chart.module.css';

export interface Series {
  name: string;
  /** One value per label; null where there is none. Minor units or any integer. */
  values: readonly (number | null)[];
  /** A token such as `--chart-2`; by default in order. */
  color?: string;
}

export interface ChartProps {
  /** What it shows, in one sentence: read aloud, and the table's caption. */
  title: string;
  kind: 'bars' | 'lines';
  labels: readonly string[];
  series: readonly Series[];
  format: (value: number) => string;
  /** Shorter form for the axis. */
  formatAxis?: (value: number) => string;
  height?: number;
  /** Drills down to what a label stands for. */
  onPick?: (index: number) => void;
}

const MARGIN = { top: 8, right: 8, bottom: 22, left: 64 };
const TICKS = 4;

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(200, entry.contentRect.width)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

const colorOf = (series: Series, place: number) => `var(${series.color ?? `--chart-${(place % 6) + 1}`})`;

export function Chart(props: ChartProps) {
  const { title, labels, series, format } = props;
  const [asTable, setAsTable] = useState(false);
  const [ref, width] = useWidth();
  return (
    <figure className={css.figure} ref={ref}>
      {asTable ? (
        <ChartTable title={title} labels={labels} series={series} format={format} />
      ) : (
        <Drawing {...props} width={width} />
      )}
      <figcaption className={css.legend}>
        {series.length > 1 &&
          series.map((one, place) => (
            <span key={one.name} className={css.key}>
              <span className={css.dot} style={{ background: colorOf(one, place) }} />
              {one.name}
            </span>
          ))}
        <Button size="small" kind="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? m.parts_chart_show_chart() : m.parts_chart_show_table()}
        </Button>
      </figcaption>
    </figure>
  );
}

function Drawing({
  title,
  kind,
  labels,
  series,
  format,
  formatAxis,
  height = 200,
  onPick,
  width,
}: ChartProps & { width: number }) {
  const id = useId();
  const values = series.flatMap(one => one.values.filter(value => value !== null));
  const x = scaleBand({
    domain: labels.map((_, index) => index),
    range: [MARGIN.left, width - MARGIN.right],
    padding: 0.24,
  });
  const y = scaleLinear({
    domain: [Math.min(0, ...values), Math.max(1, ...values)],
    range: [height - MARGIN.bottom, MARGIN.top],
    nice: true,
  });
  const band = x.bandwidth();
  const place = (index: number) => x(index) ?? 0;
  const every = Math.max(1, Math.ceil((labels.length * 56) / Math.max(1, width - MARGIN.left)));
  return (
    <svg height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
      <title id={id}>{title}</title>
      {y.ticks(TICKS).map(tick => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? css.zero : css.grid}
          />
          <text x={MARGIN.left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className={css.label}>
            {(formatAxis ?? format)(tick)}
          </text>
        </g>
      ))}
      {series.map((one, number) =>
        kind === 'bars' ? (
          one.values.map((value, index) =>
            value === null ? null : (
              <rect
                // oxlint-disable-next-line react/no-array-index-key
                key={`${one.name} ${index}`}
                x={place(index) + (band / series.length) * number}
                width={Math.max(1, band / series.length - 1)}
                y={Math.min(y(0), y(value))}
                height={Math.max(1, Math.abs(y(value) - y(0)))}
                rx={2}
                fill={colorOf(one, number)}
              />
            ),
          )
        ) : (
          <Line
            key={one.name}
            values={one.values}
            x={index => place(index) + band / 2}
            y={y}
            color={colorOf(one, number)}
            filled={series.length === 1}
          />
        ),
      )}
      {labels.map((label, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <g key={`${label} ${index}`}>
          {index % every === 0 && (
            <text x={place(index) + band / 2} y={height - 6} textAnchor="middle" className={css.label}>
              {label}
            </text>
          )}
          {/* A wider target than the bar itself; the table is the way for keys. */}
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
          <rect
            className={css.hit}
            x={place(index) - band * 0.12}
            width={band * 1.24}
            y={MARGIN.top}
            height={height - MARGIN.bottom - MARGIN.top}
            onClick={onPick ? () => onPick(index) : undefined}
            style={onPick ? { cursor: 'pointer' } : undefined}
          >
            <title>
              {[
                label,
                ...series.map(
                  one => `${one.name}: ${one.values[index] == null ? '–' : format(one.values[index])}`,
                ),
              ].join('\n')}
            </title>
          </rect>
        </g>
      ))}
    </svg>
  );
}

interface LineProps {
  values: readonly (number | null)[];
  x: (index: number) => number;
  y: ReturnType<typeof scaleLinear<number>>;
  color: string;
  filled: boolean;
}

function Line({ values, x, y, color, filled }: LineProps) {
  const points = values.map((value, index) => ({ value, index }));
  const shared = {
    data: points,
    x: (point: { index: number }) => x(point.index),
    y: (point: { value: number | null }) => y(point.value ?? 0),
    defined: (point: { value: number | null }) => point.value !== null,
  };
  return (
    <>
      {filled && (
        <Area
          data={points}
          x={shared.x}
          y0={y(0)}
          y1={shared.y}
          defined={shared.defined}
          fill={color}
          fillOpacity={0.1}
        />
      )}
      <LinePath {...shared} stroke={color} strokeWidth={2} />
    </>
  );
}

export function ChartTable({
  title,
  labels,
  series,
  format,
}: Pick<ChartProps, 'title' | 'labels' | 'series' | 'format'>) {
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{title}</span>
          </th>
          {series.map(one => (
            <th key={one.name} scope="col">
              {one.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={`${label} ${index}`}>
            <td>{label}</td>
            {series.map(one => (
              <td key={one.name}>{one.values[index] == null ? '–' : format(one.values[index])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
