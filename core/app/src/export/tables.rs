//! JSON, lossless: every table of the read model with every column. Ids are 16-character texts, other bytes base64.

use super::failed;
use crate::error::{AppError, ErrorCode};
use crate::row::id_text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::io::Write;
use store::rusqlite::types::ValueRef;
use store::rusqlite::{Connection, Row};

/// Tables in the order a reader would need them.
const TABLES: &[&str] = &[
    "book",
    "account",
    "category_group",
    "category",
    "payee",
    "rule",
    "reconciliation",
    "exchange_rate",
    "saved_view",
    "budget",
    "goal",
    "import_batch",
    "transactions",
    "split",
    "tag",
];

/// Writes `{"format": "valorize", "version": 1, "tables": {name: [rows]}}`, one row per line.
pub fn json(connection: &Connection, out: &mut dyn Write) -> Result<(), AppError> {
    let io = |error: std::io::Error| failed(&error);
    write!(out, "{{\"format\":\"valorize\",\"version\":1,\"tables\":{{").map_err(io)?;
    for (place, table) in TABLES.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        write!(out, "{comma}\n\"{table}\":[").map_err(io)?;
        let mut statement = connection.prepare(&format!("select * from \"{table}\" order by 1, 2"))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let mut first = true;
        while let Some(row) = rows.next()? {
            let object = object(row, &names)?;
            let text = serde_json::to_string(&object)
                .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
            write!(out, "{}\n{text}", if first { "" } else { "," }).map_err(io)?;
            first = false;
        }
        write!(out, "]").map_err(io)?;
    }
    writeln!(out, "}}}}").map_err(io)
}

fn object(row: &Row<'_>, names: &[String]) -> Result<Value, AppError> {
    let mut object = Map::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let value = match row.get_ref(index)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => match <[u8; 12]>::try_from(bytes) {
                Ok(id) => Value::from(id_text(id)),
                Err(_) => Value::from(STANDARD.encode(bytes)),
            },
        };
        object.insert(name.clone(), value);
    }
    Ok(Value::Object(object))
}
