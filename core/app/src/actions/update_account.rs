//! `account.update`: what an account is called, what it is, where its statements come from.

use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve, write};
use domain::identity::fold;
use replica::{Entity, Field, Opening};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change an account. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    /// The account: id or name.
    pub account: String,
    /// New name.
    pub name: Option<String>,
    /// New kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.
    pub kind: Option<String>,
    /// Bank, as statements give it.
    pub bank: Option<String>,
    /// Account number, as statements give it.
    pub number: Option<String>,
    /// Balance before the first row, minor units.
    pub opening_balance: Option<i64>,
    /// The day the opening balance stands for.
    pub opening_date: Option<String>,
    /// No longer in use.
    pub closed: Option<bool>,
}

/// Nothing to tell.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// How many fields or rows changed.
    pub changed: u32,
}

impl Action for UpdateAccount {
    type Output = Done;
    const NAME: &'static str = "account.update";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let account = resolve::account(session.reader(), &self.account)?;
        let entity = Entity::Account(account.id);
        let mut writes = Vec::new();
        if let Some(name) = &self.name {
            let name = parse::name("name", name)?;
            if fold(&name) != fold(&account.name) {
                resolve::account_name_is_free(session.reader(), &name)?;
            }
            writes.push(write::set(entity, Field::Name, &name)?);
        }
        if let Some(kind) = &self.kind {
            writes.push(write::set(entity, Field::Kind, &parse::account_kind("kind", kind)?)?);
        }
        if let Some(bank) = &self.bank {
            writes.push(write::set(entity, Field::Bank, bank)?);
        }
        if let Some(number) = &self.number {
            writes.push(write::set(entity, Field::Number, number)?);
        }
        if self.opening_balance.is_some() || self.opening_date.is_some() {
            let day =
                self.opening_date.as_deref().map(|text| parse::day("opening_date", text)).transpose()?;
            let opening = Opening {
                balance: self.opening_balance.unwrap_or(account.opening),
                day: day.map(replica::day_number),
            };
            writes.push(write::set(entity, Field::Opening, &opening)?);
        }
        if let Some(closed) = self.closed {
            writes.push(write::set(entity, Field::Closed, &closed)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
