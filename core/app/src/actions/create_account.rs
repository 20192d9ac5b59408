//! `account.create`: a new account.

use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve};
use domain::{Account, AccountId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Create an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// Name.
    pub name: String,
    /// Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.
    pub kind: String,
    /// ISO 4217 code; it never changes.
    pub currency: String,
    /// Bank, as statements give it.
    pub bank: Option<String>,
    /// Account number, as statements give it: statements with this number go here.
    pub number: Option<String>,
    /// Balance before the first row, in minor units.
    pub opening_balance: Option<i64>,
}

/// The id of what was created.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// Its id.
    pub id: String,
}

impl Action for CreateAccount {
    type Output = Created;
    const NAME: &'static str = "account.create";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let name = parse::name("name", &self.name)?;
        resolve::account_name_is_free(session.reader(), &name)?;
        let account = Account {
            id: AccountId(session.fresh_id()),
            kind: parse::account_kind("kind", &self.kind)?,
            currency: parse::currency("currency", &self.currency)?,
            bank: self.bank,
            number: self.number,
            opening_balance: self.opening_balance.unwrap_or(0),
            opening_date: None,
            closed: false,
            name,
        };
        session.commit(Self::NAME, vec![Write::account(&account)?])?;
        Ok(Created { id: account.id.to_string() })
    }
}
