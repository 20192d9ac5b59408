//! Properties of planning and committing, on random statements.

use crate::book::TestBook;
use domain::*;
use proptest::prelude::*;
use std::ops::Range;
use testkit::{IdStyle, history, id_style, statement, whole_days, windows};

fn story() -> impl Strategy<Value = (IdStyle, Vec<StatementLine>, Vec<Range<usize>>)> {
    let lines = id_style().prop_flat_map(|style| (Just(style), history(style, 40)));
    lines.prop_flat_map(|(style, lines)| {
        let count = lines.len();
        (Just(style), Just(lines), windows(count))
    })
}

fn without_ids(lines: &[StatementLine]) -> Vec<StatementLine> {
    lines.iter().map(|line| StatementLine { bank_id: None, ..line.clone() }).collect()
}

proptest! {
    #[test]
    fn importing_again_adds_nothing((_, lines, _) in story()) {
        let mut book = TestBook::default();
        prop_assert_eq!(book.import(&lines).new as usize, lines.len());
        let before = book.ids();
        prop_assert_eq!(book.import(&lines).same as usize, lines.len());
        prop_assert_eq!(book.ids(), before);
    }

    #[test]
    fn l_any_order_and_overlap_of_downloads_gives_the_same_book((style, lines, cuts) in story(), turn in 0_usize..6) {
        let (mut forth, mut back) = (TestBook::default(), TestBook::default());
        let mut order = cuts.clone();
        order.rotate_left(turn % cuts.len());
        order.reverse();
        for cut in &cuts {
            forth.import(&lines[cut.clone()]);
        }
        for cut in &order {
            back.import(&lines[cut.clone()]);
        }
        prop_assert_eq!(forth.content(), back.content());
        if style == IdStyle::Unique {
            prop_assert_eq!(forth.ids(), back.ids());
            let covered = (0..lines.len()).filter(|at| cuts.iter().any(|cut| cut.contains(at))).count();
            prop_assert_eq!(forth.live().count(), covered);
        }
    }

    #[test]
    fn l_downloads_of_whole_days_in_mixed_formats_give_every_line_once(
        (_, lines, cuts) in story(), formats in prop::collection::vec(any::<bool>(), 6)
    ) {
        let mut book = TestBook::default();
        let cuts: Vec<_> = cuts.iter().map(|cut| whole_days(&lines, cut)).collect();
        for (cut, csv) in cuts.iter().zip(formats) {
            let part = &lines[cut.clone()];
            if csv { book.import(&without_ids(part)) } else { book.import(part) };
        }
        let covered = (0..lines.len()).filter(|at| cuts.iter().any(|cut| cut.contains(at)));
        let mut whole = TestBook::default();
        whole.import(&covered.map(|at| lines[at].clone()).collect::<Vec<_>>());
        prop_assert_eq!(book.content(), whole.content());
    }

    #[test]
    fn renumbered_downloads_double_nothing(lines in history(IdStyle::Unique, 40)) {
        let renumbered: Vec<_> = lines
            .iter()
            .map(|line| StatementLine { bank_id: line.bank_id.as_ref().map(|id| format!("X{id}")), ..line.clone() })
            .collect();
        let inside = lines.iter().any(|line| lines[0].date < line.date && Some(line.date) < lines.last().map(|l| l.date));
        if !inside {
            return Ok(());
        }
        let mut book = TestBook::default();
        book.import(&lines);
        prop_assert_eq!(book.import(&renumbered).same as usize, lines.len());
    }

    #[test]
    fn b_the_commit_is_the_plan_under_any_choice(
        (_, lines, cuts) in story(), typed in prop::collection::vec((0_i32..20, -600_i64..-400), 0..6),
        choices in prop::collection::vec(0_u8..4, 40)
    ) {
        let mut book = TestBook::default();
        for (day, amount) in typed {
            book.type_in(testkit::day(day), amount, "Café");
        }
        book.import(&lines[cuts[0].clone()]);
        let mut plan = book.plan(&statement(lines));
        for (at, choice) in choices.iter().enumerate().take(plan.lines.len()) {
            // Refusals leave the plan as it was; which flips are refused is tried elsewhere.
            let before = plan.clone();
            let flipped = match choice {
                0 => plan.leave_out(at),
                1 => plan.accept(at),
                2 => plan.decline(at),
                _ => continue,
            };
            if flipped.is_err() {
                prop_assert_eq!(&plan, &before);
            }
        }
        let counts = plan.counts();
        let before = book.live().count();
        let mut expected: Vec<TransactionId> = book.ids();
        expected.extend(plan.lines.iter().filter(|l| matches!(l.fate, Fate::New | Fate::Likely { accepted: false, .. })).map(|l| l.transaction));
        expected.sort_unstable();
        book.commit(&plan);
        prop_assert_eq!(book.ids(), expected);
        prop_assert_eq!(book.live().count(), before + (counts.new + counts.doubtful) as usize);
        // What was left out is the only news of the same file.
        let again = book.plan(&statement(plan.lines.iter().map(|l| l.line.clone()).collect()));
        let left_out = counts.ignored;
        prop_assert_eq!(again.lines.len() - again.counts().same as usize, left_out as usize);
    }

    #[test]
    fn rows_of_different_amounts_never_become_one((_, lines, cuts) in story(), typed in prop::collection::vec((0_i32..20, -600_i64..-400), 0..10)) {
        let mut book = TestBook::default();
        for (day, amount) in typed {
            book.type_in(testkit::day(day), amount, "Café do Ponto");
        }
        book.import(&lines[cuts[0].clone()]);
        let plan = book.plan(&statement(lines));
        let mut used = std::collections::HashSet::new();
        for line in &plan.lines {
            if let Fate::Same { id } | Fate::Likely { id, .. } = line.fate {
                let row = book.rows.iter().find(|row| row.id == id).expect("the row exists");
                prop_assert_eq!(row.amount, line.line.amount);
                prop_assert!(used.insert(id), "a row is taken twice");
            }
        }
    }

    #[test]
    fn the_order_of_existing_rows_does_not_matter((_, lines, cuts) in story(), turn in 0_usize..40) {
        let mut book = TestBook::default();
        book.type_in(testkit::day(2), -500, "Café");
        book.import(&lines[cuts[0].clone()]);
        let first = book.plan(&statement(lines.clone()));
        let count = book.rows.len();
        book.rows.rotate_left(turn % count);
        prop_assert_eq!(first, book.plan(&statement(lines)));
    }
}
