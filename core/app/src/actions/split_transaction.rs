//! `transaction.split`: parts of one row with categories of their own.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::resolve;
use crate::session::Session;
use domain::Split;
use domain::transaction::validate_splits;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Split a transaction; the parts must add up to its amount. No parts at all takes the split away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitTransaction {
    /// Which row.
    pub id: String,
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Minor units, with the row's sign.
    pub amount: i64,
    /// Category: id, name or key.
    pub category: Option<String>,
    /// Note.
    pub note: Option<String>,
}

impl Action for SplitTransaction {
    type Output = Done;
    const NAME: &'static str = "transaction.split";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let row = resolve::transaction(session.reader(), &self.id)?;
        let mut splits = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let category =
                part.category.as_deref().map(|text| resolve::category(session.reader(), text)).transpose()?;
            splits.push(Split { amount: part.amount, category, note: part.note.clone() });
        }
        validate_splits(row.amount, &splits)
            .map_err(|error| AppError::invalid("parts", error.to_string()))?;
        session.commit_if_any(Self::NAME, vec![row.shard.set_splits(row.id, &splits)?])
    }
}
