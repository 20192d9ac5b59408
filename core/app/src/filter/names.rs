//! Names in a query, as ids: more forgiving than in an edit, where a name must be exact.

use crate::error::AppError;
use domain::identity::fold;
use domain::money::minor_digits;
use domain::{Currency, TransactionId};
use std::collections::BTreeMap;
use store::Reader;

/// An id and every name it goes by, folded.
struct Named {
    id: [u8; 12],
    names: Vec<String>,
}

fn named(reader: &Reader, sql: &str) -> Result<Vec<Named>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let names: [Option<String>; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok(Named { id: row.get(0)?, names: names.iter().flatten().map(|name| fold(name)).collect() })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The id itself; else all of this name; else all that begin so; else all that contain it.
fn pick(all: &[Named], text: &str) -> Vec<[u8; 12]> {
    if let Ok(id) = text.parse::<TransactionId>()
        && all.iter().any(|one| one.id == id.0)
    {
        return vec![id.0];
    }
    let wanted = fold(text);
    let tests: [fn(&str, &str) -> bool; 3] = [
        |name, wanted| name == wanted,
        |name, wanted| name.starts_with(wanted),
        |name, wanted| name.contains(wanted),
    ];
    let found = tests.iter().map(|test| {
        let fits = |one: &&Named| one.names.iter().any(|name| test(name, &wanted));
        all.iter().filter(fits).map(|one| one.id).collect::<Vec<_>>()
    });
    found.into_iter().find(|ids| !ids.is_empty()).unwrap_or_default()
}

/// Categories of this name, key or group.
///
/// # Errors
/// `not_found`.
pub fn categories(reader: &Reader, text: &str) -> Result<Vec<[u8; 12]>, AppError> {
    let sql = "select c.id, c.name, replace(c.key, '_', ' '), g.name from category c \
        left join category_group g on g.id = c.group_id where c.deleted = 0";
    let found = pick(&named(reader, sql)?, text);
    if found.is_empty() {
        return Err(AppError::not_found("category", text).remedy("use a category's or group's name"));
    }
    Ok(found)
}

/// Accounts of this name.
///
/// # Errors
/// `not_found`.
pub fn accounts(reader: &Reader, text: &str) -> Result<Vec<[u8; 12]>, AppError> {
    let found = pick(&named(reader, "select id, name, null, null from account where deleted = 0")?, text);
    if found.is_empty() {
        return Err(AppError::not_found("account", text).remedy("use an account's name"));
    }
    Ok(found)
}

/// Payees whose name contains the text, and those merged into them.
///
/// # Errors
/// When the book cannot be read.
pub fn payees(reader: &Reader, text: &str) -> Result<Vec<[u8; 12]>, AppError> {
    let sql = "select id from payee where instr(fold(name), ?1) > 0 \
        or merged_into in (select id from payee where instr(fold(name), ?1) > 0) limit 20000";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([store::fold(text)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every tag, sorted, without reading every row that has one.
///
/// # Errors
/// When the book cannot be read.
pub fn all_tags(reader: &Reader) -> Result<Vec<String>, AppError> {
    let sql = "with recursive each(tag) as (select min(tag) from tag \
        union all select (select min(tag) from tag where tag.tag > each.tag) from each where each.tag is not null) \
        select tag from each where tag is not null";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tags that are this one but for case and accents.
///
/// # Errors
/// `not_found`.
pub fn tags(reader: &Reader, text: &str) -> Result<Vec<String>, AppError> {
    let wanted = store::fold(text);
    let found: Vec<String> = all_tags(reader)?.into_iter().filter(|tag| store::fold(tag) == wanted).collect();
    if found.is_empty() {
        return Err(AppError::not_found("tag", text).remedy("see `valorize tag list`"));
    }
    Ok(found)
}

/// Currencies of the book's accounts by how many digits their minor unit has.
///
/// # Errors
/// When the book cannot be read.
pub fn currencies_by_digits(reader: &Reader) -> Result<Vec<(u32, Vec<String>)>, AppError> {
    let mut statement = reader.connection().prepare_cached("select distinct currency from account")?;
    let codes = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for code in codes {
        let digits = Currency::from_code(&code).map_or(2, minor_digits);
        groups.entry(digits).or_default().push(code);
    }
    Ok(groups.into_iter().collect())
}
