import { describe, expect, it } from 'vitest';
import { agoText, askedPlaces } from './texts';

describe('agoText', () => {
  it('takes the largest unit that fits', () => {
    expect(agoText(5, 'en')).toBe('now');
    expect(agoText(60, 'en')).toBe('1 minute ago');
    expect(agoText(3 * 3_600 + 59, 'en')).toBe('3 hours ago');
    expect(agoText(86_400, 'en')).toBe('yesterday');
    expect(agoText(2 * 86_400, 'pt-BR')).toBe('anteontem');
  });
});

describe('askedPlaces', () => {
  it('asks for three different places in order', () => {
    let turn = 0;
    const places = askedPlaces(24, () => [0.99, 0, 0.5][turn++ % 3] ?? 0);
    expect(places).toHaveLength(3);
    expect(new Set(places).size).toBe(3);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every(place => place >= 0 && place < 24)).toBe(true);
  });
});
