//! `rule.create`: conditions that set category, payee or note on rows to come.

use super::create_account::Created;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::rule_view::{self, ConditionView, EffectInput};
use crate::session::Session;
use crate::{parse, resolve};
use domain::RuleId;
use domain::rule::{Condition, Rule, TextTest};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Create a rule. All conditions given must hold; of several rules, the first that sets a field wins.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRule {
    /// Name; by default the text it looks for.
    pub name: Option<String>,
    /// The description or memo contains this text.
    pub description_contains: Option<String>,
    /// The description is this text.
    pub description_is: Option<String>,
    /// The payee contains this text.
    pub payee_contains: Option<String>,
    /// Lowest amount in minor units.
    pub amount_min: Option<i64>,
    /// Highest amount in minor units.
    pub amount_max: Option<i64>,
    /// Only in this account: id or name.
    pub account: Option<String>,
    /// Further conditions, in full.
    pub conditions: Option<Vec<ConditionView>>,
    /// Set this category: id, name or key.
    pub set_category: Option<String>,
    /// Set this payee: id or name, a new name makes a new payee.
    pub set_payee: Option<String>,
    /// Set this note.
    pub set_note: Option<String>,
}

impl Action for CreateRule {
    type Output = Created;
    const NAME: &'static str = "rule.create";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::Payees, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let conditions = self.conditions(session)?;
        if conditions.is_empty() {
            return Err(AppError::invalid("description_contains", "a rule needs at least one condition"));
        }
        let mut writes = Vec::new();
        let effect = EffectInput {
            category: self.set_category.clone(),
            payee: self.set_payee.clone(),
            note: self.set_note.clone(),
        };
        let effect = effect.effect(session, &mut writes)?;
        let position: u32 = session.reader().connection().query_row(
            "select coalesce(max(position) + 1, 0) from rule",
            [],
            |row| row.get(0),
        )?;
        let texts = [&self.name, &self.description_contains, &self.description_is, &self.payee_contains];
        let looked_for = conditions.iter().find_map(|condition| match condition {
            Condition::Payee { value, .. } | Condition::Description { value, .. } => Some(value.clone()),
            _ => None,
        });
        let name = texts.into_iter().flatten().next().cloned().or(looked_for);
        let name = name.as_deref().unwrap_or("rule");
        let id = RuleId(session.fresh_id());
        let rule = Rule { id, name: parse::name("name", name)?, position, enabled: true, conditions, effect };
        writes.push(Write::rule(&rule)?);
        session.commit(Self::NAME, writes)?;
        Ok(Created { id: id.to_string() })
    }
}

impl CreateRule {
    fn conditions(&self, session: &Session<'_>) -> Result<Vec<Condition>, AppError> {
        let mut conditions = Vec::new();
        let mut text = |value: &Option<String>, make: fn(String) -> Condition| {
            if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
                conditions.push(make(value.to_owned()));
            }
        };
        text(&self.description_contains, |value| Condition::Description { test: TextTest::Contains, value });
        text(&self.description_is, |value| Condition::Description { test: TextTest::Is, value });
        text(&self.payee_contains, |value| Condition::Payee { test: TextTest::Contains, value });
        if self.amount_min.is_some() || self.amount_max.is_some() {
            conditions.push(Condition::Amount { min: self.amount_min, max: self.amount_max });
        }
        if let Some(account) = &self.account {
            conditions.push(Condition::Account { id: resolve::account(session.reader(), account)?.id });
        }
        if let Some(views) = self.conditions.as_ref().filter(|views| !views.is_empty()) {
            conditions.extend(rule_view::conditions(session.reader(), views)?);
        }
        Ok(conditions)
    }
}
