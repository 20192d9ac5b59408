//! `payee.rename`: what a payee is called. Identity of rows does not depend on it.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rename a payee.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenamePayee {
    /// The payee: id or name.
    pub payee: String,
    /// New name.
    pub name: String,
}

impl Action for RenamePayee {
    type Output = Done;
    const NAME: &'static str = "payee.rename";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let payee = resolve::payee(session.reader(), &self.payee)?;
        let name = parse::name("name", &self.name)?;
        session.commit_if_any(Self::NAME, vec![write::set(Entity::Payee(payee), Field::Name, &name)?])
    }
}
