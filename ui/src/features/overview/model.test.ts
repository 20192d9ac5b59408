import { expect, it } from 'vitest';
import { change, rest, sameDay, waitingLines } from './model';

const money = (minor: number) => ({ minor, currency: 'BRL' });
const nothing = {
  suggestions: 0,
  uncategorised: 0,
  open_imports: 0,
  doubtful: 0,
  uncleared: 0,
  conflicts: 0,
  quarantined: 0,
};

it('compares with the month before only where there was one', () => {
  expect(change(money(110), money(100))).toBe(10);
  expect(change(money(50), money(100))).toBe(-50);
  expect(change(money(50), money(0))).toBeNull();
  expect(change(money(50), money(-10))).toBeNull();
});

it('says what is left', () => {
  expect(rest({ income: money(100), spending: money(130), uncategorised: money(5) })).toEqual(money(-30));
});

it('lists what waits, and leads there', () => {
  expect(waitingLines(nothing)).toEqual([]);
  const lines = waitingLines({ ...nothing, suggestions: 3, uncategorised: 1000 });
  expect(lines.map(line => [line.key, line.count])).toEqual([
    ['suggestions', '3'],
    ['uncategorised', '1000+'],
  ]);
  expect(lines[1]?.href).toBe('#/register?q=is%3Auncategorised');
});

it('finds the same day of a shorter month', () => {
  expect(sameDay('2026-10-20', '2026-09')).toBe('2026-09-20');
  expect(sameDay('2026-03-31', '2026-02')).toBe('2026-02-28');
});
