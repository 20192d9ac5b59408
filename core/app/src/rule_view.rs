//! Rules as people and programs see and write them.

use crate::error::AppError;
use crate::resolve;
use crate::row;
use crate::session::Session;
use domain::Rule;
use domain::rule::{Condition, RuleEffect, TextTest};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// How a text is compared; case and accents do not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextTestView {
    /// The whole text is equal.
    Is,
    /// The text contains the value.
    Contains,
    /// The text starts with the value.
    StartsWith,
}

/// One condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum ConditionView {
    /// The payee's name, or the name on the statement where no payee is set.
    Payee {
        /// Comparison.
        test: TextTestView,
        /// Text to compare with.
        value: String,
    },
    /// The statement's description or memo.
    Description {
        /// Comparison.
        test: TextTestView,
        /// Text to compare with.
        value: String,
    },
    /// The signed amount, bounds included; an open side is left out.
    Amount {
        /// Lowest amount, minor units.
        min: Option<i64>,
        /// Highest amount, minor units.
        max: Option<i64>,
    },
    /// The account.
    Account {
        /// Id or name.
        id: String,
    },
}

/// What a rule sets, as it is written: names or ids; what is left out is not set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectInput {
    /// Category: id, name or key.
    pub category: Option<String>,
    /// Payee: id or name; a new name makes a new payee.
    pub payee: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// What a rule sets, as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EffectView {
    /// Category's name.
    pub category: Option<String>,
    /// Category's id.
    pub category_id: Option<String>,
    /// Payee's name.
    pub payee: Option<String>,
    /// Payee's id.
    pub payee_id: Option<String>,
    /// Note.
    pub note: Option<String>,
}

impl From<TextTest> for TextTestView {
    fn from(test: TextTest) -> Self {
        match test {
            TextTest::Is => Self::Is,
            TextTest::Contains => Self::Contains,
            TextTest::StartsWith => Self::StartsWith,
        }
    }
}

impl From<TextTestView> for TextTest {
    fn from(test: TextTestView) -> Self {
        match test {
            TextTestView::Is => Self::Is,
            TextTestView::Contains => Self::Contains,
            TextTestView::StartsWith => Self::StartsWith,
        }
    }
}

impl From<&Condition> for ConditionView {
    fn from(condition: &Condition) -> Self {
        match condition {
            Condition::Payee { test, value } => Self::Payee { test: (*test).into(), value: value.clone() },
            Condition::Description { test, value } => {
                Self::Description { test: (*test).into(), value: value.clone() }
            }
            Condition::Amount { min, max } => Self::Amount { min: *min, max: *max },
            Condition::Account { id } => Self::Account { id: id.to_string() },
        }
    }
}

/// Conditions that were written, checked.
///
/// # Errors
/// `invalid_input` when there is none or one says nothing, `not_found` for an account.
pub fn conditions(reader: &Reader, views: &[ConditionView]) -> Result<Vec<Condition>, AppError> {
    if views.is_empty() {
        return Err(AppError::invalid("conditions", "a rule needs at least one condition"));
    }
    views.iter().map(|view| condition(reader, view)).collect()
}

fn condition(reader: &Reader, view: &ConditionView) -> Result<Condition, AppError> {
    let text = |value: &str| {
        if domain::identity::fold(value).is_empty() {
            return Err(AppError::invalid("conditions", "a text condition needs a letter or digit"));
        }
        Ok(value.trim().to_owned())
    };
    Ok(match view {
        ConditionView::Payee { test, value } => {
            Condition::Payee { test: (*test).into(), value: text(value)? }
        }
        ConditionView::Description { test, value } => {
            Condition::Description { test: (*test).into(), value: text(value)? }
        }
        ConditionView::Amount { min: None, max: None } => {
            return Err(AppError::invalid("conditions", "an amount condition needs a bound"));
        }
        ConditionView::Amount { min: Some(min), max: Some(max) } if min > max => {
            return Err(AppError::invalid("conditions", "the lowest amount is above the highest"));
        }
        ConditionView::Amount { min, max } => Condition::Amount { min: *min, max: *max },
        ConditionView::Account { id } => Condition::Account { id: resolve::account(reader, id)?.id },
    })
}

impl EffectInput {
    /// What the rule sets; a new payee adds the write that makes it.
    ///
    /// # Errors
    /// `invalid_input` when nothing is set, `not_found` for a category.
    pub fn effect(&self, session: &mut Session<'_>, writes: &mut Vec<Write>) -> Result<RuleEffect, AppError> {
        let payee = self.payee.as_deref().map(|text| session.payee_named(text, writes)).transpose()?;
        self.with_payee(session.reader(), payee)
    }

    /// The same without writing: a payee must be there.
    ///
    /// # Errors
    /// As [`EffectInput::effect`], and `not_found` for a payee.
    pub fn known(&self, reader: &Reader) -> Result<RuleEffect, AppError> {
        // A payee that does not exist yet is set on no row: the preview shows everything else.
        let payee = match self.payee.as_deref().map(|text| resolve::payee(reader, text)) {
            Some(Err(error)) if error.code != crate::ErrorCode::NotFound => return Err(error),
            Some(found) => found.ok().or(Some(domain::PayeeId([0; 12]))),
            None => None,
        };
        self.with_payee(reader, payee)
    }

    fn with_payee(&self, reader: &Reader, payee: Option<domain::PayeeId>) -> Result<RuleEffect, AppError> {
        let category = self.category.as_deref().map(|text| resolve::category(reader, text)).transpose()?;
        let note = self.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        let effect = RuleEffect { category, payee, note };
        if effect == RuleEffect::default() {
            return Err(AppError::invalid("effect", "a rule sets a category, a payee or a note"));
        }
        Ok(effect)
    }
}

/// What the rule sets, with names.
///
/// # Errors
/// When the book cannot be read.
pub fn effect_view(reader: &Reader, rule: &Rule) -> Result<EffectView, AppError> {
    let name = |sql: &str, id: [u8; 12]| -> Result<Option<String>, AppError> {
        Ok(reader.connection().prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
    };
    let effect = &rule.effect;
    let category =
        effect.category.map(|id| name("select name from category where id = ?1", id.0)).transpose()?;
    let payee = effect.payee.map(|id| name("select name from payee where id = ?1", id.0)).transpose()?;
    Ok(EffectView {
        category: category.flatten(),
        category_id: effect.category.map(|id| row::id_text(id.0)),
        payee: payee.flatten(),
        payee_id: effect.payee.map(|id| row::id_text(id.0)),
        note: effect.note.clone(),
    })
}
