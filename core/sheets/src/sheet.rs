//! A sheet: lines with figures under headings, and a bar for each where wanted.

use domain::money_text::{format_amount, format_money};
use domain::{Currency, Day, Language, Money};

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// Of when, or of what; may be empty.
    pub about: String,
    /// Names of the columns; the first is of the lines' names.
    pub headings: Vec<String>,
    /// Lines in order.
    pub lines: Vec<SheetLine>,
    /// The last line.
    pub total: Option<SheetLine>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// What it is of.
    pub name: String,
    /// Currency of its amounts.
    pub currency: Currency,
    /// Its figures.
    pub cells: Vec<Cell>,
    /// How long its bar is; none where no line has one.
    pub bar: Option<Bar>,
}

/// A figure, or a word beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Minor units.
    Money(i64),
    /// A number of rows.
    Count(u32),
    /// Thousandths of a whole.
    Share(u16),
    /// A day.
    Day(Day),
    /// A word.
    Text(String),
    /// Nothing.
    Empty,
}

/// A bar, in thousandths of the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bar {
    /// Its length.
    pub length: u16,
    /// Length of a thin one below it, for what is compared with.
    pub before: Option<u16>,
    /// More than there ought to be.
    pub over: bool,
}

impl Cell {
    /// Does it stand at its column's left, as words do?
    pub(crate) const fn is_words(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Day(_))
    }

    /// As a person reads it. `symbol`: amounts say their currency.
    pub(crate) fn shown(&self, currency: Currency, symbol: bool, language: Language) -> String {
        match self {
            Self::Money(minor) if symbol => format_money(Money::new(*minor, currency), language),
            Self::Money(minor) => format_amount(Money::new(*minor, currency), language),
            Self::Count(count) => count.to_string(),
            Self::Share(share) => format!("{}%", (u32::from(*share) + 5) / 10),
            Self::Day(day) => day_text(*day, language),
            Self::Text(text) => text.clone(),
            Self::Empty => String::new(),
        }
    }
}

/// A day as it is written in tables.
fn day_text(day: Day, language: Language) -> String {
    match language {
        Language::PtBr => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Language::En => day.to_string(),
    }
}

impl Sheet {
    /// The currency of all its amounts; none when lines differ.
    pub fn currency(&self) -> Option<Currency> {
        let mut all = self.lines.iter().chain(&self.total).map(|line| line.currency);
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// Gives each line a bar as long as its first amount, and a thin one for its second where `compared`.
    pub fn draw_bars(&mut self, compared: bool) {
        let amount = |line: &SheetLine, place: usize| match line.cells.get(place) {
            Some(Cell::Money(minor)) => Some(minor.unsigned_abs()),
            _ => None,
        };
        let places = if compared { 0..2 } else { 0..1 };
        let all = self.lines.iter().flat_map(|line| places.clone().filter_map(|place| amount(line, place)));
        let largest = all.max().unwrap_or(0).max(1);
        let length =
            |amount: u64| u16::try_from(u128::from(amount) * 1000 / u128::from(largest)).unwrap_or(1000);
        for line in &mut self.lines {
            let before = amount(line, 1).filter(|_| compared).map(length);
            line.bar = amount(line, 0).map(|amount| Bar { length: length(amount), before, over: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(currency: Currency, cells: Vec<Cell>) -> SheetLine {
        SheetLine { name: "x".to_owned(), currency, cells, bar: None }
    }

    #[test]
    fn bars_are_as_long_as_their_share_of_the_largest() {
        let amounts = |one, two| vec![Cell::Money(one), Cell::Money(two)];
        let lines = vec![line(Currency::EUR, amounts(-500, 1_000)), line(Currency::EUR, amounts(250, 0))];
        let mut sheet =
            Sheet { title: String::new(), about: String::new(), headings: Vec::new(), lines, total: None };
        sheet.draw_bars(true);
        let bars = sheet.lines.iter().map(|line| line.bar.expect("a bar"));
        let bars: Vec<_> = bars.map(|bar| (bar.length, bar.before)).collect();
        assert_eq!(bars, [(500, Some(1000)), (250, Some(0))]);
        sheet.draw_bars(false);
        assert_eq!(sheet.lines[0].bar.map(|bar| (bar.length, bar.before)), Some((1000, None)));
        assert_eq!(sheet.currency(), Some(Currency::EUR));
        sheet.lines.push(line(Currency::USD, Vec::new()));
        assert_eq!(sheet.currency(), None);
    }

    #[test]
    fn figures_are_written_as_the_language_does() {
        let day = Cell::Day(Day::constant(2026, 3, 9));
        for (cell, symbol, pt, en) in [
            (Cell::Money(-123_456), false, "-1.234,56", "-1,234.56"),
            (Cell::Money(123_456), true, "R$ 1.234,56", "R$1,234.56"),
            (Cell::Share(455), false, "46%", "46%"),
            (day, false, "09/03/2026", "2026-03-09"),
            (Cell::Empty, true, "", ""),
        ] {
            assert_eq!(cell.shown(Currency::BRL, symbol, Language::PtBr), pt);
            assert_eq!(cell.shown(Currency::BRL, symbol, Language::En), en);
        }
    }
}
