// Ties the geometry of a long table to its scrolling element.
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { clampOffset, drawn, geometry, ratio, reveal, visible, type Geometry, type Span } from './rowScroll';

/** Rows drawn above and below those in sight, once there is time. */
const BEYOND = 14;

interface Place {
  sight: Span;
  /** What is in sight and what lies around it. */
  near: Span;
  /** Where the first pixel of row 0 lies in the body. */
  origin: number;
}

export interface RowScroll extends Span {
  near: Span;
  origin: number;
  /** Height of the body. */
  height: number;
  /** Brings a row into sight. */
  reveal: (index: number) => void;
  /** Rows that fit. */
  page: () => number;
}

function same(one: Span, other: Span): boolean {
  return one.first === other.first && one.last === other.last;
}

export function useRowScroll(
  frame: RefObject<HTMLElement | null>,
  total: number,
  rowHeight: number,
  headHeight: number,
): RowScroll {
  const [place, setPlace] = useState<Place>(() => {
    const start = { first: 0, last: Math.min(total - 1, 2 * BEYOND) };
    return { sight: start, near: start, origin: 0 };
  });
  // A key or a wheel is answered with the rows in sight; those around them are drawn after that frame.
  const settled = useDeferredValue(place.near);
  // A wheel moves by less than one step of a shortened scrollbar: the exact place is kept beside it.
  const exact = useRef({ top: 0, offset: 0 });
  // Asking the element would make the browser lay rows out before all of them are there.
  const height = useRef(0);

  const shape = useCallback(
    (): Geometry => geometry(total, rowHeight, Math.max(0, height.current - headHeight)),
    [total, rowHeight, headHeight],
  );

  const measure = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const now = shape();
    const top = element.scrollTop;
    const offset = Math.abs(top - exact.current.top) < 1 ? exact.current.offset : top * ratio(now);
    const shown = clampOffset(now, offset);
    exact.current = { top, offset: shown };
    const sight = visible(now, shown, 0);
    const near = visible(now, shown, BEYOND);
    const origin = ratio(now) === 1 ? 0 : top - shown;
    setPlace(before =>
      same(before.sight, sight) && same(before.near, near) && before.origin === origin
        ? before
        : { sight, near: same(before.near, near) ? before.near : near, origin },
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

  const resized = useCallback(() => {
    height.current = frame.current?.clientHeight ?? 0;
    measure();
  }, [frame, measure]);

  useLayoutEffect(resized, [resized]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (ratio(shape()) === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
      scrollTo(exact.current.offset + event.deltaY * unit);
    };
    const observer = new ResizeObserver(resized);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
      element.removeEventListener('wheel', onWheel);
    };
  }, [frame, measure, resized, scrollTo, shape, rowHeight]);

  return {
    ...drawn(place.sight, place.near, settled),
    near: place.near,
    origin: place.origin,
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
