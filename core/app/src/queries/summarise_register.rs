//! `register.summarise`: how many rows a query has and what they add up to.

use crate::error::AppError;
use crate::filter::Filter;
use crate::operation::{Query, Topic};
use crate::register;
use crate::view::AmountView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Count the rows a query asks for, and add them up by currency.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SummariseRegister {
    /// The query; left out for all rows.
    pub query: Option<String>,
}

/// Count and sums.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RegisterSummary {
    /// Rows.
    pub count: u32,
    /// Sums, one for each currency.
    pub sums: Vec<AmountView>,
}

impl Query for SummariseRegister {
    type Output = RegisterSummary;
    const NAME: &'static str = "register.summarise";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<RegisterSummary, AppError> {
        let filter = Filter::read(reader, self.query.as_deref().unwrap_or_default())?;
        let (count, sums) = register::sums(reader, &filter)?;
        Ok(RegisterSummary { count, sums })
    }
}
