// What the palette offers, and how it is ranked: every operation of the catalog, every screen, every shortcut.
import { operations, type OperationInfo, type OperationName } from '@/api/generated';
import { fold } from '@/lib/text';

export interface Command {
  id: string;
  title: string;
  detail?: string;
  keys?: string;
  run: () => void;
}

/** Is `wanted` in `text` letter by letter in order? A lower number is a better match; null is none. */
export function rank(text: string, wanted: string): number | null {
  const from = fold(text);
  const letters = fold(wanted);
  if (letters === '') return 0;
  const at = from.indexOf(letters);
  if (at === 0) return 0;
  if (at > 0) return from[at - 1] === ' ' || from[at - 1] === '.' ? 1 : 2;
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

/** The commands that match, best first; equals keep their order. */
export function search(commands: readonly Command[], wanted: string): Command[] {
  return commands
    .map(command => {
      const title = rank(command.title, wanted);
      const detail = command.detail ? rank(command.detail, wanted) : null;
      const score = Math.min(title ?? Infinity, detail === null ? Infinity : detail + 5);
      return { command, score };
    })
    .filter(found => found.score < Infinity)
    .toSorted((one, other) => one.score - other.score)
    .map(found => found.command);
}

/** Operations a person can start from a form of simple fields. */
export function formOperations(): [OperationName, OperationInfo][] {
  return (Object.entries(operations) as [OperationName, OperationInfo][]).filter(
    ([, info]) =>
      info.kind !== 'query' && info.fields.every(field => field.type !== 'json' || !field.required),
  );
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
