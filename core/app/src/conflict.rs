//! Fields that devices set to different values without knowing of each other. The book goes on with one of them; a person may choose
//! another, as an ordinary change that can be taken back.
//!
//! Registers that no person sets by hand (the machine's category, places in a list, keys of devices) are left out: there is nothing to choose. So is a row
//! for which two banks' files gave different texts: its id covers day and amount, both texts are the bank's, and neither is an edit.

use crate::error::AppError;
use crate::history_text::Texts;
use crate::row;
use crate::view::{AmountView, RowView};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Split;
use replica::{Entity, Field, Opening, ShardKey, Value};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// What a person can decide about, as a condition on the table `conflict`.
pub const TO_DECIDE: &str = "field not in ('', 'auto_category', 'position', 'key') and doc <> 'keys'";

/// A field with several values.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictView {
    /// Names it, for `conflict.choose`.
    pub id: String,
    /// What it is a field of: transaction, account, category, group, payee, rule, goal, budget, view, rate, book.
    pub kind: String,
    /// What that is called.
    pub name: Option<String>,
    /// The field.
    pub field: String,
    /// The row, where it is one.
    pub row: Option<RowView>,
    /// The values, the one the book goes on with first.
    pub values: Vec<ConflictValue>,
}

/// One of the values.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictValue {
    /// Names it, for `conflict.choose`.
    pub id: String,
    /// As people read it; none for an empty field, or for what has no short text.
    pub text: Option<String>,
    /// Nothing is set.
    pub empty: bool,
    /// The book goes on with it.
    pub current: bool,
    /// What it means in money: what the row counts for, the budget's or the goal's amount.
    pub amount: Option<AmountView>,
    /// Parts of a split, each with its amount.
    pub parts: Vec<ConflictPart>,
}

/// A part of a split.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictPart {
    /// Category's name.
    pub category: Option<String>,
    /// Its amount.
    pub amount: AmountView,
}

/// A conflict's place in the book.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Shard.
    pub shard: ShardKey,
    /// Whose.
    pub entity: Entity,
    /// Which field.
    pub field: Field,
}

impl Place {
    /// From the columns of the table `conflict`; `None` for what only a newer version knows.
    pub fn of(doc: &str, key: &str, field: &str) -> Option<Self> {
        let shard: ShardKey = doc.parse().ok()?;
        Some(Self { shard, entity: Entity::from_key(&shard, key)?, field: Field::from_text(field)? })
    }

    /// From an id that was given out.
    ///
    /// # Errors
    /// `not_found`.
    pub fn from_id(id: &str) -> Result<Self, AppError> {
        let mut parts = id.splitn(3, '|');
        let mut part = || parts.next().unwrap_or_default();
        let (doc, key, field) = (part(), part(), part());
        Self::of(doc, key, field).ok_or_else(|| AppError::not_found("conflict", id))
    }

    fn id(&self) -> String {
        format!("{}|{}|{}", self.shard, self.entity.key(), self.field.as_str())
    }

    /// The values with the names by which they are chosen, the current one first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn values(&self, reader: &Reader) -> Result<Vec<(String, Value)>, AppError> {
        let mut values = reader.conflict_values(self.shard, self.entity, Some(self.field))?;
        values.reverse();
        let mut named: Vec<(String, Value)> = Vec::with_capacity(values.len());
        for value in values {
            let name = value_id(&value);
            if !named.iter().any(|(known, _)| *known == name) {
                named.push((name, value));
            }
        }
        Ok(named)
    }
}

/// What can be chosen, oldest place first, at most `limit`.
///
/// # Errors
/// When the book cannot be read.
pub fn list(reader: &Reader, limit: u32) -> Result<Vec<ConflictView>, AppError> {
    let sql = format!(
        "select doc, key, field from conflict where {TO_DECIDE} order by doc, key, field limit {limit}"
    );
    let mut find = reader.connection().prepare_cached(&sql)?;
    let rows = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let found: Vec<(String, String, String)> = rows.collect::<Result<_, _>>()?;
    let mut texts = Texts::new(reader)?;
    let places = found.iter().filter_map(|(doc, key, field)| Place::of(doc, key, field));
    places.map(|place| view(reader, &mut texts, place)).collect()
}

