//! The acceptance tests of de-duplication, as far as a pure planner shows them.

use crate::book::TestBook;
use domain::plan::IgnoreReason;
use domain::statement::PseudoRow;
use domain::*;
use testkit::{day, line, line_with_id, statement};

fn fates(plan: &ImportPlan) -> Vec<&Fate> {
    plan.lines.iter().map(|line| &line.fate).collect()
}

#[test]
fn a_weekly_equal_debits_imported_twice_exist_once_each() {
    let weekly: Vec<_> = (0..8).map(|week| line(day(7 * week), -5_000, "ACADEMIA FIT")).collect();
    let mut book = TestBook::default();
    assert_eq!(book.import(&weekly).new, 8);
    assert_eq!(book.import(&weekly).same, 8);
    assert_eq!(book.import(&weekly[3..6]).same, 3);
    assert_eq!(book.live().count(), 8);
}

#[test]
fn c_identical_lines_of_one_day_stay_as_many_as_they_are() {
    for count in [1, 2, 3, 10] {
        let coffees = vec![line(day(3), -500, "CAFE"); count];
        let mut book = TestBook::default();
        book.import(&coffees);
        let again = book.import(&coffees);
        assert_eq!((again.new, again.same as usize), (0, count));
        assert_eq!(book.live().count(), count);
    }
}

#[test]
fn c_a_day_cut_in_two_gains_only_what_is_missing() {
    let mut book = TestBook::default();
    book.import(&vec![line(day(3), -500, "CAFE"); 1]);
    assert_eq!(book.import(&vec![line(day(3), -500, "CAFE"); 3]).new, 2);
}

#[test]
fn d_unrelated_equal_amounts_two_days_apart_never_merge_silently() {
    let mut book = TestBook::default();
    book.type_in(day(1), -5_000, "Farmácia");
    let plan = book.plan(&statement(vec![line(day(3), -5_000, "POSTO SHELL")]));
    assert!(matches!(fates(&plan)[..], [Fate::Likely { accepted: false, .. }]));
    book.commit(&plan);
    assert_eq!(book.import(&[line(day(5), -5_000, "LIVRARIA")]).merged, 0);
    assert_eq!(book.live().count(), 3);
}

