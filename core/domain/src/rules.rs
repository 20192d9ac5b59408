//! Runs rules over a row: the first rule, by position, that sets a field wins.

use crate::identity::fold;
use crate::rule::{Condition, Rule, TextTest};
use crate::{AccountId, CategoryId, PayeeId, RuleId};

/// What rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleRow<'a> {
    /// The account.
    pub account: AccountId,
    /// The payee's name, or the name on the statement where no payee is set; empty when there is neither.
    pub payee: &'a str,
    /// The statement's description.
    pub description: &'a str,
    /// Its memo.
    pub memo: Option<&'a str>,
    /// Minor units; negative is money out.
    pub amount: i64,
}

/// What the rules set, each with the rule that did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleOutcome {
    /// Category.
    pub category: Option<(CategoryId, RuleId)>,
    /// Payee.
    pub payee: Option<(PayeeId, RuleId)>,
    /// Note.
    pub note: Option<(String, RuleId)>,
}

/// Rules made ready: the enabled ones, in order, their texts folded once.
#[derive(Debug, Clone)]
pub struct RuleSet<'a> {
    rules: Vec<(&'a Rule, Vec<Test>)>,
}

#[derive(Debug, Clone)]
enum Test {
    Payee(TextTest, String),
    Description(TextTest, String),
    Amount(i64, i64),
    Account(AccountId),
}

impl<'a> RuleSet<'a> {
    /// Orders the rules by position, then id, and leaves out what is switched off. A rule without conditions never
    /// fires: it would catch every row.
    pub fn new(rules: &'a [Rule]) -> Self {
        let usable = rules.iter().filter(|rule| rule.enabled && !rule.conditions.is_empty());
        let mut ready: Vec<_> =
            usable.map(|rule| (rule, rule.conditions.iter().map(prepare).collect())).collect();
        ready.sort_by_key(|(rule, _): &(&Rule, Vec<Test>)| (rule.position, rule.id));
        Self { rules: ready }
    }

    /// What the rules set on this row. Conditions see the row as given, not what earlier rules set.
    pub fn evaluate(&self, row: &RuleRow<'_>) -> RuleOutcome {
        let mut outcome = RuleOutcome::default();
        if self.rules.is_empty() {
            return outcome;
        }
        let folded = Folded::new(row);
        for (rule, tests) in &self.rules {
            if folded.passes(tests) {
                let effect = &rule.effect;
                outcome.category = outcome.category.or(effect.category.map(|id| (id, rule.id)));
                outcome.payee = outcome.payee.or(effect.payee.map(|id| (id, rule.id)));
                outcome.note = outcome.note.or_else(|| effect.note.clone().map(|note| (note, rule.id)));
            }
        }
        outcome
    }

    /// Does any of the rules hold for the row?
    pub fn matches(&self, row: &RuleRow<'_>) -> bool {
        let folded = Folded::new(row);
        self.rules.iter().any(|(_, tests)| folded.passes(tests))
    }
}

/// A row's texts, folded once.
struct Folded<'a> {
    row: &'a RuleRow<'a>,
    payee: String,
    description: String,
    memo: Option<String>,
}

impl<'a> Folded<'a> {
    fn new(row: &'a RuleRow<'a>) -> Self {
        Self { row, payee: fold(row.payee), description: fold(row.description), memo: row.memo.map(fold) }
    }

    fn passes(&self, tests: &[Test]) -> bool {
        tests.iter().all(|test| match test {
            Test::Payee(test, value) => compare(*test, &self.payee, value),
            Test::Description(test, value) => {
                let in_memo = || self.memo.as_deref().is_some_and(|memo| compare(*test, memo, value));
                compare(*test, &self.description, value) || in_memo()
            }
            Test::Amount(min, max) => (*min..=*max).contains(&self.row.amount),
            Test::Account(id) => *id == self.row.account,
        })
    }
}

fn prepare(condition: &Condition) -> Test {
    match condition {
        Condition::Payee { test, value } => Test::Payee(*test, fold(value)),
        Condition::Description { test, value } => Test::Description(*test, fold(value)),
        Condition::Amount { min, max } => Test::Amount(min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)),
        Condition::Account { id } => Test::Account(*id),
    }
}

/// A value without a letter or digit matches nothing: it would match everything.
fn compare(test: TextTest, text: &str, value: &str) -> bool {
    if value.is_empty() {
        return false;
    }
    match test {
        TextTest::Is => text == value,
        TextTest::Contains => text.contains(value),
        TextTest::StartsWith => text.starts_with(value),
    }
}
