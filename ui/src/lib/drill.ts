// Addresses of the rows behind a figure: the register with a query.
import { hashOf } from '@/app/address';

/** A name as the query language reads it. */
export function quoted(name: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(name) ? name : `"${name.replaceAll('"', '')}"`;
}

/** The rows of a category in a month (or any span of days). */
export function categoryRows(category: string, date: string): string {
  return hashOf('register', { q: `category:${quoted(category)} date:${date}` });
}

export function rows(query: string): string {
  return hashOf('register', { q: query });
}
