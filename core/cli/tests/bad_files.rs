//! Files that are no statements, or not quite: a clear message, its exit code, and the book as it was.

use crate::process::Home;
use serde_json::Value;
use testkit::ofx::{OfxFile, OfxLine};

fn good() -> OfxFile {
    let line = |day: u32, amount: &str, text: &str| OfxLine {
        date: format!("2024-01-{day:02}"),
        amount: amount.to_owned(),
        id: Some(format!("N{day}")),
        text: text.to_owned(),
    };
    OfxFile {
        lines: vec![line(5, "-19.90", "PADARIA TRIGO BOM"), line(8, "-150.00", "MERCADO UNIAO")],
        ..OfxFile::default()
    }
}

fn export(home: &Home) -> Value {
    home.json(&["export", "--format", "json"])
}

/// Bytes that look like noise but are the same on every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(count).collect()
}

#[test]
fn what_is_no_statement_is_named_and_changes_nothing() {
    let home = Home::with_book();
    home.ok(&["import", &home.file("good.ofx", good().text())]);
    let before = export(&home);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("invoice.ofx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n".to_vec(), "PDF"),
        ("login.ofx", b"<!DOCTYPE html><html><body>Login</body></html>".to_vec(), "web page"),
        (
            "login2.csv",
            b"\n\n  <html><head></head><body>Sess\xe3o expirada</body></html>".to_vec(),
            "web page",
        ),
        ("empty.ofx", Vec::new(), "empty"),
        ("blank.csv", b"\n \r\n\t\n".to_vec(), ""),
        ("zeros.ofx", vec![0; 4096], "empty"),
        ("noise.ofx", noise(4096), "binary"),
        ("packed.zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00".to_vec(), "zip"),
        ("packed.ofx.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00".to_vec(), "compressed"),
        ("sheet.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "spreadsheet"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00".to_vec(), "picture"),
        ("prose.txt", b"hello world\nthis is text\n".to_vec(), "text"),
        ("data.json", b"{\"a\": 1}".to_vec(), "JSON"),
        (
            "payment.xml",
            b"<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"/>"
                .to_vec(),
            "XML",
        ),
        ("mark.ofx", b"\xff\xfe".to_vec(), "empty"),
        ("deep.ofx", ["<OFX>".to_owned(), "<A>".repeat(100_000)].concat().into_bytes(), "no statement"),
        ("long.csv", "x,".repeat(500_000).into_bytes(), ""),
    ];
    for (name, bytes, says) in cases {
        let file = home.file(name, bytes);
        for command in ["import", "inspect"] {
            let ran = home.refused(&[command, &file], 6, "not_a_statement");
            assert!(ran.err.contains(says), "{command} {name}: {}", ran.err);
            assert!(ran.err.contains(name), "{command} {name} does not say which file: {}", ran.err);
        }
    }
    assert_eq!(export(&home), before);
    home.assert_sound();
}

#[test]
fn what_cannot_be_read_at_all_is_said() {
    let home = Home::with_book();
    let folder = home.path().join("folder.ofx");
    std::fs::create_dir(&folder).expect("a folder");
    let folder = folder.display().to_string();
    for command in ["import", "inspect"] {
        assert!(home.refused(&[command, &folder], 16, "io").err.contains("folder"));
        assert!(home.refused(&[command, "nothing.ofx"], 16, "io").err.contains("nothing.ofx"));
        home.refused(&[command, ""], 16, "io");
    }
    home.refused(&["import"], 2, "invalid_input");
    home.assert_sound();
}

#[test]
fn two_readings_are_asked_for_not_guessed() {
    let home = Home::with_book();
    let dates =
        home.file("dates.csv", "Date,Description,Amount\n01/02/2024,COFFEE,-3.50\n03/04/2024,COFFEE,-4.50\n");
    let ran = home.refused(&["import", &dates], 7, "ambiguous");
    assert!(ran.err.contains("line 2") && ran.err.contains("--date-order"), "{}", ran.err);
    let amounts = home.file(
        "amounts.csv",
        "Data;Texto;Valor\n05/01/2024;PADARIA;\"1.234,56\"\n16/01/2024;MERCADO;\"1,234.56\"\n",
    );
    let ran = home.refused(&["import", &amounts], 7, "ambiguous");
    assert!(ran.err.contains("lines 2 and 3"), "{}", ran.err);
    assert_eq!(home.rows(), 0);
    home.ok(&["import", "--date-order", "mdy", &dates]);
    let rows = home.json(&["transactions", "--json"]);
    assert_eq!(rows[0]["date"], "2024-03-04");
    home.assert_sound();
}

#[test]
fn what_is_complete_of_a_truncated_file_imports_and_the_rest_follows() {
    let home = Home::with_book();
    let text = good().text();
    let cut = text.find("<MEMO>MERCADO").expect("the second line");
    let ran = home.run(&["import", &home.file("cut.ofx", &text[..cut])]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("ends") && ran.out.contains("1 added"), "{}", ran.out);
    let ran = home.run(&["import", &home.file("whole.ofx", &text)]);
    assert!(ran.out.contains("1 added, 0 merged, 1 known"), "{}", ran.out);
    home.assert_sound();
}

#[test]
fn an_encoding_nobody_knows_is_read_as_the_bytes_say() {
    let mut bytes = good()
        .text()
        .replace("ENCODING:UTF-8", "ENCODING:KLINGON")
        .replace("CHARSET:NONE", "CHARSET:9999")
        .into_bytes();
    let at = bytes.windows(7).position(|part| part == b"PADARIA").expect("the text");
    bytes[at + 1] = 0xc1;
    let home = Home::with_book();
    let ran = home.run(&["import", "--json", &home.file("klingon.ofx", &bytes)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows = home.json(&["transactions", "--json"]);
    assert_eq!(rows[1]["description"], "PÁDARIA TRIGO BOM");
}

#[test]
fn of_several_files_the_good_ones_import() {
    let home = Home::with_book();
    let bad = home.file("bad.ofx", "%PDF-1.4\n");
    let ran = home.refused(
        &["import", &bad, &home.file("good.ofx", good().text()), "nothing.ofx"],
        6,
        "not_a_statement",
    );
    assert!(ran.err.contains("nothing.ofx"), "{}", ran.err);
    assert_eq!(home.rows(), 2);
    home.assert_sound();
}
