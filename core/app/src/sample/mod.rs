//! The sample book: an invented household with some twenty months behind it, as its banks would have sent it. The same day gives
//! the same bytes; nothing in it is a real person, firm or account.

mod calendar;
mod choose;
mod files;
mod household;
mod household_en;
mod household_pt;
mod plans;

use calendar::Row;
pub use choose::{choose, is_sample};
use domain::{AccountKind, CategoryKey, Day, Language};
use household::{Account, Household};
use jiff::ToSpan as _;

/// Months before the current one.
const MONTHS: i32 = 20;
/// Days at the end that nobody has categorised yet: there the machine suggests.
const FRESH_DAYS: i32 = 45;

/// A statement file.
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the account is called, when the file is its first.
    pub account: &'static str,
    /// Kind of the account.
    pub kind: AccountKind,
}

/// A row the household typed in before its bank reported it.
pub struct TypedIn {
    /// Name of the account.
    pub account: &'static str,
    /// The day.
    pub day: Day,
    /// Minor units.
    pub amount: i64,
    /// What was typed.
    pub text: &'static str,
}

/// The household on a day.
pub struct Sample {
    household: &'static Household,
    today: Day,
    rows: Vec<Vec<Row>>,
}

impl Sample {
    /// The household of people who speak this language.
    pub fn new(language: Language, today: Day) -> Self {
        let household = match language {
            Language::PtBr => &household_pt::HOUSEHOLD,
            Language::En => &household_en::HOUSEHOLD,
        };
        let rows = calendar::rows(household, first_day(today), today);
        Self { household, today, rows }
    }

    /// The files in the order in which they were imported: per account its first year, then half years, each overlapping the
    /// one before by some days.
    pub fn files(&self) -> Vec<File> {
        let (start, end) = (first_day(self.today), self.last_day());
        let middle = start.saturating_add(12.months());
        let mut files = Vec::new();
        for (account, rows) in self.household.accounts.iter().zip(&self.rows) {
            for (from, to) in [(start, middle), (middle.saturating_sub(5.days()), end)] {
                files.push(file(account, rows, from, to));
            }
        }
        files
    }

    /// The newest statement of one bank, left for a person to import: a part is known, a part new, and two rows were typed in.
    pub fn by_hand(&self) -> File {
        let at = self.household.by_hand;
        let (from, to) = (self.last_day().saturating_sub(6.days()), self.today.saturating_sub(1.days()));
        file(&self.household.accounts[at], &self.rows[at], from, to)
    }

    /// The bank of the file left to import was last asked a fortnight ago; so were the others, so that all end on one day.
    fn last_day(&self) -> Day {
        self.today.saturating_sub(12.days())
    }

    /// Rows typed in at the till, waiting for the statement that [`Sample::by_hand`] is.
    pub fn typed_in(&self) -> Vec<TypedIn> {
        let at = self.household.by_hand;
        let account = self.household.accounts[at].name;
        let since = self.last_day();
        let waiting = self.rows[at].iter().filter(|row| row.day > since && row.amount < 0);
        let texts = self.household.typed_in;
        waiting
            .zip(texts)
            .map(|(row, text)| TypedIn {
                account,
                day: row.day.saturating_sub(1.days()),
                amount: row.amount,
                text,
            })
            .collect()
    }

    /// The category the household gave a row, unless it is too new to have been looked at.
    pub fn category(&self, day: Day, text: &str) -> Option<CategoryKey> {
        if day > self.today.saturating_sub(FRESH_DAYS.days()) {
            return None;
        }
        self.household.category(text)
    }
}

fn file(account: &'static Account, rows: &[Row], from: Day, to: Day) -> File {
    let bytes = match account.kind {
        _ if account.csv => files::csv(account, rows, from, to),
        AccountKind::CreditCard => files::card_ofx(account, rows, from, to),
        _ => files::bank_ofx(account, rows, from, to),
    };
    let extension = if account.csv { "csv" } else { "ofx" };
    let name = format!("{}-{}-{}.{extension}", account.file, month(from), month(to));
    File { name, bytes: bytes.into_bytes(), account: account.name, kind: account.kind }
}

fn month(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn first_day(today: Day) -> Day {
    today.first_of_month().saturating_sub(MONTHS.months())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use statements::ReadOptions;

    #[test]
    fn every_file_can_be_read_and_is_the_same_each_time() {
        for (language, currency) in
            [(Language::PtBr, domain::Currency::BRL), (Language::En, domain::Currency::USD)]
        {
            let today = date(2026, 11, 25);
            let sample = Sample::new(language, today);
            let mut rows = 0;
            for (file, again) in sample.files().into_iter().zip(Sample::new(language, today).files()) {
                assert_eq!(file.bytes, again.bytes, "{}", file.name);
                let read = statements::read(&file.bytes, &ReadOptions::new(currency)).expect("a statement");
                assert!(read.rejected.is_empty(), "{}: {:?}", file.name, read.rejected);
                rows += read.statements[0].lines.len();
            }
            assert!(rows > 1_000, "{rows} rows");
            let by_hand = sample.by_hand();
            let read = statements::read(&by_hand.bytes, &ReadOptions::new(currency)).expect("a statement");
            assert!(read.statements[0].lines.len() >= 6);
            assert_eq!(sample.typed_in().len(), 2);
        }
    }

    #[test]
    fn every_invented_text_has_a_category() {
        for language in [Language::PtBr, Language::En] {
            let sample = Sample::new(language, date(2026, 11, 25));
            for row in sample.rows.iter().flatten() {
                assert!(sample.household.category(&row.text).is_some(), "{}", row.text);
            }
        }
    }
}
