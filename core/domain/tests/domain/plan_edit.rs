//! What the user may flip.

use crate::book::TestBook;
use domain::plan::IgnoreReason;
use domain::*;
use testkit::{day, line, statement};

#[test]
fn flips_are_allowed_within_what_the_planner_found() {
    let mut book = TestBook::default();
    book.import(&[line(day(0), -700, "CAFE")]);
    let typed = book.type_in(day(1), -500, "Farmácia");
    let lines = vec![line(day(0), -700, "CAFE"), line(day(1), -500, "POSTO"), line(day(2), -900, "MERCADO")];
    let mut plan = book.plan(&statement(lines));
    let original = plan.clone();
    assert_eq!(plan.leave_out(0), Err(PlanEditError::AlreadyKnown));
    assert_eq!(plan.set_fate(0, Fate::New), Err(PlanEditError::AlreadyKnown));
    assert_eq!(plan.accept(2), Err(PlanEditError::NotProposed));
    assert_eq!(plan.leave_out(3), Err(PlanEditError::NoSuchLine { index: 3, lines: 3 }));
    let other = Fate::Likely { id: book.rows[0].id, score: 1, reasons: vec![], accepted: true };
    assert_eq!(plan.set_fate(1, other), Err(PlanEditError::NotProposed));
    let deleted = Fate::Ignored { reason: IgnoreReason::DeletedByUser };
    assert_eq!(plan.set_fate(2, deleted), Err(PlanEditError::NotProposed));
    assert_eq!(plan, original);

    plan.accept(1).expect("the flip is allowed");
    assert!(matches!(plan.lines[1].fate, Fate::Likely { id, accepted: true, .. } if id == typed));
    plan.decline(1).expect("the flip is allowed");
    plan.leave_out(1).expect("the flip is allowed");
    plan.leave_out(2).expect("the flip is allowed");
    assert_eq!(plan.counts(), FateCounts { same: 1, ignored: 2, ..FateCounts::default() });
    plan.accept(1).expect("the flip is allowed");
    plan.restore(1).expect("the flip is allowed");
    plan.restore(2).expect("the flip is allowed");
    assert_eq!(plan, original);
}

#[test]
fn a_deleted_row_comes_back_when_the_user_says_so() {
    let mut book = TestBook::default();
    book.import(&[line(day(0), -700, "CAFE")]);
    let id = book.rows[0].id;
    book.delete(id);
    let mut plan = book.plan(&statement(vec![line(day(0), -700, "CAFE")]));
    plan.set_fate(0, Fate::New).expect("the flip is allowed");
    assert_eq!(book.commit(&plan), [id]);
    assert_eq!(book.live().count(), 1);
}
