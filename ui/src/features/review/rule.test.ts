import { expect, it } from 'vitest';
import { ruleText } from './rule';

it.each([
  ['COMPRA DEB PADARIA TRIGO BOM', 'PADARIA TRIGO BOM'],
  ['COMPRA DEB 14:30 SUPERMERCADO SOL', 'COMPRA DEB 14:30 SUPERMERCADO SOL'],
  ['FARMACIA VIDA LEVE FILIAL 0423 SANTOS', 'FARMACIA VIDA LEVE FILIAL'],
  ['PG *CANTINA DA NONNA', 'CANTINA DA NONNA'],
  ['PIX ENVIADO JOANA FICTICIA', 'JOANA FICTICIA'],
  ['GOOD LIFE PHARMACY 042', 'GOOD LIFE PHARMACY'],
  ['PIX', 'PIX'],
  ['99', '99'],
])('%s', (description, text) => {
  expect(ruleText(description)).toBe(text);
});
