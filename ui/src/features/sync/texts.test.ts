import { describe, expect, it } from 'vitest';
import type { ServerStatement } from '@/api/generated';
import { agoText, askedPlaces, refusalText } from './texts';

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

describe('refusalText', () => {
  const statement = (state: ServerStatement['state'], code: string | null, detail: string | null) => ({
    id: 'a',
    file: 'march.ofx',
    bytes: 1,
    state,
    at: 0,
    ended: null,
    plan: null,
    code,
    detail,
    batch: null,
  });

  it('says why in the words of the import, in its own, or in those of the server', () => {
    expect(refusalText(statement('committed', null, null))).toBeNull();
    expect(refusalText(statement('refused', 'empty_file', 'the file is empty'))).toContain(
      'The file is empty.',
    );
    expect(refusalText(statement('refused', 'unknown_account', 'no 123'))).toContain('Choose the account');
    expect(refusalText(statement('refused', 'quota', 'the room is full'))).toBe('the room is full');
    expect(refusalText(statement('failed', null, 'the worker was lost'))).toContain('upload the file again');
  });
});
