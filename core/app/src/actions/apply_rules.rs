//! `rule.apply`: what a rule, or all rules, would set over the history; and setting it.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::rule_run::{RuleScope, changes};
use crate::session::Session;
use crate::{resolve, rules};
use domain::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Apply rules to the rows that are in the book already. The scope says which rows may change; `rule.dry_run` shows them before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyRules {
    /// Only this rule: id or name.
    pub rule: Option<String>,
    /// Which rows may change; by default those whose category no person gave.
    pub scope: Option<RuleScope>,
    /// Only count; change nothing.
    pub dry_run: Option<bool>,
}

impl Action for ApplyRules {
    type Output = Done;
    const NAME: &'static str = "rule.apply";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let rules = chosen(session.reader(), self.rule.as_deref())?;
        let rows = changes(session.reader(), &rules, self.scope.unwrap_or_default())?;
        let changed = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        if !self.dry_run.unwrap_or(false) {
            let mut writes = Vec::new();
            for row in &rows {
                row.write(&mut writes)?;
            }
            session.commit_if_any(Self::NAME, writes)?;
        }
        Ok(Done { changed })
    }
}

/// The named rule, or every rule.
///
/// # Errors
/// `not_found` or `ambiguous`.
pub fn chosen(reader: &Reader, rule: Option<&str>) -> Result<Vec<Rule>, AppError> {
    let mut all = rules::all(reader)?;
    if let Some(rule) = rule {
        let id = resolve::rule(reader, rule)?;
        all.retain(|rule| rule.id == id);
        // Asked for by name, it runs even when it is switched off for rows to come.
        for rule in &mut all {
            rule.enabled = true;
        }
    }
    Ok(all)
}
