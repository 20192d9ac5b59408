//! Rules: conditions, order and switches.

use domain::rule::{Condition, RuleEffect, TextTest};
use domain::{AccountId, CategoryId, PayeeId, Rule, RuleId, RuleRow, RuleSet};
use proptest::prelude::*;

const ROW: RuleRow<'_> = RuleRow {
    account: AccountId([1; 12]),
    payee: "Padaria São João",
    description: "COMPRA CARTÃO PADARIA",
    memo: Some("Ref 42"),
    amount: -1_500,
};

fn rule(id: u8, position: u32, conditions: Vec<Condition>) -> Rule {
    let effect = RuleEffect { category: Some(CategoryId([id; 12])), ..RuleEffect::default() };
    Rule { id: RuleId([id; 12]), name: String::new(), position, enabled: true, conditions, effect }
}

fn description(test: TextTest, value: &str) -> Condition {
    Condition::Description { test, value: value.to_owned() }
}

#[test]
fn conditions_hold_whatever_case_and_accents() {
    let payee = |test, value: &str| Condition::Payee { test, value: value.to_owned() };
    let amount = |min, max| Condition::Amount { min, max };
    let cases = [
        (payee(TextTest::Is, "padaria sao joao"), true),
        (payee(TextTest::Is, "padaria"), false),
        (payee(TextTest::StartsWith, "PADÁRIA"), true),
        (payee(TextTest::Contains, "joão"), true),
        (description(TextTest::Contains, "cartao pad"), true),
        (description(TextTest::StartsWith, "padaria"), false),
        (description(TextTest::Is, "ref 42"), true),
        (description(TextTest::Contains, "***"), false),
        (amount(Some(-1_500), Some(-1_500)), true),
        (amount(None, Some(-1_501)), false),
        (amount(None, None), true),
        (Condition::Account { id: AccountId([1; 12]) }, true),
        (Condition::Account { id: AccountId([2; 12]) }, false),
    ];
    for (condition, holds) in cases {
        let rules = [rule(1, 0, vec![condition.clone()])];
        assert_eq!(RuleSet::new(&rules).evaluate(&ROW).category.is_some(), holds, "{condition:?}");
    }
    let none = [rule(1, 0, vec![])];
    assert_eq!(RuleSet::new(&none).evaluate(&ROW).category, None, "a rule without conditions never fires");
}

#[test]
fn each_field_goes_to_the_first_rule_that_sets_it() {
    let always = || vec![description(TextTest::Contains, "padaria")];
    let mut first = rule(1, 0, always());
    first.effect = RuleEffect { payee: Some(PayeeId([9; 12])), ..RuleEffect::default() };
    let rules = [rule(3, 2, always()), rule(2, 1, always()), first];
    let outcome = RuleSet::new(&rules).evaluate(&ROW);
    assert_eq!(outcome.category, Some((CategoryId([2; 12]), RuleId([2; 12]))));
    assert_eq!(outcome.payee, Some((PayeeId([9; 12]), RuleId([1; 12]))));
    assert_eq!(outcome.note, None);
}

proptest! {
    #[test]
    fn the_lowest_enabled_position_wins_in_any_order(
        drawn in prop::collection::vec((0_u32..5, any::<bool>(), any::<bool>()), 0..12), turn in 0_usize..12
    ) {
        let make = |(at, (position, enabled, fits)): (usize, &(u32, bool, bool))| {
            let value = if *fits { "padaria" } else { "farmacia" };
            let id = u8::try_from(at).expect("few rules");
            Rule { enabled: *enabled, ..rule(id, *position, vec![description(TextTest::Contains, value)]) }
        };
        let mut rules: Vec<Rule> = drawn.iter().enumerate().map(make).collect();
        let winner = drawn.iter().enumerate().filter(|(_, (_, enabled, fits))| *enabled && *fits).min_by_key(|(at, (position, ..))| (*position, *at));
        let expected = winner.map(|(at, _)| RuleId([u8::try_from(at).expect("few rules"); 12]));
        if !rules.is_empty() {
            let count = rules.len();
            rules.rotate_left(turn % count);
        }
        prop_assert_eq!(RuleSet::new(&rules).evaluate(&ROW).category.map(|(_, rule)| rule), expected);
    }
}
