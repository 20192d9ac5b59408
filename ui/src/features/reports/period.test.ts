import { expect, test } from 'vitest';
import { comparedWith, lastDay, presetPeriod } from './period';

test('presets are whole months around today', () => {
  expect(presetPeriod('this_month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(presetPeriod('last_month', '2024-01-31')).toEqual({ from: '2023-12-01', to: '2023-12-31' });
  expect(presetPeriod('last_12', '2024-02-10')).toEqual({ from: '2023-03-01', to: '2024-02-29' });
  expect(presetPeriod('this_year', '2024-02-10')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
  expect(presetPeriod('last_year', '2024-02-10')).toEqual({ from: '2023-01-01', to: '2023-12-31' });
  expect(lastDay('2023-02')).toBe('2023-02-28');
});

test('whole months are compared with whole months', () => {
  const quarter = { from: '2024-03-01', to: '2024-05-31' };
  expect(comparedWith(quarter, 'before')).toEqual({ from: '2023-12-01', to: '2024-02-29' });
  expect(comparedWith(quarter, 'year')).toEqual({ from: '2023-03-01', to: '2023-05-31' });
  expect(comparedWith(quarter, 'none')).toBeNull();
});

test('days are compared with as many days, or the same days a year before', () => {
  const days = { from: '2024-02-20', to: '2024-02-29' };
  expect(comparedWith(days, 'before')).toEqual({ from: '2024-02-10', to: '2024-02-19' });
  expect(comparedWith(days, 'year')).toEqual({ from: '2023-02-20', to: '2023-02-28' });
  expect(comparedWith({ from: '2024-02-10', to: '2024-02-29' }, 'year')?.to).toBe('2023-02-28');
});
