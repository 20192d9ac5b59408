//! CSV: the reference files beside the project, the project's own fixtures, and properties.

use domain::{Currency, Statement};
use serde_json::Value;
use statements::ReadOptions;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var_os("VALORIZE_FIXTURES").map_or_else(|| root.join("../shared/fixtures"), PathBuf::from)
}

fn booked(statement: &Statement) -> Vec<&domain::StatementLine> {
    statement.lines.iter().filter(|line| !line.pending).collect()
}

/// Differences between a document and an expected result, empty when there are none.
fn differences(document: &domain::StatementDocument, expected: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut statements: Vec<&Statement> = document.statements.iter().collect();
    if statements.len() > 1 {
        statements.retain(|statement| !statement.lines.is_empty());
    }
    let accounts = expected["accounts"].as_array().expect("accounts");
    if statements.len() != accounts.len() {
        found.push(format!("{} accounts instead of {}", statements.len(), accounts.len()));
    }
    for account in accounts {
        let same = |statement: &&&Statement| {
            account["id"].as_str().is_none_or(|id| statement.account.id.as_deref() == Some(id))
                && account["currency"]
                    .as_str()
                    .is_none_or(|code| statement.currency.code() == code.replace("RUR", "RUB"))
        };
        let mut candidates = statements.iter().filter(same);
        let Some(statement) = candidates.next().or(statements.first().filter(|_| accounts.len() == 1)) else {
            found.push(format!("no account {} {}", account["id"], account["currency"]));
            continue;
        };
        let lines = booked(statement);
        let mut check = |what: &str, ours: Value, theirs: &Value| {
            if &ours != theirs {
                found.push(format!("{what} {ours} instead of {theirs}"));
            }
        };
        check("transactions", lines.len().into(), &account["transactions"]);
        check("sum", lines.iter().map(|line| line.amount).sum::<i64>().into(), &account["sum_minor_units"]);
        check("pending", (statement.lines.len() - lines.len()).into(), &account["pending"]);
        let day = |day: Option<domain::Day>| day.map_or(Value::Null, |day| day.to_string().into());
        check("first", day(lines.iter().map(|line| line.date).min()), &account["first_date"]);
        check("last", day(lines.iter().map(|line| line.date).max()), &account["last_date"]);
        if !account["id"].is_null() {
            check("id", statement.account.id.clone().into(), &account["id"]);
        }
        if !account["currency"].is_null() {
            check(
                "currency",
                statement.currency.code().replace("RUB", "RUR").into(),
                &Value::from(account["currency"].as_str().map(|c| c.replace("RUB", "RUR"))),
            );
        }
        if let Some(balance) = account["ledger_balance"].as_str() {
            let ours = statement.ledger_balance.map(|balance| balance.amount);
            let theirs: i64 = balance.replace('.', "").parse().expect("two decimals");
            check("balance", ours.into(), &theirs.into());
        }
    }
    if document.rejected.len() as u64 != expected["rejected"].as_u64().unwrap_or(0) {
        found.push(format!("rejected {:?}", document.rejected));
    }
    found
}

/// Files whose only evidence lies outside the content; each is refused, or reads with a warning that says so.
const UNDECIDABLE: [&str; 2] =
    ["spanish_date_example.csv", "sample_statement_credit_card_inverse_sign_en.csv"];

#[test]
fn reference_files_read_as_expected() {
    let folder = fixtures().join("statements");
    let Ok(index) = std::fs::read_to_string(folder.join("index.json")) else {
        println!("reference fixtures are absent: nothing is compared");
        return;
    };
    let index: Vec<Value> = serde_json::from_str(&index).expect("index");
    let (mut right, mut wrong) = (0, Vec::new());
    for file in
        index.iter().filter(|entry| entry["format"] == "csv").filter_map(|entry| entry["file"].as_str())
    {
        let bytes = std::fs::read(folder.join(file)).expect("file");
        let expected =
            std::fs::read_to_string(folder.join(format!("{file}.expected.json"))).expect("expected");
        let expected: Value = serde_json::from_str(&expected).expect("expected");
        let default = expected["accounts"][0]["currency"]
            .as_str()
            .and_then(Currency::from_code)
            .unwrap_or(Currency::USD);
        let outcome = match statements::read(&bytes, &ReadOptions::new(default)) {
            Ok(document) => differences(&document, &expected),
            Err(error) => vec![error.to_string()],
        };
        if outcome.is_empty() {
            right += 1;
        } else {
            wrong.push(format!("{file}: {outcome:?}"));
        }
    }
    println!("{right} right, {} not:\n{}", wrong.len(), wrong.join("\n"));
    let unexpected: Vec<_> =
        wrong.iter().filter(|text| !UNDECIDABLE.iter().any(|name| text.contains(name))).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

/// The project's own files: one quirk each, beside its expected lines.
#[test]
fn own_fixtures_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let mut seen = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "csv" || ext == "tsv")) {
        let expected = PathBuf::from(format!("{}.expected.json", file.display()));
        let options = ReadOptions::new(Currency::BRL);
        let found = match statements::read(&std::fs::read(file).expect("file"), &options) {
            Ok(document) => outline(&document),
            Err(error) => serde_json::json!({ "error": error.code(), "message": error.to_string() }),
        };
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            let text = serde_json::to_string_pretty(&found).expect("json");
            std::fs::write(&expected, text + "\n").expect("write");
        }
        let text = std::fs::read_to_string(&expected).unwrap_or_default();
        let expected: Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(found, expected, "{}", file.display());
        seen += 1;
    }
    assert!(seen >= 20, "{seen} fixtures");
}

