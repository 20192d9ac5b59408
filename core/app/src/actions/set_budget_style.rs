//! `budget.set_style`: limits or envelopes.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, parse, write};
use domain::BudgetStyle;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Choose how the book budgets: `tracking` (limits only) or `envelope` (money is set aside before it is spent). What was budgeted in the other way is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBudgetStyle {
    /// tracking or envelope.
    pub style: String,
}

impl Action for SetBudgetStyle {
    type Output = Done;
    const NAME: &'static str = "budget.set_style";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::Book, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let style: BudgetStyle = parse::choice("style", &self.style, "tracking, envelope")?;
        if style == budget::style(session.reader())? {
            return Ok(Done { changed: 0 });
        }
        let write = write::set(Entity::Book, Field::BudgetStyle, self.style.as_str())?;
        session.commit_if_any(Self::NAME, vec![write])
    }
}
