//! Arbitrary and mutated bytes: every reader returns, without panic and within its means. `PROPTEST_CASES` lengthens the run.

use crate::support::{cases, samples};
use domain::Currency;
use proptest::prelude::*;
use statements::{DateOrder, ReadOptions, amount, date, decode, read, summarise};
use std::path::Path;
use std::sync::LazyLock;

/// Small files of every format to mutate: the project's own, and the samples where they are.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut files = cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    files.extend(samples().into_iter().flat_map(|folder| cases(&folder)));
    let seeds = files.into_iter().map(|(file, _)| std::fs::read(file).unwrap());
    seeds.filter(|bytes| bytes.len() < 20_000).collect()
});

fn try_read(bytes: &[u8]) {
    if let Ok(document) = read(bytes, &ReadOptions::new(Currency::BRL)) {
        let _ = summarise(&document);
        for line in document.statements.iter().flat_map(|statement| &statement.lines) {
            assert!(line.line >= 1);
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        try_read(&bytes);
        let _ = decode::decode(&bytes, Some("utf-8"));
        let _ = decode::decode(&bytes, Some("1252"));
    }

    #[test]
    fn arbitrary_tags(parts in proptest::collection::vec(prop_oneof![
        Just("<OFX>".to_owned()), Just("<STMTRS>".to_owned()), Just("</STMTRS>".to_owned()), Just("<STMTTRN>".to_owned()),
        Just("</STMTTRN>".to_owned()), Just("<TRNAMT>-1,5".to_owned()), Just("<DTPOSTED>20240105".to_owned()), Just("<![CDATA[".to_owned()),
        Just("]]>".to_owned()), Just("<!--".to_owned()), Just("&#x41;".to_owned()), Just("<".to_owned()), "\\PC{0,8}",
    ], 0..60)) {
        try_read(format!("<OFX>{}", parts.concat()).as_bytes());
    }

    #[test]
    fn mutated_files(which in any::<proptest::sample::Index>(), edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_u8..4), 1..20)) {
        prop_assume!(!SEEDS.is_empty());
        let mut bytes = SEEDS[which.index(SEEDS.len())].clone();
        for (place, byte, edit) in edits {
            if bytes.is_empty() { break; }
            let at = place.index(bytes.len());
            match edit {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => bytes.truncate(at),
            }
        }
        try_read(&bytes);
    }

    #[test]
    fn arbitrary_amounts_and_dates(text in "[-+(]?[R$€A-Z ]{0,4}[0-9., '\u{a0}]{0,30}[-DC)]?|\\PC{0,40}", digits in 0_u32..5) {
        for convention in [None, Some(amount::DecimalMark::Dot), Some(amount::DecimalMark::Comma)] {
            let _ = amount::parse_amount(&text, digits, convention);
        }
        for order in [DateOrder::YearFirst, DateOrder::DayFirst, DateOrder::MonthFirst] {
            let _ = date::parse(&text, order);
        }
        let _ = date::parse_ofx(&text);
    }

    #[test]
    fn written_amounts_read_back(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
        let dot = statements::summary::decimal(minor, 2);
        prop_assert_eq!(amount::parse_amount(&dot, 2, None).map(|a| a.minor), Ok(minor));
        prop_assert_eq!(amount::parse_amount(&dot.replace('.', ","), 2, None).map(|a| a.minor), Ok(minor));
    }
}

#[test]
fn large_and_deep_input_returns() {
    const TEN_MB: usize = 10 << 20;
    let fill = |unit: &str| unit.repeat(TEN_MB / unit.len());
    let accounts = (0..100_000).fold(String::from("<OFX>"), |text, n| {
        text + "<STMTRS><BANKACCTFROM><ACCTID>" + &n.to_string() + "</BANKACCTFROM></STMTRS>"
    });
    let inputs = [
        fill("a"),
        format!("<OFX><STMTRS><STMTTRN><MEMO>{}", fill("x")),
        format!("<OFX>{}", fill("<STMTRS>")),
        format!("<OFX>{}", fill("<A>")),
        format!("<OFX><STMTRS><MEMO>{}", fill("<![CDATA[")),
        format!("<OFX><STMTRS><MEMO>{}", fill("<!--")),
        format!("<OFX><STMTRS><MEMO>{}", fill("<a ")),
        format!("<OFX><STMTRS><MEMO>{}", fill("< ")),
        format!("<OFX><STMTRS><STMTTRN><MEMO>{}", fill("&")),
        format!("<OFX><STMTRS><TRNAMT>{}", fill("1")),
        format!("OFXHEADER:{}", fill("100 ")),
        accounts,
        fill("\0"),
        fill("!Type:Bank\n"),
        fill("D1/1'24\n"),
        fill(":20:"),
        fill(";"),
        fill("\""),
        format!("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">{}", fill("<A>")),
    ];
    for input in &inputs {
        try_read(input.as_bytes());
    }
}