/// The facts of a document that a person would check against the file.
fn outline(document: &domain::StatementDocument) -> Value {
    let statements: Vec<Value> = document
        .statements
        .iter()
        .map(|statement| {
            let lines: Vec<String> = statement
                .lines
                .iter()
                .map(|line| {
                    let balance = line.balance_after.map_or(String::new(), |balance| format!(" = {balance}"));
                    let pending = if line.pending { " pending" } else { "" };
                    format!(
                        "{}: {} {} {}{balance}{pending}",
                        line.line, line.date, line.amount, line.description
                    )
                })
                .collect();
            serde_json::json!({
                "account": statement.account.id,
                "currency": statement.currency.code(),
                "sign_inverted": statement.sign_inverted,
                "opening": statement.opening_balance.map(|balance| balance.amount),
                "closing": statement.ledger_balance.map(|balance| balance.amount),
                "lines": lines,
            })
        })
        .collect();
    let notices = |list: &[domain::statement::Notice]| -> Vec<String> {
        list.iter().map(|notice| format!("{}: {}", notice.line, notice.code)).collect()
    };
    serde_json::json!({
        "statements": statements,
        "rejected": notices(&document.rejected),
        "warnings": notices(&document.warnings),
    })
}

mod properties {
    use super::*;
    use domain::Day;
    use proptest::prelude::*;

    /// How a table is written.
    #[expect(clippy::struct_excessive_bools, reason = "independent switches of a generator")]
    #[derive(Debug, Clone)]
    struct Dialect {
        delimiter: char,
        comma: bool,
        grouped: bool,
        quoted: bool,
        dates: u8,
        sign: u8,
        header: u8,
        preamble: bool,
        balance: bool,
    }

    #[derive(Debug, Clone)]
    struct Row {
        day: Day,
        amount: i64,
        text: String,
    }

    const HEADERS: [[&str; 7]; 9] = [
        ["Date", "Description", "Amount", "Debit", "Credit", "Debit/Credit", "Balance"],
        ["Data", "Histórico", "Valor", "Débito", "Crédito", "Débito/Crédito", "Saldo"],
        ["Buchungstag", "Verwendungszweck", "Betrag", "Soll", "Haben", "Soll/Haben", "Saldo"],
        ["Fecha", "Concepto", "Importe", "Cargo", "Abono", "Debe/Haber", "Saldo"],
        ["Date", "Libellé", "Montant", "Débit", "Crédit", "Sens", "Solde"],
        ["Data", "Descrizione", "Importo", "Addebiti", "Accrediti", "Segno", "Saldo"],
        ["Datum", "Omschrijving", "Bedrag", "Af", "Bij", "Af Bij", "Saldo"],
        ["Dato", "Tekst", "Beløb", "Ud", "Ind", "Debet/Kredit", "Saldo"],
        ["Data operacji", "Opis", "Kwota", "Obciążenia", "Uznania", "Debit/Credit", "Saldo"],
    ];

    fn dialect() -> impl Strategy<Value = Dialect> {
        (
            prop::sample::select(vec![',', ';', '\t', '|']),
            any::<bool>(),
            any::<bool>(),
            any::<bool>(),
            0_u8..6,
            0_u8..8,
            0_u8..10,
            any::<bool>(),
            any::<bool>(),
        )
            .prop_map(
                |(delimiter, comma, grouped, quoted, dates, sign, header, preamble, balance)| {
                    // Month-first dates are an English custom.
                    let dates = if dates == 2 && header != 0 { 1 } else { dates };
                    Dialect { delimiter, comma, grouped, quoted, dates, sign, header, preamble, balance }
                },
            )
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let text = prop::sample::select(vec![
            "Alfa",
            "Beta gama",
            "O'Brien, & \"Co\"",
            "Ünal 12",
            "x; y | z",
            "1/2 Ypsilon",
        ]);
        let amount =
            prop_oneof![1_i64..100_000, 100_000_i64..500_000_000, -100_000_i64..-1, Just(-100_000_i64)];
        prop::collection::vec((0_i64..9, amount, text), 1..25).prop_map(|list| {
            let mut day = Day::constant(2024, 1, 3);
            list.into_iter()
                .map(|(step, amount, text)| {
                    day = day.saturating_add(jiff::Span::new().days(step));
                    Row { day, amount, text: text.to_owned() }
                })
                .collect()
        })
    }

