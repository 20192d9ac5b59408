//! The query language of the register: `category:food amount>100 date:2024-03 -uber`.
//!
//! Every term must hold; several categories, accounts, payees or currencies mean any of them. Keywords are read in English and
//! Portuguese whatever the book's language, without regard to case and accents. Places are counted in characters.

mod cursor;
mod decimal;
mod error;
mod lex;
mod read;
mod words;
mod write;

use crate::Day;
pub use cursor::{Place, Wanted, place_at};
pub use decimal::Decimal;
pub use error::{Problem, QueryError};
pub use read::{parse, scan};
pub use words::{Key, State};
pub use write::{write_query, write_term};

/// Longest text that is read, characters.
pub const LONGEST: usize = 2_000;

/// A part of the text: characters from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

/// What was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowQuery {
    /// All must hold.
    pub terms: Vec<Term>,
}

/// One term and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// A minus stands before it: it must not hold.
    pub negated: bool,
    /// What is asked.
    pub condition: Condition,
    /// Where it stands.
    pub span: Span,
}

/// What a row must be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Its text contains this.
    Text(String),
    /// Its category, or the group of it, has this name, key or id.
    Category(String),
    /// Its account has this name or id.
    Account(String),
    /// What stands in the payee column contains this.
    Payee(String),
    /// It has this tag.
    Tag(String),
    /// Its note contains this.
    Note(String),
    /// Its account is in this currency, an ISO 4217 code.
    Currency(String),
    /// Its signed amount lies between these.
    Amount {
        /// Lower end.
        low: Option<Bound>,
        /// Upper end.
        high: Option<Bound>,
    },
    /// Its day lies between these, both included.
    Date {
        /// First day.
        from: Option<Day>,
        /// Last day.
        to: Option<Day>,
    },
    /// It is in this state.
    Is(State),
}

/// An end of a range of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The amount.
    pub value: Decimal,
    /// The amount itself belongs to the range.
    pub inclusive: bool,
}
