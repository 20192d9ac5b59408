import { afterEach, expect, it } from 'vitest';
import { addDays, addMonths, formatDay, formatMoment, parseDay, weekStart } from './dates';
import { setFormats } from './formats';

afterEach(() => setFormats({}));

it('reads days in the order of the person', () => {
  setFormats({ dates: 'dmy' });
  expect(parseDay('5/3/26', '2026-11-25')).toBe('2026-03-05');
  expect(parseDay('05.03.2026', '2026-11-25')).toBe('2026-03-05');
  expect(parseDay('5', '2026-11-25')).toBe('2026-11-05');
  expect(parseDay('31/12', '2026-11-25')).toBe('2026-12-31');
  expect(parseDay('31/02/2026', '2026-11-25')).toBeNull();
  setFormats({ dates: 'mdy' });
  expect(parseDay('5/3/26', '2026-11-25')).toBe('2026-05-03');
  expect(parseDay('2026-02-28', '2026-11-25')).toBe('2026-02-28');
  expect(parseDay('yesterday', '2026-11-25')).toBeNull();
});

it('writes days in the order of the person', () => {
  setFormats({ dates: 'dmy' });
  expect(formatDay('2026-03-05')).toBe('05/03/2026');
  setFormats({ dates: 'mdy' });
  expect(formatDay('2026-03-05')).toBe('03/05/2026');
});

it('counts months over the years', () => {
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(addMonths('2026-11', 14)).toBe('2028-01');
});

it('counts days over months, and weeks from the day of the person', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  setFormats({ week: 0 });
  expect(weekStart('2026-11-26')).toBe('2026-11-22');
  expect(weekStart('2026-11-22')).toBe('2026-11-22');
  setFormats({ week: 1 });
  expect(weekStart('2026-11-22')).toBe('2026-11-16');
  setFormats({ week: 6 });
  expect(weekStart('2026-11-26')).toBe('2026-11-21');
});

it('writes moments in the order of the person', () => {
  setFormats({ dates: 'ymd', numbers: 'fr' });
  expect(formatMoment(new Date(2026, 10, 26, 9, 5).getTime())).toMatch(/^2026-11-26 0?9:05/);
});
