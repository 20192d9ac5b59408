//! Register values and things of the history as people read them.

use crate::convert::book_currency;
use crate::error::AppError;
use crate::queries::list_history::FieldChange;
use crate::queries::show_book;
use crate::row;
use domain::money_text::format_money;
use domain::{CategoryId, Clearing, Currency, Language, Money, PayeeId, Split, TransactionId};
use replica::{AutoCategory, Entity, Field, ShardKey, Value};
use serde::de::DeserializeOwned;
use store::rusqlite::{OptionalExtension as _, params};
use store::{FieldSummary, Reader, Summary};

/// Looks names up.
pub struct Texts<'a> {
    reader: &'a Reader,
    language: Language,
}

impl<'a> Texts<'a> {
    /// For the book behind `reader`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn new(reader: &'a Reader) -> Result<Self, AppError> {
        Ok(Self { reader, language: show_book::book(reader)?.language })
    }

    /// What an action did to a field; `back` where it took another action back.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn change(
        &mut self,
        field: &FieldSummary,
        summary: &Summary,
        back: bool,
    ) -> Result<FieldChange, AppError> {
        let (before, after) =
            if back { (&field.after, &field.before) } else { (&field.before, &field.after) };
        let shard = summary.first.first().map_or("", |(shard, _)| shard.as_str());
        let mut text = |value: &Option<Value>| match value {
            Some(Some(bytes)) => self.value(field.field, bytes, shard),
            _ => Ok(None),
        };
        Ok(FieldChange {
            field: field.field.as_str().to_owned(),
            count: field.count,
            before: text(before)?,
            after: text(after)?,
            various: after.is_none(),
        })
    }

    /// The name of a thing; none when it has none.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn name(&mut self, shard: &str, key: &str) -> Result<Option<String>, AppError> {
        let Some(entity) = shard.parse::<ShardKey>().ok().and_then(|shard| Entity::from_key(&shard, key))
        else {
            return Ok(None);
        };
        match entity {
            Entity::Transaction(id) => self.lookup(
                "select coalesce(p.name, t.statement_payee, t.description) from transactions t left join payee p on p.id = t.payee where t.id = ?1",
                id.0,
            ),
            Entity::Account(id) => self.lookup("select name from account where id = ?1", id.0),
            Entity::Group(id) => self.lookup("select name from category_group where id = ?1", id.0),
            Entity::Category(id) => self.lookup("select name from category where id = ?1", id.0),
            Entity::Payee(id) => self.lookup("select name from payee where id = ?1", id.0),
            Entity::Rule(id) => self.lookup("select name from rule where id = ?1", id.0),
            Entity::Goal(id) => self.lookup("select name from goal where id = ?1", id.0),
            Entity::Budget(key) => match key.category {
                Some(id) => self.lookup("select name from category where id = ?1", id.0),
                None => Ok(Some(key.month.to_string())),
            },
            Entity::Member(id) => self.lookup("select name from member where id = ?1", id.0),
            Entity::View(id) => self.lookup("select name from saved_view where id = ?1", id.0),
            _ => Ok(None),
        }
    }

    fn lookup<const N: usize>(&self, sql: &str, id: [u8; N]) -> Result<Option<String>, AppError> {
        Ok(self
            .reader
            .connection()
            .prepare_cached(sql)?
            .query_row(params![id], |row| row.get(0))
            .optional()?)
    }

    /// A register's value; none for an empty one, and for one that has no short text.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn value_of(&mut self, field: Field, value: &Value, shard: &str) -> Result<Option<String>, AppError> {
        value.as_ref().map_or(Ok(None), |bytes| self.value(field, bytes, shard))
    }

    fn value(&mut self, field: Field, bytes: &[u8], shard: &str) -> Result<Option<String>, AppError> {
        fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
            replica::decode(bytes).ok()
        }
        let category = "select name from category where id = ?1";
        Ok(match field {
            Field::Category => match read::<CategoryId>(bytes) {
                Some(id) => self.lookup(category, id.0)?,
                None => None,
            },
            Field::AutoCategory => match read::<AutoCategory>(bytes) {
                Some(auto) => self.lookup(category, auto.category.0)?,
                None => None,
            },
            Field::Payee | Field::MergedInto => match read::<PayeeId>(bytes) {
                Some(id) => self.lookup("select name from payee where id = ?1", id.0)?,
                None => None,
            },
            Field::Transfer | Field::DuplicateOf => match read::<TransactionId>(bytes) {
                Some(id) => self.name(shard, &id.to_string())?,
                None => None,
            },
            Field::Tags => read::<Vec<String>>(bytes).map(|tags| tags.join(", ")),
            Field::Date | Field::Started => read::<i32>(bytes).map(row::day_text),
            Field::Amount => match read::<i64>(bytes) {
                Some(minor) => Some(format_money(Money::new(minor, self.currency(shard)?), self.language)),
                None => None,
            },
            Field::Limit | Field::Allocation => match read::<i64>(bytes) {
                Some(minor) => {
                    Some(format_money(Money::new(minor, book_currency(self.reader)?), self.language))
                }
                None => None,
            },
            Field::Due => read::<Option<i32>>(bytes).flatten().map(row::day_text),
            Field::Splits => read::<Vec<Split>>(bytes).map(|parts| parts.len().to_string()),
            Field::Cleared => {
                read::<Clearing>(bytes).map(|clearing| row::clearing_text(clearing as i64).to_owned())
            }
            Field::Deleted
            | Field::Removed
            | Field::Undone
            | Field::Closed
            | Field::Archived
            | Field::CarryOver
            | Field::Enabled => read::<bool>(bytes).map(|flag| flag.to_string()),
            Field::Name
            | Field::Note
            | Field::Bank
            | Field::Number
            | Field::Language
            | Field::Currency
            | Field::BudgetStyle => read::<String>(bytes),
            _ => None,
        })
    }

    fn currency(&self, shard: &str) -> Result<Currency, AppError> {
        let Some(account) = shard.parse::<ShardKey>().ok().and_then(|shard| shard.account()) else {
            return Ok(Currency::XXX);
        };
        let code = self.lookup("select currency from account where id = ?1", account.0)?;
        Ok(code.and_then(|code| Currency::from_code(&code)).unwrap_or(Currency::XXX))
    }
}
