// What the palette offers, and how it is ranked: every operation of the catalog, every screen, every shortcut.
import { operations, type OperationInfo, type OperationName } from '@/api/generated';
import { fold } from '@/lib/text';

export interface Command {
  id: string;
  title: string;
  detail?: string;
  /** Found by these words too. */
  also?: string;
  keys?: string;
  run: () => void;
}

/** Is `wanted` in `text` letter by letter in order? A lower number is a better match; null is none. */
export function rank(text: string, wanted: string): number | null {
  const from = fold(text);
  const letters = fold(wanted).trim();
  if (letters === '') return 0;
  const at = from.indexOf(letters);
  if (at === 0) return 0;
  if (at > 0 && /[\s.:_-]/.test(from[at - 1] ?? '')) return 1;
  const words = from.split(/[\s.:_-]+/);
  // Every word that was typed begins a word of the text, in any order: `import undo`.
  if (letters.split(/\s+/).every(part => words.some(word => word.startsWith(part)))) return 2;
  if (
    words
      .map(word => word[0] ?? '')
      .join('')
      .startsWith(letters)
  )
    return 3;
  if (at > 0) return 4;
  let place = -1;
  let gaps = 0;
  for (const letter of letters) {
    const next = from.indexOf(letter, place + 1);
    if (next < 0) return null;
    gaps += next - place - 1;
    place = next;
  }
  return 10 + gaps;
}

/** Letters scattered wider than this are no match but chance. */
const WORST = 24;

/** The commands that match, best first; equals keep their order, those used lately stand first. */
export function search(
  commands: readonly Command[],
  wanted: string,
  recent: readonly string[] = [],
): Command[] {
  const rest = recent.length + 1;
  const lately = (id: string) => {
    const place = recent.indexOf(id);
    return place < 0 ? rest : place;
  };
  return commands
    .map(command => {
      const title = rank(command.title, wanted) ?? Infinity;
      const also = rank(command.also ?? '', wanted) ?? Infinity;
      const detail = command.detail ? (rank(command.detail, wanted) ?? Infinity) : Infinity;
      return { command, score: Math.min(title, also + 2, detail < 5 ? detail + 5 : Infinity) };
    })
    .filter(found => found.score <= WORST)
    .toSorted((one, other) => one.score - other.score || lately(one.command.id) - lately(other.command.id))
    .map(found => found.command);
}

/** Done by the page itself, never by a person. */
const INNER: ReadonlySet<string> = new Set([
  'book.status',
  'category.complete',
  'file.discard',
  'file.stage',
  'file.stage_sample',
  'payee.complete',
  'register.complete',
  'register.locate',
  'register.parse',
  'suggestion.catch_up',
]);

/** Operations a person can start from a form of simple fields. */
export function formOperations(): [OperationName, OperationInfo][] {
  return (Object.entries(operations) as [OperationName, OperationInfo][]).filter(
    ([name, info]) =>
      !INNER.has(name) && info.fields.every(field => field.type !== 'json' || !field.required),
  );
}

/** Required fields that are still empty. */
export function missing(info: OperationInfo, typed: Readonly<Record<string, string>>): string[] {
  return info.fields.filter(field => field.required && !typed[field.name]?.trim()).map(field => field.name);
}

/** What was typed into the fields of a form as an operation's input: empty ones are left out. */
export function formInput(
  info: OperationInfo,
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const field of info.fields) {
    const text = typed[field.name]?.trim() ?? '';
    if (text === '') continue;
    switch (field.type) {
      case 'integer':
      case 'number':
        input[field.name] = Number(text);
        break;
      case 'boolean':
        input[field.name] = text === 'true';
        break;
      case 'list':
        input[field.name] = text
          .split(',')
          .map(part => part.trim())
          .filter(part => part !== '');
        break;
      case 'json':
        input[field.name] = JSON.parse(text) as unknown;
        break;
      default:
        input[field.name] = text;
    }
  }
  return input;
}

const KEY = 'valorize.palette.recent';
const REMEMBERED = 8;

/** Commands used lately, the last first. */
export function recentCommands(): string[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberCommand(id: string): void {
  const next = [id, ...recentCommands().filter(other => other !== id)].slice(0, REMEMBERED);
  globalThis.localStorage.setItem(KEY, JSON.stringify(next));
}
