//! `payee.complete`: payees that could be meant while a name is typed.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::{complete, row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Suggest payees for what was typed so far, the likeliest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletePayee {
    /// What was typed.
    pub text: String,
    /// At most so many; by default 8.
    pub limit: Option<u32>,
}

/// Payees that could be meant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeCompletions {
    /// The likeliest first.
    pub items: Vec<PayeeCompletion>,
}

/// A payee that could be meant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeCompletion {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rows it is set on; counted up to 500.
    pub transactions: u32,
    /// The category its newest row has: id.
    pub category_id: Option<String>,
    /// The category its newest row has: name.
    pub category: Option<String>,
}

impl Query for CompletePayee {
    type Output = PayeeCompletions;
    const NAME: &'static str = "payee.complete";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<PayeeCompletions, AppError> {
        let found = complete::payees(reader, &self.text, self.limit.unwrap_or(8).min(100))?;
        let items = found.into_iter().map(|payee| {
            let (category_id, category) = complete::last_category(reader, payee.id)?.unzip();
            Ok(PayeeCompletion {
                id: row::id_text(payee.id),
                name: payee.name,
                transactions: payee.rows,
                category_id,
                category,
            })
        });
        Ok(PayeeCompletions { items: items.collect::<Result<_, AppError>>()? })
    }
}
