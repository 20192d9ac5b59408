//! The sample statements in samples/: one invented household, five files' worth of what banks really send, with overlaps.

use crate::corpus::{Corpus, Row};
use crate::merchants::{CITIES_PT, PT};
use crate::write::{OFX1_HEADER, compact, decimal, encoded, escaped, slashed};
use crate::{corpus, draw::Draw};
use domain::{CategoryKey, Day, Language};
use jiff::ToSpan as _;
use jiff::civil::date;
use std::fmt::Write as _;

/// A file of samples/.
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Every sample, the same bytes each time.
pub fn all() -> Vec<Sample> {
    let checking = brazilian_checking();
    let card = brazilian_card();
    let first = (date(2026, 6, 1), date(2026, 8, 31));
    // August is in both files: a newcomer sees that nothing doubles.
    let second = (date(2026, 8, 1), date(2026, 10, 31));
    vec![
        Sample { name: "conta-corrente-2026-06-a-08.ofx", bytes: brazilian_ofx(&checking, first) },
        Sample { name: "conta-corrente-2026-08-a-10.ofx", bytes: brazilian_ofx(&checking, second) },
        Sample { name: "fatura-cartao-2026-09.csv", bytes: card_csv(&card, 9) },
        Sample { name: "fatura-cartao-2026-10.csv", bytes: card_csv(&card, 10) },
        Sample { name: "giro-2026-q3.camt053.xml", bytes: camt(&german_rows()).into_bytes() },
        Sample { name: "poupanca-2026.qif", bytes: savings_qif().into_bytes() },
        Sample { name: "us-checking-2026-q3.qfx", bytes: american_qfx() },
    ]
}

/// Salary, rent and bills on their days, daily life between, three equal coffees on one day.
fn brazilian_checking() -> Vec<Row> {
    let mut draw = Draw::new(20_260_601);
    let monthly: &[(i8, usize)] =
        &[(5, 0), (8, 1), (10, 2), (12, 3), (15, 4), (17, 5), (2, 26), (20, 30), (6, 31)];
    let daily: Vec<usize> = (6..24).chain([27, 28, 29]).collect();
    let mut rows: Vec<Row> = Vec::new();
    let mut day = date(2026, 6, 1);
    while day <= date(2026, 10, 31) {
        for (_, merchant) in monthly.iter().filter(|(due, _)| *due == day.day()) {
            rows.push(corpus::row(0, day, &PT[*merchant], CITIES_PT, &mut draw));
        }
        for _ in 0..draw.below(3) {
            let merchant = &PT[*draw.pick(&daily)];
            rows.push(corpus::row(0, day, merchant, CITIES_PT, &mut draw));
        }
        if day == date(2026, 7, 14) || day == date(2026, 9, 3) {
            let coffee = Row {
                number: 0,
                date: day,
                text: "COMPRA DEB CAFE DA ESQUINA".to_owned(),
                amount: -650,
                category: CategoryKey::EatingOut,
            };
            rows.extend([coffee.clone(), coffee.clone(), coffee]);
        }
        day = day.saturating_add(1.day());
    }
    number(rows)
}

fn number(mut rows: Vec<Row>) -> Vec<Row> {
    for (row, number) in rows.iter_mut().zip(1..) {
        row.number = number;
    }
    rows
}

