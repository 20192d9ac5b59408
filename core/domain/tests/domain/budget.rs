//! Budgets add up, in every month and in both styles.

use domain::budget::{
    BudgetCell, BudgetStyle, MonthInput, MonthLine, Pace, average, follow, pace, unallocated,
};
use domain::{MoneyError, Month};
use proptest::prelude::*;

fn tracked(limit: Option<i64>, spent: i64) -> MonthInput {
    MonthInput { cell: BudgetCell { limit, allocated: None }, spent }
}

fn set_aside(allocated: i64, spent: i64) -> MonthInput {
    MonthInput { cell: BudgetCell { limit: None, allocated: Some(allocated) }, spent }
}

fn left(lines: &[MonthLine]) -> Vec<Option<i64>> {
    lines.iter().map(|line| line.available).collect()
}

#[test]
fn a_limit_is_for_its_month_unless_the_balance_goes_on() {
    let months =
        [tracked(Some(100), 130), tracked(Some(100), 40), tracked(None, 20), tracked(Some(100), 100)];
    let alone = follow(BudgetStyle::Tracking, false, &months).expect("amounts");
    assert_eq!(left(&alone), [Some(-30), Some(60), None, Some(0)]);
    assert_eq!(alone[0].overspent(), 30);
    let on = follow(BudgetStyle::Tracking, true, &months).expect("amounts");
    assert_eq!(left(&on), [Some(-30), Some(30), None, Some(30)]);
    assert_eq!(on.iter().map(|line| line.carried).collect::<Vec<_>>(), [0, -30, 30, 30]);
}

#[test]
fn an_envelope_keeps_what_is_left_and_its_debt_only_when_it_says_so() {
    let months = [set_aside(100, 30), set_aside(0, 90), set_aside(50, 10)];
    let lines = follow(BudgetStyle::Envelope, false, &months).expect("amounts");
    assert_eq!(left(&lines), [Some(70), Some(-20), Some(40)]);
    let indebted = follow(BudgetStyle::Envelope, true, &months).expect("amounts");
    assert_eq!(left(&indebted), [Some(70), Some(-20), Some(20)]);
}

#[test]
fn averages_round_to_the_nearest_unit() {
    assert_eq!((average(&[]), average(&[1, 2]), average(&[-1, -2]), average(&[10, 11, 12])), (0, 2, -2, 11));
    assert_eq!(average(&[i64::MAX, i64::MAX]), i64::MAX);
}

#[test]
fn a_pace_needs_more_than_one_payment() {
    // Half of the month, more than half of the money.
    assert_eq!(pace(1000, 600, 5, 15, 30), (Pace::AtRisk, 1200));
    assert_eq!(pace(1000, 500, 5, 15, 30), (Pace::Fine, 1000));
    assert_eq!(pace(1000, 1001, 1, 1, 30), (Pace::Over, 1001));
    // The rent on the first of the month is no pace.
    assert_eq!(pace(1000, 1000, 1, 1, 30), (Pace::Fine, 1000));
    assert_eq!(pace(0, -50, 2, 3, 31), (Pace::Fine, -50));
    assert_eq!(pace(i64::MAX, i64::MAX, 2, 1, 31).0, Pace::Fine);
}

#[test]
fn months_have_one_spelling() {
    let month: Month = "2024-12".parse().expect("a month");
    assert_eq!((month.to_string(), month.plus(1).to_string()), ("2024-12".to_owned(), "2025-01".to_owned()));
    assert_eq!(month.last_day().to_string(), "2024-12-31");
    for bad in ["2024-1", "2024-13", "2024-00", "24-01", "2024", "2024-01-01", "+024-01", ""] {
        assert!(bad.parse::<Month>().is_err(), "{bad}");
    }
}

#[test]
fn too_large_amounts_are_refused() {
    let months = [set_aside(i64::MAX, -1)];
    assert_eq!(follow(BudgetStyle::Envelope, false, &months), Err(MoneyError::Overflow));
}

