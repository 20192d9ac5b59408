//! A corpus as a statement file: OFX 1, OFX 2, QIF or CSV, streamed.

use crate::corpus::{Corpus, Row};
use domain::{Day, Language};
use std::io::{self, Write};

/// Formats a corpus is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// OFX 1.0.2, SGML, windows-1252.
    Ofx1,
    /// OFX 2.1.1, XML, UTF-8.
    Ofx2,
    /// QIF.
    Qif,
    /// CSV with a running balance.
    Csv,
}

impl Shape {
    /// The shape called `name` on the command line.
    pub fn named(name: &str) -> Option<Self> {
        [("ofx1", Self::Ofx1), ("ofx2", Self::Ofx2), ("qif", Self::Qif), ("csv", Self::Csv)]
            .into_iter()
            .find_map(|(known, shape)| (known == name).then_some(shape))
    }
}

/// Balance before the first row.
pub const OPENING: i64 = 1_000_000;

/// What a reader must find in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Expected {
    /// How many rows.
    pub transactions: u32,
    /// Sum of their amounts.
    pub sum_minor_units: i64,
    /// Balance after the last row.
    pub ledger_balance: i64,
}

/// Writes `corpus` in `shape`.
///
/// # Errors
/// Those of `out`.
pub fn write(corpus: &Corpus, shape: Shape, out: &mut impl Write) -> io::Result<Expected> {
    let mut found = Expected { transactions: 0, sum_minor_units: 0, ledger_balance: OPENING };
    head(corpus, shape, out)?;
    for row in corpus.rows() {
        found.transactions += 1;
        found.sum_minor_units += row.amount;
        found.ledger_balance += row.amount;
        match shape {
            Shape::Ofx1 => encoded(out, &ofx_row(&row, false))?,
            Shape::Ofx2 => out.write_all(ofx_row(&row, true).as_bytes())?,
            Shape::Qif => encoded(out, &qif_row(corpus.language, &row))?,
            Shape::Csv => out.write_all(csv_row(corpus.language, &row, found.ledger_balance).as_bytes())?,
        }
    }
    if matches!(shape, Shape::Ofx1 | Shape::Ofx2) {
        let balance = decimal(found.ledger_balance, '.');
        let day = compact(corpus.end());
        write!(
            out,
            "</BANKTRANLIST>\n<LEDGERBAL><BALAMT>{balance}</BALAMT><DTASOF>{day}</DTASOF></LEDGERBAL>\n"
        )?;
        out.write_all(b"</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")?;
    }
    Ok(found)
}

fn head(corpus: &Corpus, shape: Shape, out: &mut impl Write) -> io::Result<()> {
    match shape {
        Shape::Ofx1 => out.write_all(OFX1_HEADER.as_bytes())?,
        Shape::Ofx2 => out.write_all(OFX2_HEADER.as_bytes())?,
        Shape::Qif => return out.write_all(b"!Type:Bank\n"),
        Shape::Csv => {
            let header = if corpus.language == Language::PtBr {
                "Data;Lançamento;Valor;Saldo\n"
            } else {
                "Date,Description,Amount,Balance\n"
            };
            return out.write_all(header.as_bytes());
        }
    }
    let (start, end) = (compact(corpus.start), compact(corpus.end()));
    write!(
        out,
        "<OFX>\n<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><DTSERVER>{end}120000</DTSERVER>\
         <LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STATUS><CODE>0</CODE>\
         <SEVERITY>INFO</SEVERITY></STATUS>\n<STMTRS><CURDEF>{}</CURDEF><BANKACCTFROM><BANKID>099999999</BANKID><ACCTID>5000{:04}\
         </ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\n<BANKTRANLIST><DTSTART>{start}</DTSTART><DTEND>{end}</DTEND>\n",
        corpus.currency().code(),
        corpus.seed % 10_000,
    )
}

/// Header of OFX 1 files as banks write it.
pub const OFX1_HEADER: &str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\
    COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n";
/// Header of OFX 2 files.
pub const OFX2_HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
    <?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n";

fn ofx_row(row: &Row, xml: bool) -> String {
    let kind = if row.amount > 0 { "CREDIT" } else { "DEBIT" };
    let (day, amount, text) = (compact(row.date), decimal(row.amount, '.'), escaped(&row.text));
    let name: String = escaped(&row.text.chars().take(32).collect::<String>());
    let id = format!("{day}{:07}", row.number);
    if xml {
        return format!(
            "<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{day}</DTPOSTED><TRNAMT>{amount}</TRNAMT><FITID>{id}</FITID>\
             <NAME>{name}</NAME><MEMO>{text}</MEMO></STMTTRN>\n"
        );
    }
    format!(
        "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{day}120000\n<TRNAMT>{amount}\n<FITID>{id}\n<NAME>{name}\n<MEMO>{text}\n</STMTTRN>\n"
    )
}

fn qif_row(language: Language, row: &Row) -> String {
    format!("D{}\nT{}\nP{}\n^\n", slashed(language, row.date), decimal(row.amount, '.'), row.text)
}

fn csv_row(language: Language, row: &Row, balance: i64) -> String {
    let day = slashed(language, row.date);
    match language {
        Language::PtBr => {
            format!("{day};{};{};{}\n", row.text, decimal(row.amount, ','), decimal(balance, ','))
        }
        Language::En => {
            format!("{day},\"{}\",{},{}\n", row.text, decimal(row.amount, '.'), decimal(balance, '.'))
        }
    }
}

/// `20260131`.
pub fn compact(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// `31/01/2026`, or `01/31/2026` in English.
pub fn slashed(language: Language, day: Day) -> String {
    match language {
        Language::PtBr => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Language::En => format!("{:02}/{:02}/{:04}", day.month(), day.day(), day.year()),
    }
}

/// Minor units of a two-digit currency as text.
pub fn decimal(minor: i64, mark: char) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}{mark}{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
}

/// Text for SGML and XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Writes `text` in windows-1252. Our texts stay within Latin-1, where the two agree; anything beyond becomes `?`.
///
/// # Errors
/// Those of `out`.
pub fn encoded(out: &mut impl Write, text: &str) -> io::Result<()> {
    let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
    out.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_to_the_cent() {
        for language in [Language::PtBr, Language::En] {
            for shape in [Shape::Ofx1, Shape::Ofx2, Shape::Qif, Shape::Csv] {
                let corpus = Corpus::new(500, language, 3);
                let mut file = Vec::new();
                let expected = write(&corpus, shape, &mut file).expect("memory takes it");
                let document = statements::read(&file, &statements::ReadOptions::new(corpus.currency()))
                    .unwrap_or_else(|error| panic!("{language:?} {shape:?}: {error}"));
                assert!(document.rejected.is_empty(), "{language:?} {shape:?}: {:?}", document.rejected);
                let [statement] = document.statements.as_slice() else {
                    panic!("{language:?} {shape:?}: one account expected")
                };
                let sum: i64 = statement.lines.iter().map(|line| line.amount).sum();
                assert_eq!(
                    (statement.lines.len(), sum),
                    (500, expected.sum_minor_units),
                    "{language:?} {shape:?}"
                );
                for (line, row) in statement.lines.iter().zip(corpus.rows()) {
                    assert_eq!(
                        (line.date, line.amount),
                        (row.date, row.amount),
                        "{language:?} {shape:?} {row:?}"
                    );
                    let text = line
                        .memo
                        .as_ref()
                        .filter(|memo| memo.len() > line.description.len())
                        .unwrap_or(&line.description);
                    assert!(text.contains(&row.text), "{language:?} {shape:?} {line:?} {row:?}");
                }
            }
        }
    }
}
