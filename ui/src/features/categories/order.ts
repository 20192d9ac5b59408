// Moving one thing within a list of ids, and from one list to another.

/** The list with `id` one step up (-1) or down (1); the same list at its ends. */
export function moved(ids: readonly string[], id: string, step: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return [...ids];
  return placed(ids, id, step < 0 ? (ids[to] ?? null) : (ids[to + 1] ?? null));
}

/** The list with `id` before another one, or at the end. */
export function placed(ids: readonly string[], id: string, before: string | null): string[] {
  if (id === before) return [...ids];
  const rest = ids.filter(other => other !== id);
  const at = before === null ? -1 : rest.indexOf(before);
  return at < 0 ? [...rest, id] : [...rest.slice(0, at), id, ...rest.slice(at)];
}