/// OFX 1 as Brazilian banks send it: windows-1252 under `USASCII`, unclosed tags, a bare `&`, time zones in brackets, a
/// balance posted as a row with an empty id.
fn brazilian_ofx(rows: &[Row], (from, to): (Day, Day)) -> Vec<u8> {
    const OPENING: i64 = 418_233;
    let mut text = OFX1_HEADER.to_owned();
    let opening: i64 = OPENING + rows.iter().filter(|row| row.date < from).map(|row| row.amount).sum::<i64>();
    let closing: i64 = OPENING + rows.iter().filter(|row| row.date <= to).map(|row| row.amount).sum::<i64>();
    let (start, end) = (compact(from), compact(to));
    let _infallible = write!(
        text,
        "<OFX>\n<SIGNONMSGSRSV1>\n<SONRS>\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n<DTSERVER>{end}100000[-03:EST]\n<LANGUAGE>POR\n\
         </SONRS>\n</SIGNONMSGSRSV1>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n<TRNUID>1001\n<STATUS>\n<CODE>0\n<SEVERITY>INFO\n</STATUS>\n<STMTRS>\n\
         <CURDEF>BRL\n<BANKACCTFROM>\n<BANKID>0999\n<BRANCHID>0123-4\n<ACCTID>45678-9\n<ACCTTYPE>CHECKING\n</BANKACCTFROM>\n<BANKTRANLIST>\n\
         <DTSTART>{start}100000[-03:EST]\n<DTEND>{end}100000[-03:EST]\n\
         <STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>{start}100000[-03:EST]\n<TRNAMT>{}\n<FITID>\n<MEMO>SALDO ANTERIOR\n</STMTTRN>\n",
        decimal(opening, '.')
    );
    for row in rows.iter().filter(|row| row.date >= from && row.date <= to) {
        let kind = if row.amount > 0 { "CREDIT" } else { "DEBIT" };
        let (day, amount) = (compact(row.date), decimal(row.amount, '.'));
        let _infallible = write!(
            text,
            "<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{day}100000[-03:EST]\n<TRNAMT>{amount}\n<FITID>N{:05}\n<CHECKNUM>{:05}\n<MEMO>{}\n</STMTTRN>\n",
            row.number, row.number, row.text
        );
    }
    let _infallible = write!(
        text,
        "</BANKTRANLIST>\n<LEDGERBAL>\n<BALAMT>{}\n<DTASOF>{end}100000[-03:EST]\n</LEDGERBAL>\n</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n",
        decimal(closing, '.')
    );
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _infallible = encoded(&mut bytes, &text.replace('\n', "\r\n"));
    bytes
}

/// Card purchases of August to October, with a purchase in six instalments and a foreign one with its tax.
fn brazilian_card() -> Vec<Row> {
    let mut draw = Draw::new(20_260_901);
    let shops = [7, 9, 10, 11, 17, 18, 19, 20, 22, 23];
    let mut rows = Vec::new();
    for month in 8..=10 {
        for day in 1..=28 {
            if draw.chance(3, 5) {
                rows.push(corpus::row(
                    0,
                    date(2026, month, day),
                    &PT[*draw.pick(&shops)],
                    CITIES_PT,
                    &mut draw,
                ));
            }
        }
        let instalment = format!("ELETRO CASA NOVA PARCELA {}/6", month - 6);
        rows.push(Row {
            number: 0,
            date: date(2026, month, 12),
            text: instalment,
            amount: -24_983,
            category: CategoryKey::Shopping,
        });
    }
    let foreign = [
        ("CLOUDNOTES.IO USD 12,00", -6_612, CategoryKey::Subscriptions),
        ("IOF COMPRA INTERNACIONAL", -290, CategoryKey::FeesInterest),
    ];
    for (text, amount, category) in foreign {
        rows.push(Row { number: 0, date: date(2026, 9, 21), text: text.to_owned(), amount, category });
    }
    rows.push(Row {
        number: 0,
        date: date(2026, 9, 20),
        text: "PAGAMENTO RECEBIDO - OBRIGADO".to_owned(),
        amount: 184_000,
        category: CategoryKey::CardPayment,
    });
    rows.sort_by_key(|row| row.date);
    number(rows)
}

/// A card bill: from the 15th of the month before to the 14th, comma decimals and quoted texts.
fn card_csv(rows: &[Row], month: i8) -> Vec<u8> {
    let (from, to) = (date(2026, month - 1, 15), date(2026, month, 14));
    let mut text = "Data;Descrição;Valor (R$)\r\n".to_owned();
    for row in rows.iter().filter(|row| row.date >= from && row.date <= to) {
        let _infallible = write!(
            text,
            "{};\"{}\";{}\r\n",
            slashed(Language::PtBr, row.date),
            row.text,
            grouped(row.amount)
        );
    }
    text.into_bytes()
}

/// `-1.234,56`.
fn grouped(minor: i64) -> String {
    let plain = decimal(minor, ',');
    let (whole, cents) = plain.split_once(',').unwrap_or((&plain, "00"));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    format!("{sign}{text},{cents}")
}

/// OFX 2 with closing tags, as banks in the United States send it for Quicken.
fn american_qfx() -> Vec<u8> {
    let mut corpus = Corpus::new(170, Language::En, 2_026);
    corpus.start = date(2026, 7, 1);
    corpus.days = 92;
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    let _infallible = crate::write::write(&corpus, crate::write::Shape::Ofx2, &mut bytes);
    bytes
}

