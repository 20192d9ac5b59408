// Ties the geometry of a long table to its scrolling element.
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { clampOffset, geometry, ratio, reveal, visible, type Geometry } from './rowScroll';

/** Rows drawn above and below those in sight. */
const BEYOND = 14;

interface Drawn {
  first: number;
  last: number;
  /** Where the first pixel of row 0 lies in the body. */
  origin: number;
}

export interface RowScroll extends Drawn {
  /** Height of the body. */
  height: number;
  /** Brings a row into sight. */
  reveal: (index: number) => void;
  /** Rows that fit. */
  page: () => number;
}

export function useRowScroll(
  frame: RefObject<HTMLElement | null>,
  total: number,
  rowHeight: number,
  headHeight: number,
): RowScroll {
  const [drawn, setDrawn] = useState<Drawn>({ first: 0, last: Math.min(total - 1, 2 * BEYOND), origin: 0 });
  // A wheel moves by less than one step of a shortened scrollbar: the exact place is kept beside it.
  const exact = useRef({ top: 0, offset: 0 });

  const shape = useCallback(
    (): Geometry => geometry(total, rowHeight, Math.max(0, (frame.current?.clientHeight ?? 0) - headHeight)),
    [frame, total, rowHeight, headHeight],
  );

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const now = shape();
    const top = element.scrollTop;
    const offset = Math.abs(top - exact.current.top) < 1 ? exact.current.offset : top * ratio(now);
    const settled = clampOffset(now, offset);
    exact.current = { top, offset: settled };
    const { first, last } = visible(now, settled, BEYOND);
    const origin = ratio(now) === 1 ? 0 : top - settled;
    setDrawn(before =>
      before.first === first && before.last === last && before.origin === origin
        ? before
        : { first, last, origin },
    );
  }, [frame, shape]);

  const scrollTo = useCallback(
    (offset: number) => {
      const element = frame.current;
      if (!element) return;
      const now = shape();
      const wanted = clampOffset(now, offset);
      element.scrollTop = wanted / ratio(now);
      exact.current = { top: element.scrollTop, offset: wanted };
      measure();
    },
    [frame, shape, measure],
  );

  useLayoutEffect(measure, [measure]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (ratio(shape()) === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
      scrollTo(exact.current.offset + event.deltaY * unit);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
      element.removeEventListener('wheel', onWheel);
    };
  }, [frame, measure, scrollTo, shape, rowHeight]);

  return {
    ...drawn,
    height: shape().shown,
    reveal: useCallback(
      index => {
        const offset = reveal(shape(), exact.current.offset, index);
        if (offset !== null) scrollTo(offset);
      },
      [shape, scrollTo],
    ),
    page: useCallback(() => Math.max(1, Math.floor(shape().view / rowHeight) - 1), [shape, rowHeight]),
  };
}
