// Where the rows of a long table lie. Browsers lay out no more than about 33 million pixels, and scroll positions grow coarse
// long before: beyond a limit the scrollbar's way is shorter than the rows' and both are converted.

/** Longest way of the scrollbar, px. */
export const LIMIT = 8_000_000;

export interface Geometry {
  /** Height of all rows. */
  full: number;
  /** Height the scrollbar goes over. */
  shown: number;
  /** Height of the part in sight. */
  view: number;
  rowHeight: number;
  total: number;
}

export function geometry(total: number, rowHeight: number, view: number): Geometry {
  const full = total * rowHeight;
  return { total, rowHeight, view, full, shown: Math.min(full, LIMIT) };
}

/** Rows' way per way of the scrollbar; 1 for all but huge lists. */
export function ratio({ full, shown, view }: Geometry): number {
  return shown === full || shown <= view ? 1 : (full - view) / (shown - view);
}

export function clampOffset(shape: Geometry, offset: number): number {
  return Math.max(0, Math.min(Math.max(0, shape.full - shape.view), offset));
}

/** Rows from `first` to `last`, both of them included. */
export interface Span {
  first: number;
  last: number;
}

/** Rows to draw when `offset` px of the rows lie above the view. */
export function visible(shape: Geometry, offset: number, beyond: number): Span {
  const { rowHeight, view, total } = shape;
  const first = Math.max(0, Math.floor(offset / rowHeight) - beyond);
  const last = Math.min(total - 1, Math.ceil((offset + view) / rowHeight) + beyond);
  return { first, last };
}

/** What is in sight, with those of the rows drawn before that are still near and next to it. */
export function drawn(sight: Span, near: Span, before: Span): Span {
  const first = Math.max(near.first, before.first);
  const last = Math.min(near.last, before.last);
  if (first > last || last < sight.first - 1 || first > sight.last + 1) return sight;
  return { first: Math.min(first, sight.first), last: Math.max(last, sight.last) };
}

/** The offset that brings a row into sight with the least movement; null when it is. */
export function reveal(shape: Geometry, offset: number, index: number): number | null {
  const top = index * shape.rowHeight;
  if (top < offset) return clampOffset(shape, top);
  const bottom = top + shape.rowHeight;
  if (bottom > offset + shape.view) return clampOffset(shape, bottom - shape.view);
  return null;
}
