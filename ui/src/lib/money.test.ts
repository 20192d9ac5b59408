import { afterEach, describe, expect, it } from 'vitest';
import { setFormats } from './formats';
import { decimalText, formatMoney, parseMoney } from './money';

afterEach(() => setFormats({}));

describe('parseMoney', () => {
  const brazilian: [string, string, number | null][] = [
    ['12,50', 'BRL', 1250],
    ['1.234,56', 'BRL', 123456],
    ['1.234', 'BRL', 123400],
    ['1.5', 'BRL', 150],
    ['R$ -7,00', 'BRL', -700],
    ['\u22127', 'BRL', -700],
    ['12,50+3', 'BRL', 1550],
    ['100 - 0,01', 'BRL', 9999],
    ['1,234', 'BRL', null],
    ['12,5x', 'BRL', 1250],
    ['1500', 'JPY', 1500],
    ['1.500', 'JPY', 1500],
    ['0,005', 'KWD', 5],
    ['', 'BRL', null],
    ['+', 'BRL', null],
    ['99999999999999999999', 'BRL', null],
  ];
  it.each(brazilian)('%s %s', (text, currency, minor) => {
    setFormats({ numbers: 'pt-BR' });
    expect(parseMoney(text, currency)).toBe(minor);
  });

  const american: [string, number | null][] = [
    ['12.50', 1250],
    ['1,234.56', 123456],
    ['1,234', 123400],
    ['1,5', 150],
    ['-3+5', 200],
  ];
  it.each(american)('%s', (text, minor) => {
    setFormats({ numbers: 'en' });
    expect(parseMoney(text, 'USD')).toBe(minor);
  });
});

describe('formatMoney', () => {
  it('keeps every digit and shows a real minus', () => {
    setFormats({ numbers: 'en' });
    expect(formatMoney({ minor: -9007199254740991, currency: 'USD' })).toBe('\u2212$90,071,992,547,409.91');
    expect(formatMoney({ minor: 5, currency: 'USD' }, { plus: true })).toBe('+$0.05');
    setFormats({ numbers: 'pt-BR' });
    expect(formatMoney({ minor: -199000, currency: 'BRL' }, { currency: false })).toBe('\u22121.990,00');
  });

  it('reads back what it shows', () => {
    setFormats({ numbers: 'pt-BR' });
    for (const minor of [0, 1, -1, 99, 100, -123456789]) {
      expect(parseMoney(formatMoney({ minor, currency: 'BRL' }), 'BRL')).toBe(minor);
    }
  });

  it('writes decimals of any currency', () => {
    expect(decimalText(-5, 2)).toBe('-0.05');
    expect(decimalText(1500, 0)).toBe('1500');
    expect(decimalText(12345, 3)).toBe('12.345');
  });
});
