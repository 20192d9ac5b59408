//! `rule.apply`: what a rule, or all rules, would set over the history; and setting it.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, rules, uncategorised};
use domain::Rule;
use domain::rules::{RuleRow, RuleSet};
use replica::{AutoCategory, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Apply rules to the rows that are in the book already. A person's category, payee and note are never overridden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyRules {
    /// Only this rule: id or name.
    pub rule: Option<String>,
    /// Only count; change nothing.
    pub dry_run: Option<bool>,
}

impl Action for ApplyRules {
    type Output = Done;
    const NAME: &'static str = "rule.apply";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut all: Vec<Rule> = rules::all(session.reader())?;
        if let Some(rule) = &self.rule {
            let id = resolve::rule(session.reader(), rule)?;
            all.retain(|rule| rule.id == id);
        }
        let set = RuleSet::new(&all);
        let mut writes: Vec<Write> = Vec::new();
        for row in uncategorised::rows(session.reader())? {
            let outcome = set.evaluate(&RuleRow {
                account: row.account,
                payee: row.payee.as_deref().unwrap_or_default(),
                description: &row.description,
                memo: row.memo.as_deref(),
                amount: row.amount,
            });
            if let Some((category, _)) = outcome.category {
                let auto = AutoCategory { category, confidence: 1000 };
                if row.before != Some(auto) {
                    writes.push(row.shard.set_auto_category(row.id, Some(auto))?);
                }
            }
            if let Some((payee, _)) = outcome.payee.filter(|_| !row.has_payee) {
                writes.push(row.shard.set_payee(row.id, Some(payee))?);
            }
            if let Some((note, _)) = outcome.note.filter(|_| !row.has_note) {
                writes.push(row.shard.set_note(row.id, Some(&note))?);
            }
        }
        if self.dry_run.unwrap_or(false) {
            return Ok(Done { changed: u32::try_from(writes.len()).unwrap_or(u32::MAX) });
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
