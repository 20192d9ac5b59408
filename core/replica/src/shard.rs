//! Names of shards.

use domain::{AccountId, BatchId};
use std::fmt;
use std::str::FromStr;

/// One Automerge document of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShardKey {
    /// Book, accounts, categories, payees, rules, reconciliations.
    Book,
    /// Who shares the book, and the keys wrapped for them. Apart from all else, because a change that hands out a key, and all that it
    /// builds on, is sealed with an older one.
    Keys,
    /// Budgets of a year.
    Budget(i16),
    /// Exchange rates of a year.
    Rates(i16),
    /// Transactions of an account whose *facts* fall in a month; a row never moves.
    Transactions {
        /// The account.
        account: AccountId,
        /// Year of the facts' date.
        year: i16,
        /// Month of the facts' date, 1 to 12.
        month: i8,
    },
    /// What one import did.
    Import(BatchId),
}

impl ShardKey {
    /// The shard of a row whose facts have this date.
    pub fn for_transaction(account: AccountId, date: domain::Day) -> Self {
        Self::Transactions { account, year: date.year(), month: date.month() }
    }

    /// The account whose rows it holds.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Transactions { account, .. } => Some(*account),
            _ => None,
        }
    }
}

impl fmt::Display for ShardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Book => f.write_str("book"),
            Self::Keys => f.write_str("keys"),
            Self::Budget(year) => write!(f, "budget/{year:04}"),
            Self::Rates(year) => write!(f, "rates/{year:04}"),
            Self::Transactions { account, year, month } => write!(f, "tx/{account}/{year:04}-{month:02}"),
            Self::Import(batch) => write!(f, "import/{batch}"),
        }
    }
}

/// A text that names no shard this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a shard")]
pub struct ParseShardError(pub String);

impl FromStr for ShardKey {
    type Err = ParseShardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = match text.split_once('/') {
            None if text == "book" => Some(Self::Book),
            None if text == "keys" => Some(Self::Keys),
            Some(("budget", year)) => year.parse().ok().map(Self::Budget),
            Some(("rates", year)) => year.parse().ok().map(Self::Rates),
            Some(("import", batch)) => batch.parse().ok().map(Self::Import),
            Some(("tx", rest)) => transactions(rest),
            _ => None,
        };
        // One spelling per shard: anything else would be a second document for the same rows.
        parsed.filter(|key| key.to_string() == text).ok_or_else(|| ParseShardError(text.to_owned()))
    }
}

fn transactions(rest: &str) -> Option<ShardKey> {
    let (account, month) = rest.split_once('/')?;
    let (year, month) = month.rsplit_once('-')?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(ShardKey::Transactions { account: account.parse().ok()?, year: year.parse().ok()?, month })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_other_names_are_refused() {
        let account = AccountId(*b"abcdefghijkl");
        let keys = [
            ShardKey::Book,
            ShardKey::Keys,
            ShardKey::Budget(2026),
            ShardKey::Rates(2026),
            ShardKey::Transactions { account, year: 2026, month: 3 },
            ShardKey::Transactions { account, year: -44, month: 12 },
            ShardKey::Import(BatchId([7; 12])),
        ];
        for key in keys {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for bad in [
            "",
            "books",
            "tx/",
            "tx/abc/2026-03",
            "tx/YWJjZGVmZ2hpamts/2026-3",
            "tx/YWJjZGVmZ2hpamts/2026-13",
            "budget/26",
        ] {
            assert!(bad.parse::<ShardKey>().is_err(), "{bad}");
        }
    }
}