/// A German current account: booked entries with their own references.
fn german_rows() -> Vec<Row> {
    let life: &[(&str, i64, CategoryKey)] = &[
        ("Naturkost Lindenhof", -4_285, CategoryKey::Groceries),
        ("Bäckerei Morgenrot", -780, CategoryKey::EatingOut),
        ("Stadtwerke Musterstadt", -8_900, CategoryKey::Utilities),
        ("Verkehrsbetriebe Abo", -5_800, CategoryKey::Transport),
        ("Apotheke am Markt", -1_845, CategoryKey::Health),
        ("Buchhandlung Seitenweise", -2_400, CategoryKey::Education),
    ];
    let mut draw = Draw::new(49);
    let mut rows = Vec::new();
    for month in 7..=9 {
        rows.push(Row {
            number: 0,
            date: date(2026, month, 1),
            text: "Miete Hausverwaltung Nord".to_owned(),
            amount: -92_000,
            category: CategoryKey::RentMortgage,
        });
        for day in (3..28).step_by(3) {
            let (text, amount, category) = draw.pick(life);
            let amount = amount - i64::try_from(draw.below(400)).unwrap_or(0);
            rows.push(Row {
                number: 0,
                date: date(2026, month, day),
                text: (*text).to_owned(),
                amount,
                category: *category,
            });
        }
        rows.push(Row {
            number: 0,
            date: date(2026, month, 28),
            text: "Gehalt Werkstatt Blau GmbH".to_owned(),
            amount: 284_750,
            category: CategoryKey::Income,
        });
    }
    number(rows)
}

fn camt(rows: &[Row]) -> String {
    const OPENING: i64 = 153_020;
    let balance = |code: &str, amount: i64, day: Day| {
        let side = if amount < 0 { "DBIT" } else { "CRDT" };
        format!(
            "   <Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n",
            decimal(amount.abs(), '.')
        )
    };
    let closing: i64 = OPENING + rows.iter().map(|row| row.amount).sum::<i64>();
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\n <BkToCstmrStmt>\n  \
        <GrpHdr><MsgId>AUSZUG-2026-Q3</MsgId><CreDtTm>2026-10-01T06:00:00</CreDtTm></GrpHdr>\n  <Stmt>\n   <Id>2026-Q3</Id>\n   \
        <FrToDt><FrDtTm>2026-07-01T00:00:00</FrDtTm><ToDtTm>2026-09-30T23:59:59</ToDtTm></FrToDt>\n   \
        <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
        .to_owned();
    text.push_str(&balance("OPBD", OPENING, date(2026, 7, 1)));
    text.push_str(&balance("CLBD", closing, date(2026, 9, 30)));
    for row in rows {
        let (side, party) = if row.amount < 0 { ("DBIT", "Cdtr") } else { ("CRDT", "Dbtr") };
        let (amount, day, name) = (decimal(row.amount.abs(), '.'), row.date, escaped(&row.text));
        let _infallible = writeln!(
            text,
            "   <Ntry><NtryRef>R{:05}</NtryRef><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
             <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls><RltdPties><{party}><Pty><Nm>{name}</Nm></Pty></{party}>\
             </RltdPties><RmtInf><Ustrd>{name} {}/2026</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            row.number,
            row.date.month()
        );
    }
    text.push_str("  </Stmt>\n </BkToCstmrStmt>\n</Document>\n");
    text
}

/// A savings account kept in an older program: transfers and splits.
fn savings_qif() -> String {
    let mut text = "!Account\nNPoupança\nTBank\n^\n!Type:Bank\n".to_owned();
    for month in 6..=10 {
        let _infallible =
            write!(text, "D06/{month:02}/2026\nT400.00\nPAplicação mensal\nL[Conta corrente]\n^\n");
        let interest = 1_840 + i64::from(month) * 37;
        let tax = interest * 15 / 100;
        let _infallible = write!(
            text,
            "D28/{month:02}/2026\nT{}\nPRendimento líquido\nLRendimentos\nSRendimentos\n${}\nSImpostos\n${}\n^\n",
            decimal(interest - tax, '.'),
            decimal(interest, '.'),
            decimal(-tax, '.')
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Currency;

    #[test]
    fn the_committed_samples_are_these_and_every_record_reads() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
        for sample in all() {
            let committed = std::fs::read(folder.join(sample.name)).unwrap_or_default();
            assert!(
                committed == sample.bytes,
                "samples/{} is stale: cargo run -p bench -- samples samples",
                sample.name
            );
            let document = statements::read(&sample.bytes, &statements::ReadOptions::new(Currency::BRL))
                .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            assert!(document.rejected.is_empty(), "{}: {:?}", sample.name, document.rejected);
            let lines: usize = document.statements.iter().map(|statement| statement.lines.len()).sum();
            assert!(document.statements.len() == 1 && lines >= 10, "{}: {lines} lines", sample.name);
        }
    }
}
