//! Rows posted as transactions that are none, and instalment markers in descriptions.

use domain::statement::PseudoRow;

/// Whether a description is a balance or a total posted as a row, for example `SALDO ANTERIOR`, `Saldo do dia`,
/// `S A L D O`, `OPENING BALANCE`, `Total do dia`.
pub fn pseudo_row(description: &str) -> Option<PseudoRow> {
    // Every form begins with one of these letters: the rest is never folded.
    let first =
        description.trim_start_matches(|c: char| !c.is_alphabetic()).chars().next()?.to_ascii_lowercase();
    if !matches!(first, 's' | 'o' | 'c' | 'b' | 't' | 'a' | 'l') {
        return None;
    }
    let folded = fold(description);
    const BALANCES: [&str; 17] = [
        "saldo anterior",
        "saldo do dia",
        "saldo final",
        "saldo inicial",
        "saldo atual",
        "saldo total",
        "saldo em conta",
        "saldo disponivel",
        "saldo parcial",
        "saldo bloqueado",
        "saldo dia",
        "saldo aplic",
        "opening balance",
        "closing balance",
        "balance forward",
        "balance brought forward",
        "available balance",
    ];
    let spaced = folded.starts_with("s a l d o");
    let dated = folded.strip_prefix("saldo").is_some_and(|rest| {
        rest.is_empty()
            || rest.trim_start_matches(" em").trim_start().starts_with(|c: char| c.is_ascii_digit())
    });
    if spaced || dated || BALANCES.iter().any(|start| folded.starts_with(start)) {
        return Some(PseudoRow::Balance);
    }
    let totals = [
        "total do dia",
        "total de entradas",
        "total de saidas",
        "total geral",
        "total da fatura",
        "totais",
        "lancamentos futuros total",
    ];
    totals.iter().any(|start| folded.starts_with(start)).then_some(PseudoRow::Total)
}

/// Lower case, without the accents of Portuguese, Spanish and German, punctuation as single blanks; at most 64 characters.
fn fold(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars().take(64).flat_map(char::to_lowercase) {
        let c = match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            other if other.is_alphanumeric() => other,
            _ => ' ',
        };
        if c != ' ' || !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Instalment n of m named in a description: `PARC 02/05`, `Parcela 3 de 10`, `PARCELA 1/6`, `3/10` at the end.
///
/// A bare `02/05` counts only at the end of the text and only when 1 <= n <= m, 2 <= m <= 99 and both sides have the same width or
/// no leading zero, since it may be a date; with a word before it 1 <= n <= m <= 420 is enough.
pub fn instalment(description: &str) -> Option<(u16, u16)> {
    if !description.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = description.to_lowercase();
    for word in ["parcela", "parc.", "parc", "prest.", "prest", "cuota", "instalment", "installment"] {
        for (at, _) in lower.match_indices(word) {
            if let Some(found) =
                n_of_m(&lower[at + word.len()..]).filter(|(n, m)| *n >= 1 && n <= m && *m <= 420)
            {
                return Some(found);
            }
        }
    }
    None
}

fn n_of_m(text: &str) -> Option<(u16, u16)> {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '(' | '#'));
    let (n, rest) = number(text)?;
    let rest = rest.trim_start();
    let rest = ["/", "de ", "of ", "-"].iter().find_map(|between| rest.strip_prefix(between))?;
    let (m, rest) = number(rest.trim_start())?;
    // `02/05/2024` is a date.
    (!rest.starts_with(['/', '-', '.']) || rest.len() == 1).then_some((n, m))
}

fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits).then(|| Some((text[..digits].parse().ok()?, &text[digits..])))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_and_totals_are_recognised() {
        for text in [
            "SALDO ANTERIOR",
            "Saldo do dia",
            "S A L D O",
            "Saldo",
            "SALDO EM 31/12",
            "Saldo Total Disponível Dia",
            "Opening balance",
        ] {
            assert_eq!(pseudo_row(text), Some(PseudoRow::Balance), "{text}");
        }
        assert_eq!(pseudo_row("TOTAL DO DIA"), Some(PseudoRow::Total));
        for text in ["SALDOS DE VERAO LOJA", "Saldo de ferias", "TOTAL FITNESS", "Balance Bikes", "", "123"] {
            assert_eq!(pseudo_row(text), None, "{text}");
        }
    }

    #[test]
    fn instalment_markers() {
        let cases = [
            ("LOJA PARC 02/05", Some((2, 5))),
            ("Parcela 3 de 10 Loja", Some((3, 10))),
            ("LOJA - PARCELA 1/6", Some((1, 6))),
            ("LOJA (Parcela 12 de 12)", Some((12, 12))),
            ("PARC02/05 LOJA", Some((2, 5))),
            ("PARCELA 06/05", None),
            ("PARC 02/05/2024", None),
            ("PARCELAMENTO FATURA", None),
            ("Uber 02/05", None),
        ];
        for (text, expected) in cases {
            assert_eq!(instalment(text), expected, "{text}");
        }
    }
}
