//! Statement files as banks write them.

use super::calendar::Row;
use super::household::Account;
use domain::Day;
use std::fmt::Write as _;

const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
  <?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n";

fn within(rows: &[Row], from: Day, to: Day) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.day >= from && row.day <= to)
}

fn balance(account: &Account, rows: &[Row], to: Day) -> i64 {
    account.opening + rows.iter().filter(|row| row.day <= to).map(|row| row.amount).sum::<i64>()
}

fn decimal(minor: i64, mark: char) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let whole = minor.unsigned_abs();
    format!("{sign}{}{mark}{:02}", whole / 100, whole % 100)
}

fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A bank account in OFX 2.
pub fn bank_ofx(account: &Account, rows: &[Row], from: Day, to: Day) -> String {
    let kind = if account.kind == domain::AccountKind::Savings { "SAVINGS" } else { "CHECKING" };
    let holder = format!(
        "<BANKACCTFROM><BANKID>{}</BANKID><ACCTID>{}</ACCTID><ACCTTYPE>{kind}</ACCTTYPE></BANKACCTFROM>",
        account.bank, account.number
    );
    ofx(account, rows, (from, to), ["BANKMSGSRSV1", "STMTTRNRS", "STMTRS"], &holder)
}

/// A credit card in OFX 2.
pub fn card_ofx(account: &Account, rows: &[Row], from: Day, to: Day) -> String {
    let holder = format!("<CCACCTFROM><ACCTID>{}</ACCTID></CCACCTFROM>", account.number);
    ofx(account, rows, (from, to), ["CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS"], &holder)
}

fn ofx(
    account: &Account,
    rows: &[Row],
    (from, to): (Day, Day),
    [outer, middle, inner]: [&str; 3],
    holder: &str,
) -> String {
    let mut text = HEADER.to_owned();
    let end = compact(to);
    let status = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>";
    // Writing to memory cannot fail.
    let _infallible = writeln!(
        text,
        "<OFX><SIGNONMSGSRSV1><SONRS>{status}<DTSERVER>{end}</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n\
         <{outer}><{middle}><TRNUID>1</TRNUID>{status}<{inner}><CURDEF>{}</CURDEF>{holder}\n<BANKTRANLIST><DTSTART>{}</DTSTART><DTEND>{end}</DTEND>",
        account.currency,
        compact(from)
    );
    for row in within(rows, from, to) {
        let kind = if row.amount > 0 { "CREDIT" } else { "DEBIT" };
        let _infallible = writeln!(
            text,
            "<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{}</DTPOSTED><TRNAMT>{}</TRNAMT><FITID>{}{:05}</FITID><NAME>{}</NAME></STMTTRN>",
            compact(row.day),
            decimal(row.amount, '.'),
            compact(row.day),
            row.number,
            escaped(&row.text)
        );
    }
    let _infallible = writeln!(
        text,
        "</BANKTRANLIST><LEDGERBAL><BALAMT>{}</BALAMT><DTASOF>{end}</DTASOF></LEDGERBAL></{inner}></{middle}></{outer}></OFX>",
        decimal(balance(account, rows, to), '.')
    );
    text
}

/// A bank that sends CSV with a running balance, in the manner of its country.
pub fn csv(account: &Account, rows: &[Row], from: Day, to: Day) -> String {
    let brazilian = account.currency == "BRL";
    let mut text = String::from(if brazilian {
        "Data;Histórico;Documento;Valor;Saldo\n"
    } else {
        "Posting Date,Details,Reference,Amount,Running Balance\n"
    });
    let before = rows.iter().filter(|row| row.day < from).map(|row| row.amount).sum::<i64>();
    let mut balance = account.opening + before;
    for row in within(rows, from, to) {
        balance += row.amount;
        let (year, month, day) = (row.day.year(), row.day.month(), row.day.day());
        let _infallible = if brazilian {
            let (amount, balance) = (decimal(row.amount, ','), decimal(balance, ','));
            writeln!(text, "{day:02}/{month:02}/{year};{};{:06};{amount};{balance}", row.text, row.number)
        } else {
            let (amount, balance) = (decimal(row.amount, '.'), decimal(balance, '.'));
            writeln!(text, "{year}-{month:02}-{day:02},{},{:06},{amount},{balance}", row.text, row.number)
        };
    }
    text
}