    fn magnitude(minor: i64, dialect: &Dialect) -> String {
        let (mark, group) = if dialect.comma { (',', '.') } else { ('.', ',') };
        let whole = (minor.abs() / 100).to_string();
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if dialect.grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        format!("{text}{mark}{:02}", minor.abs() % 100)
    }

    fn render(dialect: &Dialect, rows: &[Row]) -> String {
        let cell = |text: &str| {
            let special = text.contains(['"', '\n', dialect.delimiter]);
            if dialect.quoted || special {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        let between = dialect.delimiter.to_string();
        let mut lines: Vec<String> = Vec::new();
        if dialect.preamble {
            lines.push(cell("Extrato / Statement"));
            lines.push(["Konto", "12345-6"].map(cell).join(&between));
            lines.push(String::new());
        }
        if let Some(names) = HEADERS.get(usize::from(dialect.header)) {
            let mut header = vec![names[0], names[1]];
            match dialect.sign {
                0..=3 => header.push(names[2]),
                4 | 5 => header.extend([names[3], names[4]]),
                _ => header.extend([names[5], names[2]]),
            }
            if dialect.balance {
                header.push(names[6]);
            }
            lines.push(header.into_iter().map(cell).collect::<Vec<_>>().join(&between));
        }
        let mut balance = 1_000_000_000;
        for row in rows {
            balance += row.amount;
            let (y, m, d) = (row.day.year(), row.day.month(), row.day.day());
            let date = match dialect.dates {
                0 => format!("{y}-{m:02}-{d:02}"),
                1 => format!("{d:02}/{m:02}/{y}"),
                2 => format!("{m}/{d}/{y}"),
                3 => format!("{d:02}.{m:02}.{y}"),
                4 => format!("{y}{m:02}{d:02}"),
                _ => format!("{y}/{m:02}/{d:02} 13:45:00"),
            };
            let (text, out) = (magnitude(row.amount, dialect), row.amount < 0);
            let money: Vec<String> = match dialect.sign {
                0 => vec![if out { format!("-{text}") } else { text }],
                1 => vec![if out { format!("{text}-") } else { text }],
                2 => vec![if out { format!("({text})") } else { text }],
                3 => vec![format!("{text} {}", if out { 'D' } else { 'C' })],
                4 => {
                    if out {
                        vec![text, String::new()]
                    } else {
                        vec![String::new(), text]
                    }
                }
                5 => {
                    if out {
                        vec![format!("-{text}"), String::new()]
                    } else {
                        vec![String::new(), text]
                    }
                }
                _ => vec![if out { "D".to_owned() } else { "C".to_owned() }, text],
            };
            let mut cells = vec![date, row.text.clone()];
            cells.extend(money);
            if dialect.balance {
                cells.push(magnitude(balance, dialect));
            }
            lines.push(cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(&between));
        }
        lines.join("\n") + "\n"
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn a_table_in_any_dialect_reads_back_or_is_called_ambiguous(dialect in dialect(), rows in rows()) {
            let text = render(&dialect, &rows);
            match statements::read(text.as_bytes(), &ReadOptions::new(Currency::BRL)) {
                Err(error) => prop_assert!(matches!(error.code(), "ambiguous_dates" | "ambiguous_amounts"), "{error}\n{text}"),
                Ok(document) => {
                    prop_assert!(document.rejected.iter().all(|notice| notice.code == "ambiguous_amount"), "{:?}\n{text}", document.rejected);
                    let lines: Vec<_> = document.statements.iter().flat_map(|statement| &statement.lines).collect();
                    prop_assert_eq!(lines.len() + document.rejected.len(), rows.len(), "{}", text);
                    for line in lines {
                        let above = text.lines().count() - rows.len();
                        let row = &rows[line.line as usize - 1 - above];
                        prop_assert_eq!(line.date, row.day, "{}", text);
                        // Two unnamed columns without a balance: which is which is assumed, and said to be.
                        let assumed = document.warnings.iter().any(|notice| notice.code == "assumed");
                        if dialect.header == 9 && dialect.sign == 4 && !dialect.balance && assumed {
                            prop_assert_eq!(line.amount.abs(), row.amount.abs(), "{}", text);
                        } else {
                            prop_assert_eq!(line.amount, row.amount, "{}", text);
                        }
                        prop_assert_eq!(&line.description, &row.text, "{}", text);
                    }
                }
            }
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = statements::read(&bytes, &ReadOptions::new(Currency::BRL));
        }

        #[test]
        fn arbitrary_tables_never_panic(text in "([-0-9/., ;\t\"'()A-Za-zé€$+|\n]{0,12}[,;\n]){0,60}") {
            let _ = statements::csv::read(&text, &ReadOptions::new(Currency::BRL));
        }
    }
}
