// Terms of the register's query language, for links from a figure to its rows.

/** A value as the language reads it: quoted when it is more than one plain word. */
export function quoted(value: string): string {
  return /^[\p{L}\p{N}_]+$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`;
}

/** `category:food date:2024-01-01..2024-03-31`; empty values are left out. */
export function rowQuery(terms: Record<string, string | null | undefined>): string {
  return Object.entries(terms)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => `${key}:${key === 'date' ? value : quoted(value ?? '')}`)
    .join(' ');
}
