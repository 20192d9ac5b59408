//! `account.preview_reconciliation`: how far the cleared rows are from the bank's balance.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::resolve::AccountRow;
use crate::view::AmountView;
use crate::{existing, parse, resolve};
use domain::planner::RowState;
use domain::reconcile::{ReconcileResult, ReconcileRow, reconcile};
use domain::{Day, Money, TransactionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Compare an account's cleared rows with a statement balance; nothing is locked.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewReconciliation {
    /// The account: id or name.
    pub account: String,
    /// The day the balance stands for, included.
    pub date: String,
    /// The bank's balance, minor units.
    pub balance: i64,
}

/// The comparison.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReconciliationView {
    /// Account name.
    pub account: String,
    /// Day.
    pub date: String,
    /// The bank's balance.
    pub statement_balance: AmountView,
    /// Opening balance plus cleared rows.
    pub cleared_balance: AmountView,
    /// The bank's minus ours.
    pub difference: AmountView,
    /// Rows that would be locked.
    pub to_lock: Vec<String>,
    /// Rows the bank has not confirmed: where a difference usually hides.
    pub uncleared: Vec<String>,
    /// The row that made up a difference.
    pub adjustment: Option<String>,
}

impl ReconciliationView {
    /// From the domain's result.
    pub fn new(account: &AccountRow, date: Day, balance: i64, result: &ReconcileResult) -> Self {
        let amount = |minor| AmountView::from(Money::new(minor, account.currency));
        Self {
            account: account.name.clone(),
            date: date.to_string(),
            statement_balance: amount(balance),
            cleared_balance: amount(result.cleared_balance),
            difference: amount(result.difference),
            to_lock: result.to_lock.iter().map(ToString::to_string).collect(),
            uncleared: result.uncleared.iter().map(ToString::to_string).collect(),
            adjustment: None,
        }
    }

    /// A row made up the difference.
    pub fn adjust(&mut self, row: TransactionId, account: &AccountRow, balance: i64) {
        let amount = |minor| AmountView::from(Money::new(minor, account.currency));
        self.cleared_balance = amount(balance);
        self.difference = amount(0);
        self.to_lock.push(row.to_string());
        self.adjustment = Some(row.to_string());
    }
}

impl Query for PreviewReconciliation {
    type Output = ReconciliationView;
    const NAME: &'static str = "account.preview_reconciliation";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<ReconciliationView, AppError> {
        let (account, date, result) = compare(reader, &self.account, &self.date, self.balance)?;
        Ok(ReconciliationView::new(&account, date, self.balance, &result))
    }
}

/// Compares the account with the balance.
///
/// # Errors
/// `not_found`, `invalid_input`, or `money` when sums overflow.
pub fn compare(
    reader: &Reader,
    account: &str,
    date: &str,
    balance: i64,
) -> Result<(AccountRow, Day, ReconcileResult), AppError> {
    let account = resolve::account(reader, account)?;
    let date = parse::day("date", date)?;
    let rows: Vec<ReconcileRow> = existing::rows(reader, account.id)?
        .into_iter()
        .filter(|row| row.state == RowState::Live)
        .map(|row| ReconcileRow { id: row.id, date: row.date, amount: row.amount, clearing: row.clearing })
        .collect();
    let result = reconcile(account.opening, &rows, balance, date).ok_or_else(|| {
        AppError::new(ErrorCode::Money, "the account's sums do not fit 64 bits of minor units")
    })?;
    Ok((account, date, result))
}
