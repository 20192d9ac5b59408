// What the budget's screen makes of the core's answer.
import type { BudgetLine, BudgetMonth, StyleView } from '@/api/generated';

/** What is budgeted in a line, by the book's style; null where nothing is. */
export function budgeted(line: Pick<BudgetLine, 'limit' | 'allocated'>, style: StyleView): number | null {
  return (style === 'tracking' ? line.limit?.minor : line.allocated?.minor) ?? null;
}

/** Spent as a share of what there is for the month; null where nothing is budgeted. */
export function share(line: Pick<BudgetLine, 'available' | 'spent'>): number | null {
  if (!line.available) return null;
  const there = line.available.minor + line.spent.minor;
  if (there > 0) return Math.max(0, line.spent.minor) / there;
  return line.spent.minor > there ? 2 : 0;
}

/** Every line of every group. */
export function linesOf(month: BudgetMonth): BudgetLine[] {
  return month.groups.flatMap(group => group.categories);
}

/** Lines that can give: more is available than nothing, and it is not the one to be covered. */
export function givers(month: BudgetMonth, to: string): BudgetLine[] {
  return linesOf(month)
    .filter(line => line.category_id !== to && (line.available?.minor ?? 0) > 0)
    .sort((one, other) => (other.available?.minor ?? 0) - (one.available?.minor ?? 0));
}

/** Nothing is budgeted in the month. */
export function isUnbudgeted(month: BudgetMonth): boolean {
  return linesOf(month).every(line => budgeted(line, month.style) === null);
}

export function isMonth(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}
