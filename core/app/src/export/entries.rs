//! Transactions with their parts, as the exports write them; and the CSV export.

use super::failed;
use crate::error::{AppError, ErrorCode};
use crate::row::{clearing_text, day_text, id_text};
use domain::{Currency, money::minor_digits};
use std::io::Write;
use store::rusqlite::{Connection, Row};

/// One part of a transaction: the whole row when it is not split.
pub struct Entry {
    /// Transaction id.
    pub id: String,
    /// Day.
    pub date: String,
    /// Account name.
    pub account: String,
    /// Account kind.
    pub account_kind: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units of the part.
    pub amount: i64,
    /// Statement text.
    pub description: String,
    /// Payee.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// Note of the part, else of the row.
    pub note: Option<String>,
    /// Tags of the row.
    pub tags: Option<String>,
    /// Group and name of the category.
    pub category: Option<(String, String)>,
    /// expense, income, transfer.
    pub category_kind: Option<String>,
    /// Text form.
    pub clearing: &'static str,
    /// Check number.
    pub check_number: Option<String>,
}

const SQL: &str = "select t.id, t.day, a.name, a.kind, a.currency, coalesce(s.amount, t.amount), t.description, \
  coalesce(p.name, t.statement_payee), t.memo, coalesce(s.note, t.note), \
  (select group_concat(tag, ',') from tag where tag.transaction_id = t.id), g.name, c.name, g.kind, t.clearing, t.check_number \
  from transactions t join account a on a.id = t.account left join split s on s.transaction_id = t.id \
  left join category c on c.id = case when s.transaction_id is null then t.category else s.category end \
  left join category_group g on g.id = c.group_id left join payee p on p.id = t.payee \
  where t.visible = 1 order by t.day, t.id, s.position";

/// Calls `each` for every part of every visible transaction, oldest first; the parts of one stand together.
pub fn for_each(
    connection: &Connection,
    each: &mut dyn FnMut(Entry) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut statement = connection.prepare(SQL)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(entry(row)?)?;
    }
    Ok(())
}

fn entry(row: &Row<'_>) -> Result<Entry, AppError> {
    let category: Option<String> = row.get(12)?;
    let group: Option<String> = row.get(11)?;
    Ok(Entry {
        id: id_text(row.get(0)?),
        date: day_text(row.get(1)?),
        account: row.get(2)?,
        account_kind: row.get(3)?,
        currency: row.get(4)?,
        amount: row.get(5)?,
        description: row.get(6)?,
        payee: row.get(7)?,
        memo: row.get(8)?,
        note: row.get(9)?,
        tags: row.get(10)?,
        category: group.zip(category),
        category_kind: row.get(13)?,
        clearing: clearing_text(row.get(14)?),
        check_number: row.get(15)?,
    })
}

/// Minor units as a plain decimal: `-12.30`.
pub fn decimal(minor: i64, currency: &str) -> String {
    let digits = Currency::from_code(currency).map_or(2, minor_digits);
    statements::summary::decimal(minor, digits)
}

const HEADER: [&str; 14] = [
    "date",
    "account",
    "description",
    "payee",
    "category",
    "category_group",
    "amount",
    "currency",
    "memo",
    "note",
    "tags",
    "clearing",
    "check_number",
    "id",
];

/// Writes one line per part, with a header.
pub fn csv(connection: &Connection, out: &mut dyn Write) -> Result<(), AppError> {
    let mut writer = csv::Writer::from_writer(out);
    let refused = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => failed(&error),
        other => AppError::new(ErrorCode::Internal, format!("{other:?}")),
    };
    writer.write_record(HEADER).map_err(refused)?;
    for_each(connection, &mut |entry| {
        let (group, category) = entry.category.unwrap_or_default();
        let amount = decimal(entry.amount, &entry.currency);
        let optional = |text: Option<String>| text.unwrap_or_default();
        writer
            .write_record([
                entry.date,
                entry.account,
                entry.description,
                optional(entry.payee),
                category,
                group,
                amount,
                entry.currency,
                optional(entry.memo),
                optional(entry.note),
                optional(entry.tags),
                entry.clearing.to_owned(),
                optional(entry.check_number),
                entry.id,
            ])
            .map_err(refused)
    })?;
    writer.flush().map_err(|error| failed(&error))
}
