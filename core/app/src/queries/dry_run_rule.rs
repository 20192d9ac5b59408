//! `rule.dry_run`: which rows a rule, or a draft of one, would change, before and after.

use crate::actions::apply_rules::chosen;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use crate::rule_run::{RowChange, RuleScope, changes};
use crate::rule_view::{ConditionView, EffectInput, conditions};
use crate::view::RowView;
use domain::{Rule, RuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// Show which rows a rule, a draft of one, or all rules would change. Nothing is changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DryRunRule {
    /// Only this rule: id or name; with neither rule nor draft, every rule that is switched on.
    pub rule: Option<String>,
    /// A draft's conditions.
    pub conditions: Option<Vec<ConditionView>>,
    /// What the draft sets.
    pub effect: Option<EffectInput>,
    /// Which rows may change; by default those whose category no person gave.
    pub scope: Option<RuleScope>,
    /// Leave out so many of the rows.
    pub offset: Option<u32>,
    /// Show at most so many; by default 200.
    pub limit: Option<u32>,
}

/// What would change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DryRun {
    /// Rows that would change in all.
    pub total: u32,
    /// This page of them, newest first.
    pub items: Vec<DryRunRow>,
}

/// A row that would change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DryRunRow {
    /// The row as it is.
    pub row: RowView,
    /// The category it would have; none when that stays.
    pub category: Option<String>,
    /// The payee it would have; none when that stays.
    pub payee: Option<String>,
    /// The note it would have; none when that stays.
    pub note: Option<String>,
}

impl Query for DryRunRule {
    type Output = DryRun;
    const NAME: &'static str = "rule.dry_run";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::Transactions, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<DryRun, AppError> {
        let found = changes(reader, &self.rules(reader)?, self.scope.unwrap_or_default())?;
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let page = found.iter().skip(at(self.offset.unwrap_or(0))).take(at(self.limit.unwrap_or(200)));
        let mut items = Vec::new();
        for change in page {
            items.extend(self.item(reader, change)?);
        }
        Ok(DryRun { total: u32::try_from(found.len()).unwrap_or(u32::MAX), items })
    }
}

impl DryRunRule {
    fn rules(&self, reader: &Reader) -> Result<Vec<Rule>, AppError> {
        let Some(views) = &self.conditions else { return chosen(reader, self.rule.as_deref()) };
        let effect = self.effect.clone().unwrap_or_default().known(reader)?;
        let (id, name) = (RuleId([0; 12]), String::new());
        Ok(vec![Rule {
            id,
            name,
            position: 0,
            enabled: true,
            conditions: conditions(reader, views)?,
            effect,
        }])
    }

    fn item(&self, reader: &Reader, change: &RowChange) -> Result<Option<DryRunRow>, AppError> {
        let name = |sql: &str, id: [u8; 12]| -> Result<Option<String>, AppError> {
            Ok(reader.connection().prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
        };
        let category =
            change.category.map(|id| name("select name from category where id = ?1", id.0)).transpose()?;
        let payee = match change.payee {
            // A payee the draft would make has no row yet.
            Some(id) => name("select name from payee where id = ?1", id.0)?
                .or_else(|| self.effect.as_ref().and_then(|effect| effect.payee.clone())),
            None => None,
        };
        let row = row::by_id(reader.connection(), change.id)?;
        let (category, note) = (category.flatten(), change.note.clone());
        Ok(row.map(|row| DryRunRow { row, category, payee, note }))
    }
}