#[test]
fn e_instalments_stay_six_however_they_are_written() {
    type Write = fn(u16) -> StatementLine;
    let ways: [Write; 4] = [
        |n| line_with_id(day(0), -10_000, &format!("LOJA PARC {n:02}/06"), "77001"),
        |n| line_with_id(day(0), -10_000, &format!("LOJA Parcela {n} de 6"), "77001"),
        |n| line(day(0), -10_000, &format!("MAGAZINE LOJA {n}/6")),
        |n| StatementLine { instalment: Some((n, 6)), ..line_with_id(day(0), -10_000, "LOJA", "77001") },
    ];
    for way in ways {
        let mut book = TestBook::default();
        for n in 1..=6 {
            assert_eq!(book.import(&[way(n)]).new, 1);
        }
        assert_eq!(
            book.import(&(1..=6).map(way).collect::<Vec<_>>()).same,
            6,
            "together again: {:?}",
            way(1)
        );
        let series = |row: &ExistingRow| {
            instalment::series_key(row.date, row.amount, &row.description, row.instalment, false)
                .expect("an instalment")
        };
        let keys: Vec<_> = book.live().map(series).collect();
        assert!(keys.len() == 6 && keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
    }
}

#[test]
fn f_blank_repeated_and_label_ids_are_no_ids() {
    for id in ["", "  ", "0", "0000", "NONREF", "nonref", "PIX", "R-1"] {
        let lines = [
            line_with_id(day(0), -100, "A", id),
            line_with_id(day(0), -200, "B", id),
            line_with_id(day(1), -100, "A", id),
        ];
        let mut book = TestBook::default();
        assert_eq!(book.import(&lines).new, 3, "{id:?}");
        assert!(book.live().all(|row| row.bank_id.is_none()), "{id:?}");
        assert_eq!(book.import(&lines).same, 3, "{id:?}");
    }
}

#[test]
fn f_ids_that_change_between_downloads_double_nothing() {
    let month = |prefix: &str| -> Vec<_> {
        (0..10)
            .map(|n| line_with_id(day(n / 2), -100 - i64::from(n % 3), "MERCADO", &format!("{prefix}{n}1")))
            .collect()
    };
    let mut book = TestBook::default();
    book.import(&month("A"));
    let again = book.import(&month("B"));
    assert_eq!((again.new, again.same), (0, 10));
}

#[test]
fn f_different_lasting_ids_are_different_transactions() {
    let mut book = TestBook::default();
    let first = [line_with_id(day(0), -900, "MERCADO", "N1"), line_with_id(day(1), -500, "CAFE", "N2")];
    let second = [line_with_id(day(1), -500, "CAFE", "N2"), line_with_id(day(1), -500, "CAFE", "N3")];
    book.import(&first);
    let counts = book.import(&second);
    assert_eq!((counts.new, counts.same), (1, 1));
    // With nothing to tell a new id from a second coffee, a person is asked; the row is not lost meanwhile.
    let mut book = TestBook::default();
    book.import(&[line_with_id(day(1), -500, "CAFE", "N2")]);
    assert_eq!(book.import(&[line_with_id(day(1), -500, "CAFE", "N3")]).doubtful, 1);
    assert_eq!(book.live().count(), 2);
}

#[test]
fn f_the_same_rows_from_ofx_and_csv_in_either_order() {
    let ofx = [
        line_with_id(day(0), -500, "PIX ENVIADO - João", "N1"),
        line_with_id(day(0), -500, "PIX ENVIADO - João", "N2"),
    ];
    let csv = [line(day(0), -500, "Pix enviado: JOAO"), line(day(0), -500, "Pix enviado: JOAO")];
    for (first, second) in [(&ofx, &csv), (&csv, &ofx)] {
        let mut book = TestBook::default();
        book.import(first);
        assert_eq!(book.import(second).same, 2);
    }
}

#[test]
fn f_a_reworded_line_with_the_same_id_is_the_same() {
    let mut book = TestBook::default();
    book.import(&[line_with_id(day(0), -500, "COMPRA CARTAO PADARIA", "N1")]);
    assert_eq!(book.import(&[line_with_id(day(0), -500, "Padaria Sao Joao LTDA", "N1")]).same, 1);
    assert_eq!(
        book.import(&[line_with_id(day(0), -500, "FARMACIA", "N1")]).doubtful,
        1,
        "unlike text: a person decides"
    );
}

#[test]
fn g_undo_then_import_is_the_first_import_again() {
    let lines =
        [line(day(0), -500, "CAFE"), line(day(0), -500, "CAFE"), line_with_id(day(1), -900, "MERCADO", "N1")];
    let mut book = TestBook::default();
    let plan = book.plan(&statement(lines.to_vec()));
    let added = book.commit(&plan);
    let first = book.ids();
    book.undo(&added);
    assert_eq!(book.live().count(), 0);
    let again = book.plan(&statement(lines.to_vec()));
    assert_eq!(again, plan);
    book.commit(&again);
    assert_eq!(book.ids(), first);
}

#[test]
fn g_a_row_deleted_by_hand_stays_deleted() {
    let lines =
        [line(day(0), -500, "CAFE"), line(day(0), -500, "CAFE"), line_with_id(day(1), -900, "MERCADO", "N1")];
    let mut book = TestBook::default();
    let plan = book.plan(&statement(lines.to_vec()));
    let added = book.commit(&plan);
    book.delete(added[1]);
    book.delete(added[2]);
    let again = book.plan(&statement(lines.to_vec()));
    let deleted = Fate::Ignored { reason: IgnoreReason::DeletedByUser };
    assert_eq!(fates(&again), [&Fate::Same { id: added[0] }, &deleted, &deleted]);
}

#[test]
fn h_locked_rows_are_only_ever_the_same() {
    let mut book = TestBook::default();
    let typed = book.type_in(day(1), -5_000, "Padaria");
    book.row_mut(typed).clearing = Clearing::Reconciled;
    book.import(&[line(day(1), -700, "CAFE")]);
    let cafe = book.rows[1].id;
    book.row_mut(cafe).clearing = Clearing::Reconciled;
    let before = book.rows.clone();
    let lines = vec![
        line(day(1), -5_000, "PADARIA"),
        line(day(1), -700, "CAFE"),
        line(day(1), -700, "CAFE EXPRESSO"),
    ];
    let plan = book.plan(&statement(lines));
    assert_eq!(fates(&plan), [&Fate::New, &Fate::Same { id: cafe }, &Fate::New]);
    book.commit(&plan);
    assert_eq!(book.rows[..2], before[..]);
}

#[test]
fn i_a_new_payee_or_day_set_by_the_user_changes_no_identity() {
    let lines = [line(day(0), -500, "CAFE"), line_with_id(day(1), -900, "MERCADO", "N1")];
    let mut book = TestBook::default();
    book.import(&lines);
    for row in &mut book.rows {
        row.payee = Some("Somebody else".to_owned());
        row.date = day(20);
    }
    assert_eq!(book.import(&lines).same, 2);
}

#[test]
fn rows_that_are_no_transactions_are_left_out_with_a_reason() {
    let pseudo = |pseudo| StatementLine { pseudo: Some(pseudo), ..line(day(0), 100, "SALDO") };
    let lines = vec![
        pseudo(PseudoRow::Balance),
        pseudo(PseudoRow::Total),
        line(day(0), 0, " "),
        line(day(0), 0, "Fee waived"),
    ];
    let reasons = [IgnoreReason::BalanceRow, IgnoreReason::TotalRow, IgnoreReason::Empty];
    let mut expected: Vec<Fate> = reasons.map(|reason| Fate::Ignored { reason }).to_vec();
    expected.push(Fate::New);
    assert_eq!(fates(&TestBook::default().plan(&statement(lines))), expected.iter().collect::<Vec<_>>());
}
