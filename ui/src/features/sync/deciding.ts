// What a person says about the lines in doubt of a statement, until all is said and sent.
import type { LineFate } from '@/api/generated';
import type { Fate } from '@/features/import/Pairs';

/** What was said, by the line's index. */
export type Said = Readonly<Record<string, Fate>>;

interface Doubt {
  index: number;
}

/** The same with one line more. */
export function say(said: Said, index: number, fate: Fate): Said {
  return { ...said, [index]: fate };
}

/** The same of every line. */
export function sayAll(doubts: readonly Doubt[], fate: Fate): Said {
  return Object.fromEntries(doubts.map(doubt => [doubt.index, fate]));
}

/** How many lines nobody has said anything about. */
export function undecided(doubts: readonly Doubt[], said: Said): number {
  return doubts.filter(doubt => said[doubt.index] === undefined).length;
}

/** What is sent: only lines that are in doubt now, since the statement may have been planned anew meanwhile. */
export function decisions(doubts: readonly Doubt[], said: Said): LineFate[] {
  return doubts.flatMap(({ index }) => {
    const fate = said[index];
    return fate === undefined ? [] : [{ index, fate }];
  });
}
