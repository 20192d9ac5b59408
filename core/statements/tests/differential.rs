//! OFX against an independent strict reader: both must find the same transactions and the same sum in the repaired document.

use crate::support::{cases, samples};
use domain::{AccountKind, money};
use ofx_rs::aggregates::TransactionList;
use ofx_rs::document::{BankingMessageSet, CreditCardMessageSet};
use std::path::Path;

#[test]
fn the_strict_reader_agrees() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ofx");
    let mut files = cases(&own);
    files.extend(samples().into_iter().flat_map(|folder| cases(&folder)));
    files.retain(|(_, expected)| matches!(expected["format"].as_str(), Some("ofx" | "qfx" | "ofc")));
    let (mut compared, mut refused) = (0, Vec::new());
    for (file, _) in &files {
        let options = statements::ReadOptions::new(domain::Currency::BRL);
        let Ok(document) = statements::read(&std::fs::read(file).unwrap(), &options) else { continue };
        let strict = match ofx_rs::parse(&statements::ofx::rewrite(&document)) {
            Ok(strict) => strict,
            Err(error) => {
                refused.push(format!("{}: {error}", file.display()));
                continue;
            }
        };
        assert_eq!(ours(&document), theirs(&strict), "{}", file.display());
        compared += 1;
    }
    println!("{compared} documents compared, {} refused: {refused:#?}", refused.len());
    assert!(refused.is_empty(), "the repaired document was refused: {refused:#?}");
}

/// Count and sum of each statement, bank accounts first.
fn ours(document: &domain::StatementDocument) -> Vec<(usize, String)> {
    let card = |s: &&domain::Statement| s.account.kind == Some(AccountKind::CreditCard);
    let all = document.statements.iter();
    let ordered = all.clone().filter(|s| !card(s)).chain(all.filter(card));
    ordered
        .map(|statement| {
            let booked: Vec<i64> = statement.lines.iter().filter(|l| !l.pending).map(|l| l.amount).collect();
            let digits = money::minor_digits(statement.currency);
            let sum = statements::summary::decimal(booked.iter().sum(), digits);
            let sum: ofx_rs::types::OfxAmount = sum.parse().unwrap();
            (booked.len(), sum.as_decimal().normalize().to_string())
        })
        .collect()
}

fn theirs(document: &ofx_rs::OfxDocument) -> Vec<(usize, String)> {
    let banks = document.banking().into_iter().flat_map(BankingMessageSet::statement_responses);
    let cards = document.credit_card().into_iter().flat_map(CreditCardMessageSet::statement_responses);
    let lists = banks
        .map(|wrapper| wrapper.response().and_then(|response| response.transaction_list()))
        .chain(cards.map(|wrapper| wrapper.response().and_then(|response| response.transaction_list())));
    lists
        .map(|list| {
            let amounts: Vec<_> = list
                .into_iter()
                .flat_map(TransactionList::transactions)
                .map(|t| t.amount().as_decimal())
                .collect();
            let zero = "0".parse::<ofx_rs::types::OfxAmount>().unwrap().as_decimal();
            let sum = amounts.iter().fold(zero, |sum, amount| sum + amount);
            (amounts.len(), sum.normalize().to_string())
        })
        .collect()
}
