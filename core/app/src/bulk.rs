//! One change to many rows: which rows it reaches, which it leaves alone and why.

mod moving;
mod rows;

use crate::actions::edit_many::EditMany;
use crate::error::{AppError, ErrorCode};
use crate::session::Session;
use crate::{parse, resolve};
use domain::{AccountId, CategoryId, Clearing, Day, PayeeId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Reader;

pub use rows::{Row, selected};

/// Why a row is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// It says so already.
    Unchanged,
    /// It is part of a reconciled statement.
    Locked,
    /// It is split: its parts have the categories.
    Split,
    /// It came from a statement: its account is the bank's word.
    FromStatement,
    /// It was deleted, taken back or merged.
    Hidden,
}

/// Rows that are left alone for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SkippedRows {
    /// Why.
    pub reason: SkipReason,
    /// How many.
    pub rows: u32,
    /// Some of them.
    pub examples: Vec<String>,
}

/// A field that is kept, emptied or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set<T> {
    /// As it is.
    Keep,
    /// To this, or to nothing.
    To(Option<T>),
}

impl<T> Set<T> {
    fn read(text: Option<&str>, find: impl FnOnce(&str) -> Result<T, AppError>) -> Result<Self, AppError> {
        Ok(match text {
            None => Self::Keep,
            Some("") => Self::To(None),
            Some(text) => Self::To(Some(find(text)?)),
        })
    }
}

/// A change with every name looked up.
#[derive(Debug, Clone)]
pub struct Change {
    category: Set<CategoryId>,
    payee: Set<PayeeId>,
    note: Set<String>,
    date: Set<Day>,
    clearing: Option<Clearing>,
    account: Option<AccountId>,
    add_tags: Vec<String>,
    remove_tags: Vec<String>,
    delete: Option<bool>,
}

impl Change {
    /// Looks the names up; `payee` looks up or makes the payee.
    ///
    /// # Errors
    /// `not_found`, `ambiguous`, `invalid_input`.
    pub fn read(
        edit: &EditMany,
        reader: &Reader,
        payee: impl FnOnce(&str) -> Result<PayeeId, AppError>,
    ) -> Result<Self, AppError> {
        let tags = |tags: &Option<Vec<String>>| {
            tags.iter().flatten().map(|tag| parse::name("tags", tag)).collect::<Result<Vec<_>, _>>()
        };
        let clearing = match edit.clearing.as_deref() {
            Some("uncleared") => Some(Clearing::Uncleared),
            Some("cleared") => Some(Clearing::Cleared),
            Some(other) => {
                let message = format!("`{other}` is neither uncleared nor cleared");
                return Err(
                    AppError::invalid("clearing", message).remedy("lock rows by reconciling the account")
                );
            }
            None => None,
        };
        let account = edit.account.as_deref().map(|text| resolve::account(reader, text)).transpose()?;
        Ok(Self {
            category: Set::read(edit.category.as_deref(), |text| resolve::category(reader, text))?,
            payee: Set::read(edit.payee.as_deref(), payee)?,
            note: Set::read(edit.note.as_deref(), |text| Ok(text.to_owned()))?,
            date: Set::read(edit.date.as_deref(), |text| parse::day("date", text))?,
            clearing,
            account: account.map(|account| account.id),
            add_tags: tags(&edit.add_tags)?,
            remove_tags: tags(&edit.remove_tags)?,
            delete: edit.delete,
        })
    }

    /// The payee of this name; of one that would be made, an id that is equal to none that exists.
    ///
    /// # Errors
    /// `ambiguous`.
    pub fn payee_to_be(reader: &Reader, text: &str) -> Result<PayeeId, AppError> {
        match resolve::payee(reader, text) {
            Err(error) if error.code == ErrorCode::NotFound => Ok(PayeeId([0xff; 12])),
            other => other,
        }
    }

    /// Why the row is left alone, if it is.
    pub fn skips(&self, row: &Row) -> Option<SkipReason> {
        if row.clearing == Clearing::Reconciled {
            return Some(SkipReason::Locked);
        }
        if !row.visible && (self.delete != Some(false) || !row.deleted) {
            return Some(SkipReason::Hidden);
        }
        if row.splits && self.category != Set::Keep {
            return Some(SkipReason::Split);
        }
        if self.account.is_some_and(|account| account != row.account) && !row.manual {
            return Some(SkipReason::FromStatement);
        }
        (!self.changes(row)).then_some(SkipReason::Unchanged)
    }

    fn changes(&self, row: &Row) -> bool {
        fn differs<T: PartialEq>(set: &Set<T>, now: Option<&T>) -> bool {
            matches!(set, Set::To(value) if value.as_ref() != now)
        }
        differs(&self.category, row.category.as_ref())
            || differs(&self.payee, row.payee.as_ref())
            || differs(&self.note, row.note.as_ref())
            || self.sets_date(row)
            || self.clearing.is_some_and(|clearing| clearing != row.clearing)
            || self.account.is_some_and(|account| account != row.account)
            || self.tags(row) != row.tags
            || self.delete.is_some_and(|delete| delete != row.deleted)
    }

    fn sets_date(&self, row: &Row) -> bool {
        match self.date {
            Set::Keep => false,
            Set::To(day) => day.unwrap_or(row.fact_day) != row.day,
        }
    }

    fn tags(&self, row: &Row) -> Vec<String> {
        let mut tags: Vec<String> =
            row.tags.iter().filter(|tag| !self.remove_tags.contains(tag)).cloned().collect();
        tags.extend(self.add_tags.iter().cloned());
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// Adds what it writes to a row that it does not skip.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn write(
        &self,
        session: &mut Session<'_>,
        row: &Row,
        writes: &mut Vec<Write>,
    ) -> Result<(), AppError> {
        let (shard, id) = match self.account.filter(|account| *account != row.account) {
            Some(account) => moving::to_account(session, row, account, writes)?,
            None => (row.shard, row.id),
        };
        if let Set::To(category) = self.category {
            writes.push(shard.set_category(id, category)?);
        }
        if let Set::To(payee) = self.payee {
            writes.push(shard.set_payee(id, payee)?);
        }
        if let Set::To(note) = &self.note {
            writes.push(shard.set_note(id, note.as_deref())?);
        }
        if let Set::To(day) = self.date {
            writes.push(shard.set_date(id, day)?);
        }
        if let Some(clearing) = self.clearing {
            writes.push(shard.set_clearing(id, Some(clearing))?);
        }
        let tags = self.tags(row);
        if tags != row.tags {
            writes.push(shard.set_tags(id, &tags)?);
        }
        if let Some(delete) = self.delete {
            writes.push(shard.set_deleted(id, delete)?);
        }
        Ok(())
    }
}

/// Rows left alone, by reason.
#[derive(Debug, Default)]
pub struct Skips(BTreeMap<SkipReason, (u32, Vec<String>)>);

impl Skips {
    /// Counts a row.
    pub fn add(&mut self, reason: SkipReason, row: &Row) {
        let (count, examples) = self.0.entry(reason).or_default();
        *count += 1;
        if examples.len() < 5 {
            examples.push(row.id.to_string());
        }
    }

    /// As an answer.
    pub fn into_views(self) -> Vec<SkippedRows> {
        self.0.into_iter().map(|(reason, (rows, examples))| SkippedRows { reason, rows, examples }).collect()
    }
}
