//! Matching with rows typed in and pending rows.

use crate::book::TestBook;
use domain::plan::MatchReason;
use domain::*;
use testkit::{day, line, line_with_id, statement};

/// The accepted merges of a plan and how many suggestions it has.
fn merges(plan: &ImportPlan) -> (Vec<(usize, TransactionId)>, usize) {
    let mut merged = Vec::new();
    let mut suggested = 0;
    for (at, line) in plan.lines.iter().enumerate() {
        match line.fate {
            Fate::Likely { id, accepted: true, .. } => merged.push((at, id)),
            Fate::Likely { .. } => suggested += 1,
            _ => {}
        }
    }
    (merged, suggested)
}

#[test]
fn evidence_decides_what_merges_and_what_is_suggested() {
    // typed text, day of the row, statement text, day of the line, (merged, suggested)
    let cases = [
        ("Padaria", 5, "COMPRA CARTAO PADARIA SAO JOAO", 5, (1, 0)),
        ("Padaria", 5, "COMPRA CARTAO PADARIA SAO JOAO", 12, (1, 0)),
        ("Padaria", 5, "COMPRA CARTAO PADARIA SAO JOAO", 2, (1, 0)),
        ("Padaria", 5, "COMPRA CARTAO PADARIA SAO JOAO", 13, (0, 0)),
        ("Padaria", 5, "COMPRA CARTAO PADARIA SAO JOAO", 1, (0, 0)),
        ("", 5, "PADARIA", 5, (0, 1)),
        ("Pix para Ana", 5, "PIX ENVIADO BRUNO", 5, (0, 1)),
        ("Compra cartão", 5, "COMPRA CARTAO MERCADO", 5, (0, 1)),
        ("supermercado", 5, "SUPERMERC EXTRA", 6, (1, 0)),
    ];
    for (typed, row_day, text, line_day, expected) in cases {
        let mut book = TestBook::default();
        book.type_in(day(row_day), -2_000, typed);
        let (merged, suggested) = merges(&book.plan(&statement(vec![line(day(line_day), -2_000, text)])));
        assert_eq!((merged.len(), suggested), expected, "{typed:?} on {row_day}, {text:?} on {line_day}");
        let (merged, suggested) = merges(&book.plan(&statement(vec![line(day(line_day), -2_001, text)])));
        assert_eq!((merged.len(), suggested), (0, 0), "another amount never matches");
    }
}

#[test]
fn pairs_are_chosen_for_the_best_total_not_in_file_order() {
    let mut book = TestBook::default();
    let third = book.type_in(day(3), -2_000, "Uber");
    let fifth = book.type_in(day(5), -2_000, "Uber");
    // In file order the first line would take the row of the 5th and leave the row of the 3rd to a line 6 days away.
    for lines in [[5, 9], [9, 5]] {
        let plan = book.plan(&statement(lines.map(|d| line(day(d), -2_000, "UBER TRIP")).to_vec()));
        let mut found: Vec<_> = merges(&plan).0.into_iter().map(|(at, id)| (lines[at], id)).collect();
        found.sort_unstable();
        assert_eq!(found.len(), 2);
        assert!(found.contains(&(5, third)) == found.contains(&(9, fifth)));
    }
}

#[test]
fn a_merged_row_meets_its_line_again_and_no_other() {
    let mut book = TestBook::default();
    let typed = book.type_in(day(3), -2_000, "Padaria");
    let first = [line(day(3), -2_000, "PADARIA SAO JOAO")];
    assert_eq!(book.import(&first).merged, 1);
    assert_eq!(book.live().count(), 1);
    let again = book.plan(&statement(first.to_vec()));
    assert_eq!(again.lines[0].fate, Fate::Same { id: typed });
    let next = book.import(&[line(day(5), -2_000, "PADARIA SAO JOAO")]);
    assert_eq!((next.new, next.merged), (1, 0), "the bread of another day is another row");
    book.delete(typed);
    assert_eq!(book.import(&first).ignored, 1);
}

#[test]
fn check_numbers_are_evidence_for_and_against() {
    for (number, expected) in [("102", (1, 0)), ("103", (0, 0))] {
        let mut book = TestBook::default();
        let typed = book.type_in(day(3), -2_000, "Encanador");
        book.row_mut(typed).check_number = Some("102".to_owned());
        let check = StatementLine {
            check_number: Some(number.to_owned()),
            ..line(day(4), -2_000, "CHEQUE COMPENSADO")
        };
        let (merged, suggested) = merges(&book.plan(&statement(vec![check])));
        assert_eq!((merged.len(), suggested), expected);
    }
}

#[test]
fn a_pending_row_is_confirmed_by_its_booked_line() {
    let pending = StatementLine { pending: true, ..line(day(3), -2_000, "POSTO SHELL") };
    let booked = line(day(5), -2_000, "POSTO SHELL CENTRO");
    let mut book = TestBook::default();
    book.import(std::slice::from_ref(&pending));
    assert_eq!(book.import(std::slice::from_ref(&booked)).merged, 1);
    assert_eq!(book.import(&[pending.clone(), booked]).same, 2);
    assert_eq!(book.live().count(), 1);

    let mut book = TestBook::default();
    book.import(std::slice::from_ref(&pending));
    let plan = book.plan(&statement(vec![line(day(5), -2_300, "POSTO SHELL CENTRO")]));
    let Fate::Likely { accepted: false, reasons, .. } = &plan.lines[0].fate else {
        panic!("{:?}", plan.lines[0].fate)
    };
    assert!(reasons.contains(&MatchReason::PendingAmountChanged { difference: -300 }));
    assert_eq!(merges(&book.plan(&statement(vec![line(day(5), -4_000, "POSTO SHELL CENTRO")]))), (vec![], 0));
}

#[test]
fn different_usable_ids_never_merge() {
    let pending = StatementLine { pending: true, ..line_with_id(day(3), -2_000, "POSTO SHELL", "N1") };
    let mut book = TestBook::default();
    book.import(&[pending]);
    assert_eq!(book.import(&[line_with_id(day(3), -2_000, "POSTO SHELL", "N2")]).new, 1);
}

#[test]
fn what_the_bank_may_have_listed_twice_is_only_suggested() {
    let mut book = TestBook::default();
    book.import(&[line(day(3), -2_000, "PIX AGENDADO MARIA SILVA")]);
    let plan = book.plan(&statement(vec![line(day(3), -2_000, "PIX ENVIADO MARIA SILVA")]));
    assert_eq!(merges(&plan).1, 1);
    book.commit(&plan);
    assert_eq!(book.live().count(), 2);
}

#[test]
fn crowds_of_equal_amounts_are_assigned_one_to_one() {
    let mut book = TestBook::default();
    for _ in 0..300 {
        book.type_in(day(3), -2_000, "Uber");
    }
    let (merged, _) = merges(&book.plan(&statement(vec![line(day(3), -2_000, "UBER TRIP"); 300])));
    let mut rows: Vec<_> = merged.iter().map(|(_, id)| *id).collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), merged.len());
    assert!(!rows.is_empty());
}
