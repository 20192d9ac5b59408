//! `account.reconcile`: the cleared rows agree with the bank's balance: lock them.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::queries::preview_reconciliation::{ReconciliationView, compare};
use crate::resolve;
use crate::session::Session;
use domain::reconciliation::Reconciliation;
use domain::{Clearing, ReconciliationId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Reconcile an account against a statement balance. Refused while there is a difference.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconcileAccount {
    /// The account: id or name.
    pub account: String,
    /// The day the balance stands for, included.
    pub date: String,
    /// The bank's balance, minor units.
    pub balance: i64,
}

impl Action for ReconcileAccount {
    type Output = ReconciliationView;
    const NAME: &'static str = "account.reconcile";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<ReconciliationView, AppError> {
        let (account, date, result) = compare(session.reader(), &self.account, &self.date, self.balance)?;
        let view = ReconciliationView::new(&account, date, self.balance, &result);
        if result.difference != 0 {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the cleared rows differ from the statement by {} minor units", result.difference),
            )
            .at("balance")
            .remedy("see `valorize account preview-reconciliation`: clear what the bank shows, or enter what is missing"));
        }
        let reconciliation = Reconciliation {
            id: ReconciliationId(session.fresh_id()),
            account: account.id,
            date,
            balance: self.balance,
            rows: result.to_lock.clone(),
        };
        let mut writes = vec![Write::reconciliation(&reconciliation)?];
        for id in &result.to_lock {
            let row = resolve::transaction(session.reader(), &id.to_string())?;
            writes.push(row.shard.set_clearing(*id, Some(Clearing::Reconciled))?);
        }
        session.commit(Self::NAME, writes)?;
        Ok(view)
    }
}
