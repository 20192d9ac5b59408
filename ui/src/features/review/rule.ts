// The part of a statement's text that names the merchant: what a rule looks for.

const NOISE =
  /^(compra|compras|deb|debito|débito|cartao|cartão|pix|enviado|recebido|pagto|pagamento|transf|ted|doc|pos|purchase|card|debit|direct|dep|pg)\b[\s*]*/iu;

/** `COMPRA DEB PADARIA TRIGO BOM 0423 SAO PAULO` looks for `PADARIA TRIGO BOM`. */
export function ruleText(description: string): string {
  let rest = description.trim();
  for (;;) {
    const shorter = rest.replace(NOISE, '');
    if (shorter === rest || shorter === '') break;
    rest = shorter;
  }
  // What follows the first number is a store, a time or a reference.
  const named = rest.split(/\s*\b[#\d][\d/:.-]*\b/u)[0]?.trim() ?? '';
  return named.length >= 3 ? named : description.trim();
}
