//! `valorize export`: whole files or none.

use crate::process::Home;

#[test]
fn an_export_is_written_whole_or_not_at_all() {
    let home = Home::with_book();
    home.ok(&["account", "create", "--name", "Conta", "--kind", "checking", "--currency", "BRL"]);
    home.ok(&[
        "transaction",
        "create",
        "--account",
        "Conta",
        "--date",
        "2024-01-05",
        "--amount",
        "-1990",
        "--description",
        "Padaria",
    ]);
    for format in ["csv", "json", "beancount", "hledger"] {
        let path = home.path().join(format!("book.{format}")).display().to_string();
        home.ok(&["export", "--format", format, "--output", &path]);
        let written = std::fs::read_to_string(&path).expect("the export");
        assert_eq!(written, home.ok(&["export", "--format", format]));
        assert!(written.contains("Padaria"), "{format}");
        let blocked = home.path().join("nowhere").join(format!("book.{format}")).display().to_string();
        home.refused(&["export", "--format", format, "--output", &blocked], 16, "io");
    }
    let left: Vec<_> = std::fs::read_dir(home.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(home.run(&["export", "--format", "pdf"]).code, Some(2));
}
