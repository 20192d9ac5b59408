//! Names that could be meant while somebody types, the likeliest first.

use crate::error::AppError;
use crate::row;
use domain::identity::fold;
use store::Reader;
use store::rusqlite::params;

/// How well a name fits what was typed: 0 from its beginning, 1 from the beginning of a word, 2 somewhere.
pub fn fit(name: &str, typed: &str) -> Option<u8> {
    let (name, typed) = (fold(name), fold(typed));
    if name.starts_with(&typed) {
        Some(0)
    } else if name.contains(&format!(" {typed}")) {
        Some(1)
    } else {
        name.contains(&typed).then_some(2)
    }
}

/// A name, and how often it is used.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Id.
    pub id: [u8; 12],
    /// Name.
    pub name: String,
    /// What it belongs to.
    pub group: Option<String>,
    /// Rows it is on, as far as they were counted.
    pub rows: u32,
}

/// The `limit` likeliest: by fit, then by use, then by name.
pub fn likeliest(mut all: Vec<(u8, Candidate)>, limit: u32) -> Vec<Candidate> {
    all.sort_by(|(fit, one), (other_fit, other)| {
        fit.cmp(other_fit).then(other.rows.cmp(&one.rows)).then_with(|| one.name.cmp(&other.name))
    });
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    all.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Categories that fit, by use over the last year of the book.
///
/// # Errors
/// When the book cannot be read.
pub fn categories(reader: &Reader, typed: &str, limit: u32) -> Result<Vec<Candidate>, AppError> {
    let sql = "select c.id, c.name, g.name, c.key, \
        (select coalesce(sum(m.lines), 0) from month_total m where m.category = c.id and m.month > (select max(month) from month_total) - 12) \
        from category c left join category_group g on g.id = c.group_id where c.deleted = 0 and c.archived = 0";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let key: Option<String> = row.get(3)?;
        let candidate =
            Candidate { id: row.get(0)?, name: row.get(1)?, group: row.get(2)?, rows: row.get(4)? };
        Ok((key, candidate))
    })?;
    let mut all = Vec::new();
    for row in rows {
        let (key, candidate) = row?;
        let of_group = candidate.group.as_deref().and_then(|group| fit(group, typed)).map(|_| 3);
        let of_key = key.and_then(|key| fit(&key.replace('_', " "), typed));
        if let Some(fit) = [fit(&candidate.name, typed), of_key, of_group].into_iter().flatten().min() {
            all.push((fit, candidate));
        }
    }
    Ok(likeliest(all, limit))
}

/// Payees that fit, by use. Of many that fit, those that begin with what was typed come first.
///
/// # Errors
/// When the book cannot be read.
pub fn payees(reader: &Reader, typed: &str, limit: u32) -> Result<Vec<Candidate>, AppError> {
    let sql = "select id, name from payee where deleted = 0 and merged_into is null \
        and instr(fold(name), ?1) > 0 order by instr(fold(name), ?1), name limit 200";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([store::fold(typed)], |row| {
        Ok(Candidate { id: row.get(0)?, name: row.get(1)?, group: None, rows: 0 })
    })?;
    // Beyond some hundred it makes no difference to the order worth reading for.
    let mut count = reader.connection().prepare_cached(
        "select count(*) from (select 1 from transactions where visible = 1 and payee = ?1 limit 500)",
    )?;
    let mut all = Vec::new();
    for row in rows {
        let mut candidate = row?;
        candidate.rows = count.query_row(params![candidate.id], |row| row.get(0))?;
        all.push((fit(&candidate.name, typed).unwrap_or(2), candidate));
    }
    Ok(likeliest(all, limit))
}

/// The category the newest row of a payee has.
///
/// # Errors
/// When the book cannot be read.
pub fn last_category(reader: &Reader, payee: [u8; 12]) -> Result<Option<(String, String)>, AppError> {
    let sql = "select c.id, c.name from transactions t join category c on c.id = t.category \
        where t.visible = 1 and t.payee = ?1 and t.splits = 0 order by t.account desc, t.day desc, t.id desc limit 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query_map(params![payee], |row| Ok((row::id_text(row.get(0)?), row.get(1)?)))?;
    Ok(rows.next().transpose()?)
}
