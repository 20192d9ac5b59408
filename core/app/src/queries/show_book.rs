//! `book.show`: the book's name, and how much is in it.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::{parse, row};
use domain::{Book, BookId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// Show the book: name, currency, language, and how much is in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowBook {}

/// The book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BookView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Base currency.
    pub currency: String,
    /// pt-BR or en.
    pub language: String,
    /// Open accounts.
    pub accounts: u32,
    /// Transactions.
    pub transactions: u32,
    /// Transactions without any category.
    pub uncategorised: u32,
}

impl Query for ShowBook {
    type Output = BookView;
    const NAME: &'static str = "book.show";
    const TOPICS: &'static [Topic] = &[Topic::Book, Topic::Accounts, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<BookView, AppError> {
        let count = |sql: &str| reader.connection().query_row(sql, [], |row| row.get::<_, u32>(0));
        let accounts = count("select count(*) from account where deleted = 0 and closed = 0")?;
        let transactions = count("select count(*) from transactions where visible = 1")?;
        let uncategorised =
            count("select count(*) from transactions where visible = 1 and category is null and splits = 0")?;
        let sql = "select id, name, currency, language from book";
        let view = reader.connection().query_row(sql, [], |row| {
            Ok(BookView {
                id: row::id_text(row.get(0)?),
                name: row.get(1)?,
                currency: row.get(2)?,
                language: row.get(3)?,
                accounts,
                transactions,
                uncategorised,
            })
        });
        view.optional()?.ok_or_else(nothing)
    }
}

fn nothing() -> AppError {
    AppError::new(ErrorCode::Damaged, "the file holds no book").remedy("run `valorize doctor`")
}

/// The book as the domain knows it.
///
/// # Errors
/// When the file holds no book that can be understood.
pub fn book(reader: &Reader) -> Result<Book, AppError> {
    let sql = "select id, name, currency, language from book";
    let row = reader
        .connection()
        .query_row(sql, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let (id, name, currency, language) = row.ok_or_else(nothing)?;
    Ok(Book {
        id: BookId(id),
        name,
        currency: parse::currency("currency", &currency)?,
        language: parse::choice("language", &language, "pt-BR, en")?,
    })
}
