import { afterEach, expect, test } from 'vitest';
import { setFormats } from '@/lib/formats';
import { comparedWith, lastDay, presetPeriod } from './period';

afterEach(() => setFormats({}));

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

test('weeks and months begin where the person says', () => {
  setFormats({ week: 1, month: 5 });
  expect(presetPeriod('this_week', '2024-03-03')).toEqual({ from: '2024-02-26', to: '2024-03-03' });
  expect(presetPeriod('last_week', '2024-03-03')).toEqual({ from: '2024-02-19', to: '2024-02-25' });
  expect(presetPeriod('this_month', '2024-03-04')).toEqual({ from: '2024-02-05', to: '2024-03-04' });
  expect(presetPeriod('this_month', '2024-03-05')).toEqual({ from: '2024-03-05', to: '2024-04-04' });
  expect(presetPeriod('last_3', '2024-03-05')).toEqual({ from: '2024-01-05', to: '2024-04-04' });
  expect(presetPeriod('this_month', '2024-03-04', true)).toEqual({ from: '2024-03-01', to: '2024-03-31' });
  const own = { from: '2024-02-05', to: '2024-03-04' };
  expect(comparedWith(own, 'before')).toEqual({ from: '2024-01-05', to: '2024-02-04' });
  expect(comparedWith(own, 'year')).toEqual({ from: '2023-02-05', to: '2023-03-04' });
});
