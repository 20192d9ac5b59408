//! `transaction.preview_many`: what a change to many rows would do.

use crate::actions::edit_many::{EditMany, ManyEdited};
use crate::bulk::{Change, Skips, selected};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Tell how many rows a change to many would reach, and which it would leave alone and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewMany {
    /// The change.
    pub edit: EditMany,
}

impl Query for PreviewMany {
    type Output = ManyEdited;
    const NAME: &'static str = "transaction.preview_many";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<ManyEdited, AppError> {
        let edit = &self.edit;
        let change = Change::read(edit, reader, |text| Change::payee_to_be(reader, text))?;
        let rows = selected(reader, edit.id.as_deref().unwrap_or_default(), edit.query.as_deref())?;
        let (mut changed, mut skips) = (0, Skips::default());
        for row in &rows {
            match change.skips(row) {
                Some(reason) => skips.add(reason, row),
                None => changed += 1,
            }
        }
        Ok(ManyEdited { changed, skipped: skips.into_views(), action: None })
    }
}
