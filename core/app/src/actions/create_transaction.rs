//! `transaction.create`: a row typed in by hand.

use super::create_account::Created;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve};
use domain::transaction::Origin;
use domain::{Facts, Money, TransactionId};
use replica::{ShardKey, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Enter a transaction by hand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTransaction {
    /// The account: id or name.
    pub account: String,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// Minor units of the account's currency; negative is money out.
    pub amount: i64,
    /// Text.
    pub description: String,
    /// Payee: id or name; a new name makes a new payee.
    pub payee: Option<String>,
    /// Category: id, name or key.
    pub category: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Check number.
    pub check_number: Option<String>,
}

impl Action for CreateTransaction {
    type Output = Created;
    const NAME: &'static str = "transaction.create";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::Payees, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let account = resolve::account(session.reader(), &self.account)?;
        let date = parse::day("date", &self.date)?;
        let facts = Facts {
            date,
            amount: Money::new(self.amount, account.currency),
            description: parse::name("description", &self.description)?,
            payee: None,
            memo: None,
            bank_id: None,
            check_number: self.check_number,
            original: None,
            instalment: None,
            origin: Origin::Manual,
        };
        let id = TransactionId(session.fresh_id());
        let shard = ShardKey::for_transaction(account.id, date);
        let mut writes = vec![Write::transaction(account.id, id, &facts)?];
        if let Some(category) = &self.category {
            writes.push(shard.set_category(id, Some(resolve::category(session.reader(), category)?))?);
        }
        if let Some(payee) = &self.payee {
            let payee = session.payee_named(payee, &mut writes)?;
            writes.push(shard.set_payee(id, Some(payee))?);
        }
        if let Some(note) = &self.note {
            writes.push(shard.set_note(id, Some(note))?);
        }
        session.commit(Self::NAME, writes)?;
        Ok(Created { id: id.to_string() })
    }
}
