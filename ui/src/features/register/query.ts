// The register's query as it stands in the address, and the terms the quick filters add to it.

/** The query that is asked: the account of the address, and what was typed. */
export function askedQuery(account: string | undefined, typed: string): string {
  return [account ? `account:${account}` : '', typed.trim()].filter(part => part !== '').join(' ');
}

/** The query without the letters from `start` up to `end`, counted as the core counts: by character, not by code unit. */
export function withoutTerm(query: string, start: number, end: number): string {
  const letters = Array.from(query);
  return [...letters.slice(0, start), ...letters.slice(end)].join('').replace(/\s+/g, ' ').trim();
}

/** The query with `insert` instead of the letters from `start` up to `end`. */
export function replaceAt(query: string, start: number, end: number, insert: string): string {
  const letters = Array.from(query);
  const rest = letters.slice(end).join('');
  const gap = insert.endsWith(':') || rest.startsWith(' ') ? '' : ' ';
  return `${letters.slice(0, start).join('')}${insert}${gap}${rest}`;
}

export const ALL_COLUMNS = [
  'date',
  'account',
  'payee',
  'category',
  'note',
  'tags',
  'amount',
  'balance',
  'clearing',
] as const;
export type ColumnId = (typeof ALL_COLUMNS)[number];

/** The columns shown: those of the address, else the usual ones. */
export function shownColumns(params: string | undefined, oneAccount: boolean): ColumnId[] {
  const named = (params ?? '')
    .split(',')
    .filter((name): name is ColumnId => (ALL_COLUMNS as readonly string[]).includes(name));
  if (named.length > 0) return named;
  return ALL_COLUMNS.filter(
    name => name !== 'tags' && (oneAccount ? name !== 'account' : name !== 'balance'),
  );
}

/** The order after a heading was pressed: first as the heading likes it, then the other way round. */
export function nextSort(now: string, by: string): string {
  const first = by === 'payee' ? by : `-${by}`;
  if (now !== first && now !== flip(first)) return first;
  return flip(now);
}

function flip(sort: string): string {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
}

/** `viagem, 2024 ` as tags. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(',').map(tag => tag.trim()))].filter(tag => tag !== '');
}
