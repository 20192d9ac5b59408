//! `account.reconcile`: the cleared rows agree with the bank's balance: lock them.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::queries::preview_reconciliation::{ReconciliationView, compare};
use crate::queries::show_book::book;
use crate::resolve;
use crate::resolve::AccountRow;
use crate::session::Session;
use domain::reconciliation::Reconciliation;
use domain::transaction::Origin;
use domain::{Clearing, Day, Facts, Language, Money, ReconciliationId, TransactionId};
use replica::{ShardKey, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Reconcile an account against a statement balance. Refused while there is a difference, unless a row is to make it up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconcileAccount {
    /// The account: id or name.
    pub account: String,
    /// The day the balance stands for, included.
    pub date: String,
    /// The bank's balance, minor units.
    pub balance: i64,
    /// Make up the difference with a row that says so.
    pub adjust: Option<bool>,
}

impl Action for ReconcileAccount {
    type Output = ReconciliationView;
    const NAME: &'static str = "account.reconcile";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<ReconciliationView, AppError> {
        let (account, date, result) = compare(session.reader(), &self.account, &self.date, self.balance)?;
        let mut view = ReconciliationView::new(&account, date, self.balance, &result);
        let mut rows = result.to_lock.clone();
        let mut writes = Vec::with_capacity(rows.len() + 2);
        if result.difference != 0 {
            if self.adjust != Some(true) {
                return Err(differs(result.difference));
            }
            let id = adjustment(session, &account, date, result.difference, &mut writes)?;
            rows.push(id);
            view.adjust(id, &account, self.balance);
        }
        let reconciliation = Reconciliation {
            id: ReconciliationId(session.fresh_id()),
            account: account.id,
            date,
            balance: self.balance,
            rows,
        };
        writes.push(Write::reconciliation(&reconciliation)?);
        for id in &result.to_lock {
            let row = resolve::transaction(session.reader(), &id.to_string())?;
            writes.push(row.shard.set_clearing(*id, Some(Clearing::Reconciled))?);
        }
        session.commit(Self::NAME, writes)?;
        Ok(view)
    }
}

fn differs(difference: i64) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("the cleared rows differ from the statement by {difference} minor units"),
    )
    .at("balance")
    .remedy(
        "see `valorize account preview-reconciliation`: clear what the bank shows, or enter what is missing",
    )
}

/// A row that makes up the difference, locked like the others, and named for what it is.
fn adjustment(
    session: &mut Session<'_>,
    account: &AccountRow,
    date: Day,
    difference: i64,
    writes: &mut Vec<Write>,
) -> Result<TransactionId, AppError> {
    let (description, tag) = match book(session.reader())?.language {
        Language::PtBr => ("Ajuste de conciliação", "ajuste"),
        Language::En => ("Reconciliation adjustment", "adjustment"),
    };
    let facts = Facts {
        date,
        amount: Money::new(difference, account.currency),
        description: description.to_owned(),
        payee: None,
        memo: None,
        bank_id: None,
        check_number: None,
        original: None,
        instalment: None,
        origin: Origin::Manual,
    };
    let id = TransactionId(session.fresh_id());
    let shard = ShardKey::for_transaction(account.id, date);
    writes.push(Write::transaction(account.id, id, &facts)?);
    writes.push(shard.set_tags(id, &[tag.to_owned()])?);
    writes.push(shard.set_clearing(id, Some(Clearing::Reconciled))?);
    Ok(id)
}
