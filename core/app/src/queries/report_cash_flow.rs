//! `report.cash_flow`: what came in and went out, month by month.

use crate::convert::MissingRate;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::report::{By, Flow, Span, Valued, month_text, sums, too_large};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Reader;

/// Sum what came in and what went out, month by month, in one currency. Transfers between own accounts are left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportCashFlow {
    /// From this month or year.
    pub from: String,
    /// To this month or year, included.
    pub to: String,
    /// ISO 4217 code to show everything in; by default the book's currency.
    pub currency: Option<String>,
}

/// Months in order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CashFlow {
    /// Every month of the span, those without rows too.
    pub items: Vec<CashFlowMonth>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// All that came in, minor units.
    pub income: i64,
    /// All that went out, minor units, negative.
    pub spending: i64,
    /// What could not be converted and is in no sum.
    pub missing: Vec<MissingRate>,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashFlowMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// What came in, minor units.
    pub income: i64,
    /// What went out, minor units, negative.
    pub spending: i64,
}

impl Query for ReportCashFlow {
    type Output = CashFlow;
    const NAME: &'static str = "report.cash_flow";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Categories, Topic::Accounts, Topic::Rates];

    fn run(&self, reader: &Reader) -> Result<CashFlow, AppError> {
        let span = Span::read(&self.from, &self.to)?;
        let span = Span { from: span.from.first_of_month(), to: span.to.last_of_month() };
        let mut valued = Valued::new(reader, self.currency.as_deref(), span)?;
        let (first, last) = span.months();
        let mut months: BTreeMap<i32, (i64, i64)> = (first..=last).map(|month| (month, (0, 0))).collect();
        let (mut income, mut spending) = (0_i64, 0_i64);
        for sum in sums(reader, span, By::Month)? {
            let month = months.entry(sum.month).or_default();
            let (side, total) = match sum.flow {
                Flow::Income => (&mut month.0, &mut income),
                Flow::Expense => (&mut month.1, &mut spending),
                Flow::Transfer => continue,
            };
            if let Some(amount) = valued.of(&sum)? {
                *side = side.checked_add(amount).ok_or_else(too_large)?;
                *total = total.checked_add(amount).ok_or_else(too_large)?;
            }
        }
        let items = months
            .into_iter()
            .map(|(month, (income, spending))| CashFlowMonth { month: month_text(month), income, spending })
            .collect();
        let currency = valued.currency().code().to_owned();
        Ok(CashFlow { items, currency, income, spending, missing: valued.missing() })
    }
}
