// Every pair of colours that carries text has the contrast WCAG 2.2 AA asks for, in both themes.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync('src/design/tokens.css', 'utf8');

const [light = '', dark = ''] = css.split("[data-theme='dark']");

function tokens(block: string): Record<string, string> {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[\da-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = ['text', 'muted', 'accent', 'positive', 'negative', 'warn'];
const GROUNDS = ['bg', 'surface', 'sunken', 'hover'];
const PAIRS: [string, string][] = [
  ...TEXT.flatMap(text => GROUNDS.map((ground): [string, string] => [text, ground])),
  ['on-accent', 'accent'],
  ['text', 'selected'],
  ['muted', 'selected'],
  ['text', 'accent-soft'],
  ['positive', 'positive-soft'],
  ['negative', 'negative-soft'],
  ['warn', 'warn-soft'],
];

it.each([
  ['light', tokens(light)],
  ['dark', { ...tokens(light), ...tokens(dark) }],
])('%s', (_, theme) => {
  const low = PAIRS.map(([text, ground]) => ({
    pair: `${text} on ${ground}`,
    contrast: contrast(theme[text] ?? '#000000', theme[ground] ?? '#000000'),
  })).filter(found => found.contrast < 4.5);
  expect(low).toEqual([]);
  // Edges of fields and the focus ring are no text: 3 to 1.
  expect(contrast(theme['line-strong'] ?? '', theme['surface'] ?? '')).toBeGreaterThan(3);
});