/// How many there are, counted up to `most`.
///
/// # Errors
/// When the book cannot be read.
pub fn count(reader: &Reader, most: u32) -> Result<u32, AppError> {
    let sql = format!("select count(*) from (select 1 from conflict where {TO_DECIDE} limit {most})");
    Ok(reader.connection().prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

fn view(reader: &Reader, texts: &mut Texts<'_>, place: Place) -> Result<ConflictView, AppError> {
    let row = match place.entity {
        Entity::Transaction(id) => row::by_id(reader.connection(), id)?,
        _ => None,
    };
    let mut values = Vec::new();
    for (at, (id, value)) in place.values(reader)?.into_iter().enumerate() {
        values.push(ConflictValue {
            id,
            text: texts.value_of(place.field, &value, &place.shard.to_string())?,
            empty: value.is_none(),
            current: at == 0,
            amount: amount(reader, place, &value, row.as_ref())?,
            parts: parts(reader, place, &value, row.as_ref())?,
        });
    }
    Ok(ConflictView {
        id: place.id(),
        kind: kind(place.entity).to_owned(),
        name: texts.name(&place.shard.to_string(), &place.entity.key())?,
        field: place.field.as_str().to_owned(),
        row,
        values,
    })
}

/// What the value means in money, where it means any.
fn amount(
    reader: &Reader,
    place: Place,
    value: &Value,
    row: Option<&RowView>,
) -> Result<Option<AmountView>, AppError> {
    let of_book = |minor: Option<i64>| -> Result<Option<AmountView>, AppError> {
        let currency = crate::convert::book_currency(reader)?.code().to_owned();
        Ok(minor.map(|minor| AmountView { minor, currency }))
    };
    let of_row = |minor: Option<i64>| {
        row.zip(minor).map(|(row, minor)| AmountView { minor, currency: row.amount.currency.clone() })
    };
    let counted = row.map(|row| row.amount.minor);
    Ok(match place.field {
        Field::Amount => of_row(read(value).or(counted)),
        Field::Deleted | Field::DuplicateOf => {
            let hidden = read::<bool>(value).unwrap_or(place.field == Field::DuplicateOf && value.is_some());
            of_row(if hidden { Some(0) } else { counted })
        }
        Field::Category | Field::Payee | Field::Date => of_row(counted),
        Field::Limit | Field::Allocation | Field::Target | Field::Starting => of_book(read(value))?,
        Field::Opening => match (read::<Opening>(value), place.entity) {
            (Some(opening), Entity::Account(id)) => {
                let sql = "select currency from account where id = ?1";
                let currency = reader.connection().query_row(sql, params![id.0], |row| row.get(0))?;
                Some(AmountView { minor: opening.balance, currency })
            }
            _ => None,
        },
        _ => None,
    })
}

fn parts(
    reader: &Reader,
    place: Place,
    value: &Value,
    row: Option<&RowView>,
) -> Result<Vec<ConflictPart>, AppError> {
    let (Field::Splits, Some(row)) = (place.field, row) else { return Ok(Vec::new()) };
    let mut name = reader.connection().prepare_cached("select name from category where id = ?1")?;
    let splits: Vec<Split> = read(value).unwrap_or_default();
    let mut parts = Vec::with_capacity(splits.len());
    for split in splits {
        let category = match split.category {
            Some(id) => name.query_map([id.0], |row| row.get(0))?.next().transpose()?,
            None => None,
        };
        let amount = AmountView { minor: split.amount, currency: row.amount.currency.clone() };
        parts.push(ConflictPart { category, amount });
    }
    Ok(parts)
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    replica::decode(value.as_deref()?).ok()
}

/// A name for a value: its bytes, or a dash for nothing.
fn value_id(value: &Value) -> String {
    value.as_ref().map_or_else(|| "-".to_owned(), |bytes| format!("v{}", URL_SAFE_NO_PAD.encode(bytes)))
}

const fn kind(entity: Entity) -> &'static str {
    match entity {
        Entity::Book => "book",
        Entity::Account(_) => "account",
        Entity::Group(_) => "group",
        Entity::Category(_) => "category",
        Entity::Payee(_) => "payee",
        Entity::Rule(_) => "rule",
        Entity::Reconciliation(_) => "reconciliation",
        Entity::Transaction(_) => "transaction",
        Entity::Rate(_) => "rate",
        Entity::View(_) => "view",
        Entity::Budget(_) => "budget",
        Entity::Goal(_) => "goal",
        Entity::Member(_) => "member",
        Entity::Wrap(..) => "key",
        Entity::Batch => "import",
    }
}
