// Two panes with a bar between them that is dragged or moved with the arrow keys; the width is kept on this device.
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import css from './SplitPane.module.css';

export interface SplitPaneProps {
  children: ReactNode;
  /** The pane at the end; without one the first takes the whole width. */
  aside: ReactNode | null;
  /** Name of the bar. */
  label: string;
  /** Remembers the width under this name. */
  remember: string;
  /** Width of the aside, px. */
  width?: number;
  least?: number;
  most?: number;
}

const STEP = 16;

export function SplitPane({
  children,
  aside,
  label,
  remember,
  width = 360,
  least = 240,
  most = 720,
}: SplitPaneProps) {
  const key = `valorize.pane.${remember}`;
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(() => Number(globalThis.localStorage.getItem(key)) || width);
  const take = (next: number) => {
    const fitting = Math.round(Math.max(least, Math.min(most, next)));
    setSize(fitting);
    globalThis.localStorage.setItem(key, String(fitting));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    bar.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => {
      const box = frame.current?.getBoundingClientRect();
      if (box) take(box.right - moved.clientX);
    };
    bar.addEventListener('pointermove', move);
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') take(size + STEP);
    else if (event.key === 'ArrowRight') take(size - STEP);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={frame}
      className={css.frame}
      style={aside === null ? undefined : { gridTemplateColumns: `minmax(0, 1fr) 1px ${size}px` }}
    >
      <div className={css.pane}>{children}</div>
      {aside !== null && (
        <>
          {/* A separator that can be moved takes the focus: the ARIA window splitter pattern. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <div
            className={css.bar}
            role="separator"
            aria-orientation="vertical"
            aria-label={label}
            aria-valuenow={size}
            aria-valuemin={least}
            aria-valuemax={most}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            onPointerDown={drag}
            onKeyDown={press}
          />
          <aside className={css.pane}>{aside}</aside>
        </>
      )}
    </div>
  );
}
