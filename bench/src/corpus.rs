//! An account's invented history: any number of rows, the same for the same seed.

use crate::draw::Draw;
use crate::merchants::{CITIES_EN, CITIES_PT, EN, Merchant, PT};
use domain::{CategoryKey, Currency, Day, Language};
use jiff::ToSpan as _;
use std::fmt::Write as _;

/// What to invent.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// How many rows.
    pub rows: u32,
    /// Language of the descriptors; decides the currency too.
    pub language: Language,
    /// Seed.
    pub seed: u64,
    /// First day.
    pub start: Day,
    /// How many days the rows spread over, at least 1.
    pub days: u32,
}

/// One invented row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// 1-based number.
    pub number: u32,
    /// Posting day; never before the row above.
    pub date: Day,
    /// Descriptor as the statement shows it.
    pub text: String,
    /// Minor units; negative is money out.
    pub amount: i64,
    /// What it truly is.
    pub category: CategoryKey,
}

impl Corpus {
    /// `rows` rows over about two rows a day, at most ten years.
    pub fn new(rows: u32, language: Language, seed: u64) -> Self {
        let days = (rows / 2).clamp(30, 3_650);
        Self { rows, language, seed, start: jiff::civil::date(2016, 1, 1), days }
    }

    /// Currency of the rows.
    pub const fn currency(&self) -> Currency {
        match self.language {
            Language::PtBr => Currency::BRL,
            Language::En => Currency::USD,
        }
    }

    /// Last day the rows may fall on.
    pub fn end(&self) -> Day {
        self.day(u64::from(self.days.saturating_sub(1)))
    }

    fn day(&self, after: u64) -> Day {
        self.start.saturating_add(i64::try_from(after).unwrap_or(0).days())
    }

    /// The rows in order, drawn as they are asked for: a million need no memory.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let (merchants, cities) = match self.language {
            Language::PtBr => (PT, CITIES_PT),
            Language::En => (EN, CITIES_EN),
        };
        let mut draw = Draw::new(self.seed);
        (1..=self.rows).map(move |number| {
            let after = u64::from(number - 1) * u64::from(self.days) / u64::from(self.rows);
            row(number, self.day(after), choose(merchants, &mut draw), cities, &mut draw)
        })
    }
}

/// A row of `merchant`, with its varying parts drawn.
pub fn row(number: u32, date: Day, merchant: &Merchant, cities: &[&str], draw: &mut Draw) -> Row {
    Row {
        number,
        date,
        text: descriptor(merchant.text, cities, draw),
        amount: amount(merchant, draw),
        category: merchant.category,
    }
}

fn choose<'a>(merchants: &'a [Merchant], draw: &mut Draw) -> &'a Merchant {
    let all = merchants.iter().map(|merchant| u64::from(merchant.weight)).sum();
    let mut left = draw.below(all);
    for merchant in merchants {
        let weight = u64::from(merchant.weight);
        if left < weight {
            return merchant;
        }
        left -= weight;
    }
    &merchants[0]
}

/// The typical amount strayed by two draws, so that the middle is likelier than the ends; never zero.
fn amount(merchant: &Merchant, draw: &mut Draw) -> i64 {
    if merchant.spread == 0 {
        return merchant.amount;
    }
    let spread = u64::from(merchant.spread);
    let percent = i64::try_from(draw.below(spread + 1) + draw.below(spread + 1)).unwrap_or(0)
        - i64::from(merchant.spread);
    let cents = i64::try_from(draw.below(100)).unwrap_or(0);
    let strayed = merchant.amount.abs() * (100 + percent) / 100 + cents;
    strayed.max(1) * merchant.amount.signum()
}

fn descriptor(template: &str, cities: &[&str], draw: &mut Draw) -> String {
    let mut text = String::with_capacity(template.len() + 12);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        // Writing to a String cannot fail.
        let _infallible = match name {
            "city" => write!(text, "{}", draw.pick(cities)),
            "store" => write!(text, "{:03}", draw.below(240)),
            "time" => write!(text, "{:02}:{:02}", 7 + draw.below(15), draw.below(60)),
            _ => write!(text, "{}", reference(draw)),
        };
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Six characters as shops append them.
fn reference(draw: &mut Draw) -> String {
    (0..6).map(|_| char::from(*draw.pick(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_rows_in_order_of_date() {
        let corpus = Corpus::new(1_000, Language::PtBr, 7);
        let rows: Vec<Row> = corpus.rows().collect();
        assert_eq!(rows, corpus.rows().collect::<Vec<_>>());
        assert_eq!(rows.len(), 1_000);
        assert!(rows.is_sorted_by_key(|row| row.date) && rows.iter().all(|row| row.amount != 0));
        assert!(rows.iter().all(|row| row.date >= corpus.start && row.date <= corpus.end()));
        assert!(rows.iter().all(|row| !row.text.contains(['{', '}'])));
        assert_ne!(rows, Corpus::new(1_000, Language::PtBr, 8).rows().collect::<Vec<_>>());
    }
}
