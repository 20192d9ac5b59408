//! Statements made by hand or at random: equal lines on one day, blank and repeated bank ids, instalments.

use crate::day;
use domain::statement::AccountHint;
use domain::{Currency, Day, Statement, StatementLine};
use proptest::prelude::*;
use std::ops::Range;

/// A booked line with nothing but the essentials.
pub fn line(date: Day, amount: i64, description: &str) -> StatementLine {
    StatementLine {
        line: 0,
        date,
        amount,
        description: description.to_owned(),
        payee: None,
        memo: None,
        bank_id: None,
        check_number: None,
        kind_text: None,
        balance_after: None,
        original: None,
        pending: false,
        pseudo: None,
        instalment: None,
        category: None,
        transfer_account: None,
        splits: Vec::new(),
    }
}

/// The same with a bank id.
pub fn line_with_id(date: Day, amount: i64, description: &str, bank_id: &str) -> StatementLine {
    StatementLine { bank_id: Some(bank_id.to_owned()), ..line(date, amount, description) }
}

/// A BRL statement of these lines, without balances.
pub fn statement(lines: Vec<StatementLine>) -> Statement {
    Statement {
        account: AccountHint::default(),
        currency: Currency::BRL,
        currency_in_file: true,
        sign_inverted: false,
        lines,
        ledger_balance: None,
        opening_balance: None,
        period_start: None,
        period_end: None,
        investment_records: 0,
    }
}

/// How a bank fills the id field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdStyle {
    /// One lasting id per transaction.
    Unique,
    /// Nothing, white space, zeros or `NONREF`.
    Blank,
    /// A word for the kind of transaction.
    Label,
    /// Some ids stand on several unlike transactions.
    Repeated,
}

/// Any style.
pub fn id_style() -> impl Strategy<Value = IdStyle> {
    prop::sample::select(vec![IdStyle::Unique, IdStyle::Blank, IdStyle::Label, IdStyle::Repeated])
}

/// Everything a bank knows of an account, days ascending: up to `most` lines with many equal ones among them.
pub fn history(style: IdStyle, most: usize) -> impl Strategy<Value = Vec<StatementLine>> {
    let amount = prop::sample::select(vec![-500_i64, -500, -500, -1_290, 250_000, -8_990]);
    let text = prop::sample::select(vec![
        "CAFÉ  DO PONTO",
        "Padaria São João",
        "PIX ENVIADO MARIA",
        "UBER *TRIP",
        "SALARIO",
    ]);
    let instalment = prop::option::weighted(0.1, 1_u16..=6);
    prop::collection::vec((0_i32..=1, amount, text, instalment), 1..=most).prop_map(move |drawn| {
        let mut offset = 0;
        let lines = drawn.into_iter().enumerate().map(|(at, (step, amount, text, instalment))| {
            offset += step;
            let mut line = line(day(offset), amount, text);
            line.line = u32::try_from(at + 1).unwrap_or(u32::MAX);
            line.bank_id = bank_id(style, at);
            if let Some(number) = instalment {
                line.description = format!("{text} PARC {number:02}/06");
                line.instalment = Some((number, 6));
            }
            line
        });
        lines.collect()
    })
}

fn bank_id(style: IdStyle, at: usize) -> Option<String> {
    match style {
        IdStyle::Unique => Some(format!("N{:05}", at + 1)),
        IdStyle::Blank => {
            [None, Some(""), Some("  "), Some("0"), Some("000000"), Some("NONREF")][at % 6].map(str::to_owned)
        }
        IdStyle::Label => Some(["PIX", "COMPRA", "DEBITO"][at % 3].to_owned()),
        IdStyle::Repeated => Some(format!("R{}", 1 + at / 3)),
    }
}

/// Overlapping downloads of a history of `len` lines, as index ranges, cut anywhere.
pub fn windows(len: usize) -> impl Strategy<Value = Vec<Range<usize>>> {
    let window = (0..len, 1..=len).prop_map(move |(from, size)| from..(from + size).min(len));
    prop::collection::vec(window, 1..6)
}

/// Grows a window to whole days.
pub fn whole_days(lines: &[StatementLine], window: &Range<usize>) -> Range<usize> {
    let Some(days) = lines.get(window.clone()).and_then(|cut| Some((cut.first()?.date, cut.last()?.date)))
    else {
        return window.clone();
    };
    let from = lines.partition_point(|line| line.date < days.0);
    let to = lines.partition_point(|line| line.date <= days.1);
    from..to
}
