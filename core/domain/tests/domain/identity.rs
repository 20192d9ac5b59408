//! Folding, usable ids and canonical bytes: frozen, because ids of existing books come of them.

use domain::identity::{LineKey, canonical_bytes, fold, plausible_bank_id, usable_bank_ids};
use domain::instalment::{parse_instalment, series_key};
use domain::{AccountId, Currency};
use proptest::prelude::*;
use testkit::{day, line_with_id};

#[test]
fn texts_fold_as_they_always_did() {
    let cases = [
        ("PIX  Enviado - João", "pix enviado joao"),
        ("  CAFÉ\u{a0}DO\tPONTO ", "cafe do ponto"),
        ("UBER *TRIP 12/03", "uber trip 12 03"),
        ("Straße ﬁn", "straße fin"),
        ("İSTANBUL", "istanbul"),
        ("東京 ストア", "東京 ストア"),
        ("***", ""),
        ("", ""),
    ];
    for (text, folded) in cases {
        assert_eq!(fold(text), folded, "{text:?}");
    }
}

#[test]
fn canonical_bytes_are_golden() {
    let key = LineKey {
        pending: false,
        date: day(0),
        amount: -500,
        text: "cafe".to_owned(),
        instalment: Some((2, 6)),
        bank_id: Some("N1".to_owned()),
    };
    let bytes = canonical_bytes(AccountId(*b"test-account"), Currency::BRL, &key, 1);
    let expected: &[u8] = b"valorize/transaction/1\x00test-account\x07\xe8\x01\x01\xff\xff\xff\xff\xff\xff\xfe\x0cBRL\
        \x00\x00\x00\x00\x00\x00\x00\x04cafe\x00\x02\x00\x06\x00\x00\x00\x00\x00\x00\x00\x02N1\x00\x00\x00\x01";
    assert_eq!(bytes, expected);
}

#[test]
fn ids_are_judged() {
    for good in ["N1", " 20240105001 ", "a1b2"] {
        assert_eq!(plausible_bank_id(Some(good)), Some(good.trim()));
    }
    for bad in [
        None,
        Some(""),
        Some(" \t"),
        Some("0"),
        Some("000"),
        Some("NONREF"),
        Some("PIX"),
        Some("N/A"),
        Some("-0-"),
    ] {
        assert_eq!(plausible_bank_id(bad), None, "{bad:?}");
    }
    let same = line_with_id(day(0), -1, "A", "N1");
    let twice = [same.clone(), same.clone()];
    assert!(usable_bank_ids(&twice).iter().all(Option::is_some), "one transaction listed twice keeps its id");
    let unlike = [same, line_with_id(day(0), -1, "B", "N1")];
    assert!(usable_bank_ids(&unlike).iter().all(Option::is_none));
}

#[test]
fn instalments_are_read() {
    let cases = [
        ("LOJA PARC 02/05", Some((2, 5))),
        ("LOJA PARC02/05", Some((2, 5))),
        ("Parcela 3 de 10 - Loja", Some((3, 10))),
        ("MAGAZINE LUIZA 2/6", Some((2, 6))),
        ("Instalment 1 of 3", Some((1, 3))),
        ("COMPRA LOJA 12/03", None),
        ("COMPRA LOJA 02/05", None),
        ("PARC 6/5", None),
        ("PARC 0/5", None),
        ("PARCERIA 2024", None),
        ("", None),
        ("/", None),
        ("é/6", None),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_instalment(text), expected, "{text:?}");
    }
    let monthly = |n: i32| series_key(day(31 * (n - 1)), -100, &format!("LOJA PARC {n:02}/03"), None, true);
    assert!(monthly(1).is_some());
    assert_eq!(monthly(1), monthly(2));
    assert_eq!(monthly(1), monthly(3));
    assert_eq!(series_key(day(0), -100, "LOJA", None, true), None);
}

proptest! {
    #[test]
    fn folding_is_idempotent(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn nothing_panics(text in ".{0,60}") {
        let _ = parse_instalment(&text);
        let _ = series_key(day(0), i64::MIN, &text, None, true);
        let evidence = domain::similarity::TextEvidence::new([text.as_str()]);
        let own = if fold(&text).is_empty() { 0 } else { 1000 };
        prop_assert_eq!(evidence.similarity(&evidence), own);
    }

    #[test]
    fn likeness_is_symmetric(a in "[a-z é]{0,30}", b in "[a-z é]{0,30}") {
        let (a, b) = (domain::similarity::TextEvidence::new([a.as_str()]), domain::similarity::TextEvidence::new([b.as_str()]));
        prop_assert_eq!(a.similarity(&b), b.similarity(&a));
    }
}
