import { expect, test } from 'vitest';
import { setFormats } from '@/lib/formats';
import { shareText, sizeText } from './sizes';

test('sizes are read at a glance', () => {
  setFormats({ numbers: 'en' });
  expect(sizeText(0)).toBe('0 B');
  expect(sizeText(999)).toBe('999 B');
  expect(sizeText(1_234_567)).toBe('1.2 MB');
  expect(sizeText(654_000_000)).toBe('654 MB');
});

test('shares are percentages in the format of the person', () => {
  setFormats({ numbers: 'pt-BR' });
  expect(shareText(913)).toBe('91,3%');
});
