import { expect, it } from 'vitest';
import type { GoalView } from '@/api/generated';
import { needText, paceText, percent } from './model';

const money = (minor: number) => ({ minor, currency: 'BRL' });

function goal(part: Partial<GoalView>): GoalView {
  return {
    id: 'g',
    name: 'Trip',
    target: money(100_000),
    saved: money(0),
    remaining: money(100_000),
    per_mille: 0,
    due: null,
    needed_per_month: null,
    pace_per_month: null,
    arrives: null,
    state: 'open',
    place: 'nothing',
    linked_id: null,
    linked: null,
    starting: money(0),
    started: '2024-01-01',
    archived: false,
    ...part,
  };
}

it('never rounds up to done', () => {
  expect(percent({ per_mille: 999 })).toBe(99);
  expect(percent({ per_mille: 1000 })).toBe(100);
});

it('tells the pace, and says so when there is none', () => {
  const early = paceText(goal({}));
  const known = paceText(goal({ pace_per_month: money(1000), arrives: '2025-01-31' }));
  const never = paceText(goal({ pace_per_month: money(-5) }));
  expect(new Set([early, known, never]).size).toBe(3);
  expect(known).toContain('2025');
});

it('asks for nothing when the amount is there', () => {
  expect(needText(goal({ state: 'reached', due: '2024-01-01' }))).toBeNull();
  expect(needText(goal({}))).toBeNull();
  expect(needText(goal({ due: '2024-02-01', state: 'overdue' }))).toContain('2024');
});