/// Per category a flag and its months; and the income of each month.
type Story = (Vec<(bool, Vec<(i64, i64)>)>, Vec<i64>);

fn stories() -> impl Strategy<Value = Story> {
    (1_usize..8, 1_usize..6).prop_flat_map(|(months, categories)| {
        let amounts = (-1_000_i64..5_000, -500_i64..6_000);
        (
            prop::collection::vec((any::<bool>(), prop::collection::vec(amounts, months)), categories),
            prop::collection::vec(-1_000_i64..20_000, months),
        )
    })
}

proptest! {
    /// Money in the accounts is what the envelopes have and what no envelope has; the latter changes by income, by what is put
    /// into envelopes, and by debts that nobody covered.
    #[test]
    fn envelopes_and_the_rest_are_all_the_money((categories, incomes) in stories(), opening in 0_i64..50_000) {
        let followed: Vec<(bool, Vec<MonthLine>)> = categories
            .iter()
            .map(|(on, months)| {
                let months: Vec<MonthInput> = months.iter().map(|(a, s)| set_aside(*a, *s)).collect();
                (*on, follow(BudgetStyle::Envelope, *on, &months).expect("amounts"))
            })
            .collect();
        let (mut money, mut rest) = (opening, opening);
        for (at, income) in incomes.iter().enumerate() {
            let lines: Vec<MonthLine> = followed.iter().map(|(_, lines)| lines[at]).collect();
            money += income - lines.iter().map(|line| line.spent).sum::<i64>();
            let uncovered: i64 = if at == 0 { 0 } else {
                followed.iter().filter(|(on, _)| !on).map(|(_, lines)| lines[at - 1].overspent()).sum()
            };
            rest += income - uncovered - lines.iter().map(|line| line.cell.allocated.unwrap_or(0)).sum::<i64>();
            let unallocated = unallocated(BudgetStyle::Envelope, money, &lines).expect("amounts");
            let available: i64 = lines.iter().filter_map(|line| line.available).sum();
            prop_assert_eq!(available + unallocated, money);
            prop_assert_eq!(unallocated, rest);
        }
    }

    /// What a category has at the end is all it was given less all it spent, when everything goes on.
    #[test]
    fn a_balance_that_goes_on_loses_nothing(months in prop::collection::vec((0_i64..5_000, -500_i64..6_000), 1..12)) {
        let all: i64 = months.iter().map(|(given, spent)| given - spent).sum();
        let limits: Vec<MonthInput> = months.iter().map(|(l, s)| tracked(Some(*l), *s)).collect();
        let envelopes: Vec<MonthInput> = months.iter().map(|(a, s)| set_aside(*a, *s)).collect();
        for (style, inputs) in [(BudgetStyle::Tracking, limits), (BudgetStyle::Envelope, envelopes)] {
            let lines = follow(style, true, &inputs).expect("amounts");
            prop_assert_eq!(lines.last().and_then(|line| line.available), Some(all));
            for pair in lines.windows(2) {
                prop_assert_eq!(Some(pair[1].carried), pair[0].available);
            }
        }
    }

    #[test]
    fn a_month_is_no_more_than_its_own_when_nothing_goes_on(months in prop::collection::vec((0_i64..5_000, -500_i64..6_000), 1..12)) {
        let inputs: Vec<MonthInput> = months.iter().map(|(l, s)| tracked(Some(*l), *s)).collect();
        for (line, (limit, spent)) in follow(BudgetStyle::Tracking, false, &inputs).expect("amounts").iter().zip(&months) {
            prop_assert_eq!((line.carried, line.available), (0, Some(limit - spent)));
        }
    }

    #[test]
    fn the_average_lies_between_the_least_and_the_most(amounts in prop::collection::vec(any::<i64>(), 1..20)) {
        let (least, most) = (amounts.iter().min().copied(), amounts.iter().max().copied());
        prop_assert!(Some(average(&amounts)) >= least && Some(average(&amounts)) <= most);
    }
}
