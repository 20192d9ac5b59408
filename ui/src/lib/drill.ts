// Addresses of the rows behind a figure: the register with a query.
import type { CategoryView } from '@/api/generated';
import { hashOf } from '@/app/address';
import { quoted, rowQuery } from './query';

export function rows(query: string): string {
  return hashOf('register', { q: query });
}

/** The rows of a category in a month (or any span of days). */
export function categoryRows(category: string, date: string): string {
  return rows(rowQuery({ category, date }));
}

/** The rows with a category of these kinds: their groups named, or the others left out, whichever is shorter. */
export function kindRows(
  categories: readonly Pick<CategoryView, 'group' | 'kind'>[],
  kinds: readonly string[],
  date: string,
): string {
  const groups = (wanted: boolean) => [
    ...new Set(categories.filter(one => kinds.includes(one.kind) === wanted).map(one => one.group)),
  ];
  const [own, others] = [groups(true), groups(false)];
  const terms =
    own.length > 0 && own.length <= others.length + 1
      ? own.map(group => `category:${quoted(group)}`)
      : [...others.map(group => `-category:${quoted(group)}`), '-is:uncategorised'];
  return rows([...terms, `date:${date}`].join(' '));
}
