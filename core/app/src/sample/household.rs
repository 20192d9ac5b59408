//! What a household is made of: accounts, what comes each month, and what happens now and then.

use domain::{AccountKind, CategoryKey, Currency};

/// An account.
pub struct Account {
    /// What its owner calls it.
    pub name: &'static str,
    /// Kind.
    pub kind: AccountKind,
    /// ISO 4217 code.
    pub currency: &'static str,
    /// Beginning of its files' names.
    pub file: &'static str,
    /// Bank, as statements give it.
    pub bank: &'static str,
    /// Number.
    pub number: &'static str,
    /// Balance before the first row, minor units.
    pub opening: i64,
    /// Its bank sends CSV, with a header of its own.
    pub csv: bool,
}

/// Something in an account. `#` in the text is a digit that varies.
pub struct Event {
    /// Place of the account among the accounts.
    pub account: usize,
    /// When.
    pub when: When,
    /// Text of the statement.
    pub text: &'static str,
    /// What it is.
    pub category: CategoryKey,
    /// Typical amount in minor units; negative is money out.
    pub amount: i64,
    /// How far amounts stray from it, in per cent.
    pub spread: u32,
}

/// When something happens.
pub enum When {
    /// Each month on this day.
    Monthly(i8),
    /// So many times a month, on any day.
    Often(u32),
    /// In instalments: first month, how many, on this day. The text ends in `n/m`.
    Instalments(u32, u32, i8),
    /// Each month on this day, the sum of last month's purchases of the card: out here, in there.
    PayCard(i8, usize),
}

/// A household.
pub struct Household {
    /// Its accounts.
    pub accounts: &'static [Account],
    /// What happens in them.
    pub events: &'static [Event],
    /// Text of the card's payment on the card's own statement.
    pub card_paid: &'static str,
    /// Account whose newest statement is left to import by hand.
    pub by_hand: usize,
    /// What was typed in for two rows of that statement.
    pub typed_in: [&'static str; 2],
    /// One unit of a currency is worth so many ten-thousandths of another.
    pub rate: (Currency, Currency, i64),
    /// Limits of its budget: minor units a month.
    pub limits: &'static [(CategoryKey, i64)],
    /// What it saves for: name, place of the account among the accounts, minor units.
    pub goal: (&'static str, usize, i64),
    /// Where merchants are.
    pub cities: &'static [&'static str],
}

impl Household {
    /// The category of a row with this text: that of the event it comes from.
    pub fn category(&self, text: &str) -> Option<CategoryKey> {
        if text == self.card_paid {
            return Some(CategoryKey::CardPayment);
        }
        let fixed = |pattern: &'static str| pattern.split(['#', '{']).next().unwrap_or_default().trim_end();
        self.events
            .iter()
            .filter(|event| text.starts_with(fixed(event.text)))
            .max_by_key(|event| fixed(event.text).len())
            .map(|event| event.category)
    }
}
