// What keys mean in a table.
export type Step = number | 'first' | 'last';

/** Where a key moves the row cursor; null when it does not. */
export function rowStep(key: string, page: number, letters: boolean): Step | null {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    case 'j':
      return letters ? 1 : null;
    case 'k':
      return letters ? -1 : null;
    default:
      return null;
  }
}

/** The row a step leads to. */
export function stepTo(current: number, step: Step, total: number): number {
  const next = typeof step === 'number' ? current + step : step === 'first' ? 0 : total - 1;
  return Math.max(0, Math.min(total - 1, next));
}

/** The next editable column from `from` in a direction; null when there is none on this row. */
export function nextEditable(editable: readonly boolean[], from: number, direction: 1 | -1): number | null {
  for (let at = from + direction; at >= 0 && at < editable.length; at += direction) {
    if (editable[at]) return at;
  }
  return null;
}
