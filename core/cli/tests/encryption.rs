//! Encrypted books on the command line: every command works with the passphrase, none without, and a kill on the way does no harm.

use crate::process::Home;
use std::time::Instant;
use testkit::ofx::{OfxFile, OfxLine};

const PASSPHRASE: &str = "correto cavalo bateria";

fn statement(rows: usize) -> String {
    let lines = (0..rows).map(|n| OfxLine {
        date: format!("{}-{:02}-{:02}", 2015 + n / 3000, n / 250 % 12 + 1, n % 28 + 1),
        amount: format!("-{}.{:02}", n % 977, n % 100),
        id: Some(format!("N{n}")),
        text: format!("LOJA {} COMPRA", n % 300),
    });
    OfxFile { lines: lines.collect(), ..OfxFile::default() }.text()
}

#[test]
fn every_command_takes_the_passphrase_and_none_works_without() {
    let home = Home::with_book();
    let file = home.file("may.ofx", statement(20));
    let secret = home.file("secret.txt", format!("{PASSPHRASE}\nnot this line"));
    home.ok(&["encrypt", "--passphrase-file", &secret]);
    assert_eq!(home.run(&["transactions"]).code, Some(20));
    let wrong = home.file("wrong.txt", "something else");
    assert_eq!(home.run(&["transactions", "--passphrase-file", &wrong]).code, Some(21));
    home.ok(&["import", &file, "--passphrase-file", &secret]);
    home.ok(&["doctor", "--passphrase-file", &secret]);
    let out = home.ok(&["account", "list", "--passphrase-file", &secret]);
    assert!(out.contains("\"transactions\": 20"), "{out}");
    assert_eq!(home.run(&["encrypt", "--passphrase-file", &secret]).code, Some(4));
    assert_eq!(home.run(&["decrypt", "--passphrase-file", &wrong]).code, Some(21));
    home.ok(&["decrypt", "--passphrase-file", &secret]);
    assert_eq!(home.rows(), 20);
    home.assert_sound();
}

#[test]
fn an_encryption_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let home = Home::with_book();
    let file = home.file("large.ofx", statement(20_000));
    home.ok(&["import", &file]);
    let secret = home.file("secret.txt", PASSPHRASE);
    let start = Instant::now();
    home.ok(&["encrypt", "--passphrase-file", &secret]);
    let whole = start.elapsed();
    home.ok(&["decrypt", "--passphrase-file", &secret]);
    let (mut plain, mut encrypted) = (0, 0);
    for round in 1..=8 {
        let mut child =
            home.command(&["encrypt", "--passphrase-file", &secret]).spawn().expect("the program starts");
        std::thread::sleep(whole * round / 8);
        child.kill().expect("killed");
        child.wait().expect("it ended");
        if home.run(&["doctor"]).code == Some(20) {
            encrypted += 1;
            home.ok(&["decrypt", "--passphrase-file", &secret]);
        } else {
            plain += 1;
        }
        assert_eq!(home.rows(), 20_000, "round {round}");
        home.assert_sound();
        for left in [".rekey", ".before"] {
            assert!(!home.path().join(format!("book.valorize{left}")).exists(), "{left} after round {round}");
        }
    }
    println!("{plain} rounds left the plain book, {encrypted} the encrypted one");
}
