//! What a user asks next, drawn from a seed: the same run asks the same.

use super::tenants::Tenant;
use super::wire::Ask;
use crate::scenario::{Filters, Mix};
use bytes::Bytes;
use hyper::Method;
use std::fmt::Write as _;

/// Words that rows of a provisioned book hold.
const WORDS: [&str; 8] =
    ["grocer", "fuel", "pharmacy", "cinema", "bakery", "bookshop", "energy", "restaurant"];
/// Months a provisioned book has rows in.
const MONTHS: [(u32, u32); 24] = months();

const fn months() -> [(u32, u32); 24] {
    let mut all = [(0, 0); 24];
    let (mut at, mut year, mut month) = (0, 2024, 7);
    while at < 24 {
        all[at] = (year, month);
        at += 1;
        month += 1;
        if month == 13 {
            (year, month) = (year + 1, 1);
        }
    }
    all
}

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    List,
    Create,
    Accounts,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::List, Self::Create, Self::Accounts];

    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
            Self::Accounts => "accounts",
        }
    }

    /// The status that says it was done.
    pub const fn expected(self) -> u16 {
        match self {
            Self::List | Self::Accounts => 200,
            Self::Create => 201,
        }
    }
}

/// Numbers from a seed (xorshift).
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `most`.
    pub fn below(&mut self, most: u32) -> u32 {
        u32::try_from((self.next() >> 11) % u64::from(most.max(1))).unwrap_or_default()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(u32::try_from(all.len()).unwrap_or(u32::MAX)) as usize]
    }
}

/// What is asked for next.
pub fn purpose(draw: &mut Draw, mix: Mix) -> Purpose {
    let place = draw.below(100);
    if place < mix.list {
        Purpose::List
    } else if place < mix.list + mix.create {
        Purpose::Create
    } else {
        Purpose::Accounts
    }
}

/// A list under a filter.
pub fn list(draw: &mut Draw, filters: Filters, tenant: &Tenant) -> Ask {
    let mut path = "/api/transactions?limit=50".to_owned();
    let mut place = draw.below(100);
    let weights =
        [filters.none, filters.account, filters.month, filters.category, filters.amount, filters.text];
    let kind = weights.iter().position(|weight| {
        let here = place < *weight;
        place = place.saturating_sub(*weight);
        here
    });
    let _infallible = match kind {
        Some(1) => write!(path, "&account_id={}", draw.of(&tenant.accounts)),
        Some(2) => {
            let ((year, month), account) = (*draw.of(&MONTHS), draw.of(&tenant.accounts));
            let (first, last) = (1 + draw.below(10), 18 + draw.below(10));
            write!(
                path,
                "&account_id={account}&from={year}-{month:02}-{first:02}&to={year}-{month:02}-{last:02}"
            )
        }
        Some(3) => write!(path, "&category_id={}", draw.of(&tenant.categories)),
        Some(4) => write!(path, "&max_amount=-{}", 500 + 10 * draw.below(1_500)),
        Some(5) => write!(path, "&q={}", draw.of(&WORDS)),
        _ => Ok(()),
    };
    Ask::get(path)
}

/// A new row; user and number make its text and its key the only ones.
pub fn create(draw: &mut Draw, tenant: &Tenant, user: usize, number: u64) -> Ask {
    let (account, (year, month)) = (draw.of(&tenant.accounts), *draw.of(&MONTHS));
    let (day, cents) = (1 + draw.below(28), 100 + draw.below(20_000));
    let mut body = format!(
        "{{\"account_id\":\"{account}\",\"posted_on\":\"{year}-{month:02}-{day:02}\",\"amount_minor\":-{cents},\
         \"currency\":\"USD\",\"description\":\"{}\"",
        text(user, number)
    );
    if draw.below(2) == 0 {
        let _infallible = write!(body, ",\"category_id\":\"{}\"", draw.of(&tenant.categories));
    }
    body.push('}');
    Ask {
        method: Method::POST,
        path: "/api/transactions".to_owned(),
        body: Some(Bytes::from(body)),
        key: Some(format!("load-{user}-{number}")),
    }
}

/// What a written row says.
pub fn text(user: usize, number: u64) -> String {
    format!("Load {user} {number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant() -> Tenant {
        let ids = |kind: &str| (0..3).map(|n| format!("{kind}{n}")).collect();
        Tenant { token: String::new(), accounts: ids("a"), categories: ids("c") }
    }

    #[test]
    fn the_mix_and_the_filters_come_out_as_asked() {
        let mut draw = Draw::new(7);
        let mix = Mix { list: 65, create: 20, accounts: 15 };
        let all: Vec<Purpose> = (0..20_000).map(|_| purpose(&mut draw, mix)).collect();
        let share = |wanted| all.iter().filter(|one| **one == wanted).count();
        for (purpose, hundredths) in [(Purpose::List, 65), (Purpose::Create, 20), (Purpose::Accounts, 15)] {
            assert!(share(purpose).abs_diff(200 * hundredths) < 200, "{purpose:?}: {}", share(purpose));
        }
        let filters = Filters { none: 10, account: 25, month: 25, category: 15, amount: 15, text: 10 };
        let asked: Vec<String> = (0..20_000).map(|_| list(&mut draw, filters, &tenant()).path).collect();
        let share = |part: &str| asked.iter().filter(|path| path.contains(part)).count();
        for (part, hundredths) in
            [("account_id", 50), ("from=202", 25), ("category_id", 15), ("max_amount", 15), ("q=", 10)]
        {
            assert!(share(part).abs_diff(200 * hundredths) < 200, "{part}: {}", share(part));
        }
        let mut different = asked.clone();
        different.sort();
        different.dedup();
        assert!(different.len() > 4_000, "{} different questions", different.len());
    }

    #[test]
    fn a_seed_gives_the_same_row_again() {
        let rows: Vec<Ask> = (0..2).map(|_| create(&mut Draw::new(3), &tenant(), 4, 2)).collect();
        assert_eq!(rows[0].body, rows[1].body);
        assert_eq!(rows[0].key.as_deref(), Some("load-4-2"));
        let row: serde_json::Value =
            serde_json::from_slice(rows[0].body.as_ref().expect("a body")).expect("JSON");
        assert_eq!((row["description"].as_str(), row["currency"].as_str()), (Some("Load 4 2"), Some("USD")));
    }
}
