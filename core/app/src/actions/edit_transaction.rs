//! `transaction.edit`: what a person says about rows: category, payee, note, tags, day, amount, clearing.

use super::update_account::Done;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::resolve::TransactionRow;
use crate::session::Session;
use crate::{parse, resolve};
use domain::{CategoryId, Clearing, Day, PayeeId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change transactions. What is left out stays as it is; an empty text clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditTransaction {
    /// Which rows.
    pub id: Vec<String>,
    /// Category: id, name or key; empty clears.
    pub category: Option<String>,
    /// Payee: id or name, a new name makes a new payee; empty clears.
    pub payee: Option<String>,
    /// Note; empty clears.
    pub note: Option<String>,
    /// Tags, the whole set.
    pub tags: Option<Vec<String>>,
    /// Day shown instead of the bank's, `YYYY-MM-DD`; empty goes back to the bank's.
    pub date: Option<String>,
    /// Amount in minor units; only for rows typed in by hand.
    pub amount: Option<i64>,
    /// uncleared or cleared; reconciling has an operation of its own.
    pub clearing: Option<String>,
}

/// What happens to a field.
#[derive(Clone, Copy)]
enum Change<T> {
    Keep,
    Clear,
    Set(T),
}

impl<T> Change<T> {
    /// Left out keeps, an empty text clears, anything else is looked up.
    fn read(text: Option<&str>, find: impl FnOnce(&str) -> Result<T, AppError>) -> Result<Self, AppError> {
        match text {
            None => Ok(Self::Keep),
            Some("") => Ok(Self::Clear),
            Some(text) => find(text).map(Self::Set),
        }
    }

    /// The value to write, if any is to be written.
    fn write(self, write: impl FnOnce(Option<T>) -> Result<(), AppError>) -> Result<(), AppError> {
        match self {
            Self::Keep => Ok(()),
            Self::Clear => write(None),
            Self::Set(value) => write(Some(value)),
        }
    }
}

/// The edit with every name resolved, once for all rows.
struct Resolved {
    category: Change<CategoryId>,
    payee: Change<PayeeId>,
    date: Change<Day>,
    clearing: Option<Clearing>,
}

impl Action for EditTransaction {
    type Output = Done;
    const NAME: &'static str = "transaction.edit";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Payees, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut writes = Vec::new();
        let resolved = self.resolve(session, &mut writes)?;
        for id in &self.id {
            let row = resolve::transaction(session.reader(), id)?;
            if !row.visible {
                return Err(AppError::new(
                    ErrorCode::NotFound,
                    format!("transaction {id} is not in the register: it was deleted, taken back or merged"),
                )
                .remedy("restore it first"));
            }
            self.write(&row, &resolved, &mut writes)?;
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        if self.category.is_some() {
            session.brain.forget_labels();
        }
        Ok(done)
    }
}

impl EditTransaction {
    fn resolve(&self, session: &mut Session<'_>, writes: &mut Vec<Write>) -> Result<Resolved, AppError> {
        let category =
            Change::read(self.category.as_deref(), |text| resolve::category(session.reader(), text))?;
        let payee = Change::read(self.payee.as_deref(), |text| session.payee_named(text, writes))?;
        let date = Change::read(self.date.as_deref(), |text| parse::day("date", text))?;
        let clearing = match self.clearing.as_deref() {
            Some("uncleared") => Some(Clearing::Uncleared),
            Some("cleared") => Some(Clearing::Cleared),
            Some(other) => {
                return Err(AppError::invalid(
                    "clearing",
                    format!("`{other}` is neither uncleared nor cleared"),
                )
                .remedy("lock rows with `valorize account reconcile`"));
            }
            None => None,
        };
        Ok(Resolved { category, payee, date, clearing })
    }

    fn write(
        &self,
        row: &TransactionRow,
        resolved: &Resolved,
        writes: &mut Vec<Write>,
    ) -> Result<(), AppError> {
        let (shard, id) = (row.shard, row.id);
        resolved.category.write(|value| {
            writes.push(shard.set_category(id, value)?);
            Ok(())
        })?;
        resolved.payee.write(|value| {
            writes.push(shard.set_payee(id, value)?);
            Ok(())
        })?;
        resolved.date.write(|value| {
            writes.push(shard.set_date(id, value)?);
            Ok(())
        })?;
        if let Some(note) = &self.note {
            writes.push(shard.set_note(id, Some(note.as_str()).filter(|note| !note.is_empty()))?);
        }
        if let Some(tags) = &self.tags {
            writes.push(shard.set_tags(id, tags)?);
        }
        if let Some(clearing) = resolved.clearing {
            writes.push(shard.set_clearing(id, Some(clearing))?);
        }
        if let Some(amount) = self.amount {
            if !row.manual {
                return Err(AppError::invalid(
                    "amount",
                    format!("transaction {id} came from a statement: its amount is the bank's"),
                )
                .remedy("split it, or enter a correction as a row of its own"));
            }
            writes.push(shard.set_amount(id, Some(amount))?);
        }
        Ok(())
    }
}
