//! The balance proof.

use crate::book::TestBook;
use domain::statement::StatedBalance;
use domain::*;
use testkit::{day, line, statement};

fn closing(lines: Vec<StatementLine>, amount: i64, offset: Option<i32>) -> Statement {
    Statement { ledger_balance: Some(StatedBalance { amount, date: offset.map(day) }), ..statement(lines) }
}

fn running(rows: &[(i32, i64, i64)]) -> Vec<StatementLine> {
    rows.iter()
        .map(|(d, amount, after)| StatementLine {
            balance_after: Some(*after),
            ..line(day(*d), *amount, "X")
        })
        .collect()
}

#[test]
fn the_first_statement_establishes_the_next_is_proved_or_not() {
    let mut book = TestBook::default();
    let first = book.plan(&closing(vec![line(day(0), -100, "A"), line(day(1), -200, "B")], 700, Some(1)));
    assert_eq!(first.proof, BalanceProof::Establishes { opening: 1_000 });
    book.commit(&first);
    let next = |amount| closing(vec![line(day(1), -200, "B"), line(day(2), -300, "C")], amount, Some(2));
    assert_eq!(book.plan(&next(400)).proof, BalanceProof::Proved { balance: 400 });
    assert_eq!(book.plan(&next(390)).proof, BalanceProof::Disproved { difference: -10, from: None });
    assert_eq!(book.plan(&statement(vec![line(day(2), -300, "C")])).proof, BalanceProof::Unavailable);
    let mut plan = book.plan(&next(400));
    plan.leave_out(1).expect("the flip is allowed");
    assert_eq!(plan.proof, BalanceProof::Disproved { difference: -300, from: None });
    plan.restore(1).expect("the flip is allowed");
    assert_eq!(plan.proof, BalanceProof::Proved { balance: 400 });
}

#[test]
fn lines_after_the_stated_day_and_pending_lines_do_not_count() {
    let mut book = TestBook { opening: Some(1_000), ..TestBook::default() };
    let pending = StatementLine { pending: true, ..line(day(0), -5, "P") };
    let plan =
        book.plan(&closing(vec![line(day(0), -100, "A"), pending, line(day(3), -7, "B")], 900, Some(1)));
    assert_eq!(plan.proof, BalanceProof::Proved { balance: 900 });
    let typed = book.type_in(day(0), -100, "Padaria");
    let merged = book.plan(&closing(vec![line(day(0), -100, "PADARIA")], 900, None));
    assert!(matches!(merged.lines[0].fate, Fate::Likely { id, accepted: true, .. } if id == typed));
    assert_eq!(merged.proof, BalanceProof::Proved { balance: 900 }, "a merged row counts once");
}

#[test]
fn running_balances_tell_from_which_day() {
    let good = [(0, -100, 900), (0, -50, 850), (1, -200, 650), (3, 25, 675)];
    let mut reversed = good;
    reversed.reverse();
    for rows in [good, reversed] {
        assert_eq!(
            TestBook::default().plan(&statement(running(&rows))).proof,
            BalanceProof::Establishes { opening: 1_000 }
        );
    }
    let one_day = [(0, -50, 850), (0, -100, 900)];
    assert_eq!(
        TestBook::default().plan(&statement(running(&one_day))).proof,
        BalanceProof::Establishes { opening: 1_000 }
    );
    let missing = [(0, -100, 900), (1, -200, 650), (3, 25, 675)];
    let proof = TestBook::default().plan(&statement(running(&missing))).proof;
    assert_eq!(proof, BalanceProof::Disproved { difference: -50, from: Some(day(1)) });
    let book = TestBook { opening: Some(990), ..TestBook::default() };
    let proof = book.plan(&statement(running(&good))).proof;
    assert_eq!(proof, BalanceProof::Disproved { difference: 10, from: Some(day(0)) });
}

#[test]
fn a_stated_opening_that_contradicts_is_not_believed() {
    let mut wrong = closing(vec![line(day(0), -100, "A")], 900, Some(0));
    wrong.opening_balance = Some(StatedBalance { amount: 1_010, date: None });
    assert_eq!(
        TestBook::default().plan(&wrong).proof,
        BalanceProof::Disproved { difference: -10, from: None }
    );
}

#[test]
fn huge_amounts_do_not_overflow() {
    let lines = vec![line(day(0), i64::MIN, "A"), line(day(0), i64::MIN, "B"), line(day(0), i64::MAX, "C")];
    let plan = TestBook::default().plan(&closing(lines, i64::MAX, Some(0)));
    assert_eq!(plan.proof, BalanceProof::Establishes { opening: i64::MAX });
}
