//! What an account is taken for, and called, that a statement brings along.

use domain::identity::fold;
use domain::statement::AccountHint;
use domain::{AccountKind, Language};

/// Words in a file's name that tell what its account is. Files of many banks say nothing else about it.
const TELLING: &[(&str, AccountKind)] = &[
    ("fatura", AccountKind::CreditCard),
    ("cartao", AccountKind::CreditCard),
    ("credit card", AccountKind::CreditCard),
    ("creditcard", AccountKind::CreditCard),
    ("kreditkarte", AccountKind::CreditCard),
    ("poupanca", AccountKind::Savings),
    ("savings", AccountKind::Savings),
    ("sparkonto", AccountKind::Savings),
];

/// The kind: as the file says, by its signs, by its name, else the most frequent one. A file that says "bank account" may still be
/// named after its savings account: QIF has no word for one.
pub fn kind(hint: &AccountHint, file_name: &str, sign_inverted: bool) -> AccountKind {
    let name = fold(&file_name.replace(['_', '-', '.'], " "));
    let told = TELLING.iter().find(|(word, _)| name.contains(word)).map(|(_, kind)| *kind);
    match hint.kind {
        Some(AccountKind::Checking) if told == Some(AccountKind::Savings) && hint.id.is_none() => {
            AccountKind::Savings
        }
        Some(kind) => kind,
        None if sign_inverted => AccountKind::CreditCard,
        None => told.unwrap_or(AccountKind::Checking),
    }
}

/// A file's name as the name of an account: without its ending and its dates.
pub fn of_file(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let words = stem.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty());
    let undated: Vec<&str> =
        words.take_while(|word| !word.starts_with(|first: char| first.is_ascii_digit())).collect();
    let mut letters = undated.join(" ");
    if let Some(first) = letters.get(..1) {
        letters.replace_range(..1, &first.to_uppercase());
    }
    if letters.is_empty() { stem.to_owned() } else { letters }
}

/// The kind in the book's language.
pub const fn word(kind: AccountKind, language: Language) -> &'static str {
    let (english, portuguese) = match kind {
        AccountKind::Checking => ("Checking", "Conta corrente"),
        AccountKind::Savings => ("Savings", "Poupança"),
        AccountKind::CreditCard => ("Card", "Cartão"),
        AccountKind::Cash => ("Cash", "Dinheiro"),
        AccountKind::Investment => ("Investment", "Investimento"),
        AccountKind::Loan => ("Loan", "Empréstimo"),
        AccountKind::OtherAsset => ("Account", "Conta"),
    };
    match language {
        Language::En => english,
        Language::PtBr => portuguese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_give_their_accounts_names_and_kinds() {
        for (file, name, expected) in [
            ("fatura-cartao-2026-09.csv", "Fatura cartao", AccountKind::CreditCard),
            ("giro-2026-q3.camt053.xml", "Giro", AccountKind::Checking),
            ("poupanca_2026.qif", "Poupanca", AccountKind::Savings),
            ("2026-01.csv", "2026-01", AccountKind::Checking),
            ("ação.csv", "Ação", AccountKind::Checking),
        ] {
            assert_eq!(of_file(file), name);
            assert_eq!(kind(&AccountHint::default(), file, false), expected, "{file}");
        }
        let bank = AccountHint { kind: Some(AccountKind::Checking), ..AccountHint::default() };
        assert_eq!(kind(&bank, "poupanca-2026.qif", false), AccountKind::Savings);
        assert_eq!(kind(&bank, "extrato.qif", false), AccountKind::Checking);
        assert_eq!(kind(&AccountHint::default(), "extrato.csv", true), AccountKind::CreditCard);
    }
}
