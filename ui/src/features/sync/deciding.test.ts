import { describe, expect, it } from 'vitest';
import { decisions, say, sayAll, undecided, type Said } from './deciding';

const doubts = [{ index: 2 }, { index: 5 }, { index: 9 }];

describe('deciding a statement', () => {
  it('counts what nobody has said anything about', () => {
    expect(undecided(doubts, {})).toBe(3);
    expect(undecided(doubts, say({}, 5, 'add'))).toBe(2);
    expect(undecided(doubts, sayAll(doubts, 'merge'))).toBe(0);
    expect(undecided([], {})).toBe(0);
  });

  it('takes the last word on a line', () => {
    const said = say(say(sayAll(doubts, 'merge'), 9, 'add'), 9, 'leave_out');
    expect(decisions(doubts, said)).toEqual([
      { index: 2, fate: 'merge' },
      { index: 5, fate: 'merge' },
      { index: 9, fate: 'leave_out' },
    ]);
  });

  it('sends nothing of lines that are no longer in doubt', () => {
    const said: Said = { 1: 'merge', 5: 'add' };
    expect(decisions(doubts, said)).toEqual([{ index: 5, fate: 'add' }]);
    expect(undecided(doubts, said)).toBe(2);
  });
});
