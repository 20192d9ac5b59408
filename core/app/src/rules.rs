//! The book's rules.

use crate::error::{AppError, ErrorCode};
use domain::{Rule, RuleId};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// Every rule, in the order in which they run.
///
/// # Errors
/// When the book cannot be read, or a rule in it cannot be understood.
pub fn all(reader: &Reader) -> Result<Vec<Rule>, AppError> {
    let sql = "select id, name, position, enabled, conditions, effect from rule where deleted = 0 order by position, id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok((
            row.get::<_, [u8; 12]>(0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get::<_, String>(4)?,
            row.get::<_, String>(5)?,
        ))
    })?;
    let mut rules = Vec::new();
    for row in rows {
        let (id, name, position, enabled, conditions, effect) = row?;
        let damaged = |error: serde_json::Error| {
            AppError::new(ErrorCode::Damaged, format!("rule `{name}` cannot be understood: {error}"))
                .remedy("delete the rule, or update this program")
        };
        let conditions = serde_json::from_str(&conditions).map_err(damaged)?;
        let mut effect: domain::rule::RuleEffect = serde_json::from_str(&effect).map_err(damaged)?;
        follow(reader, &mut effect)?;
        rules.push(Rule { id: RuleId(id), name: name.clone(), position, enabled, conditions, effect });
    }
    Ok(rules)
}

/// What a rule sets, after merges of categories and payees.
fn follow(reader: &Reader, effect: &mut domain::rule::RuleEffect) -> Result<(), AppError> {
    let root = |sql: &str, id: [u8; 12]| {
        let found = reader.connection().prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional();
        found.map(|root: Option<[u8; 12]>| root.unwrap_or(id))
    };
    if let Some(category) = &mut effect.category {
        category.0 = root("select root from category where id = ?1", category.0)?;
    }
    if let Some(payee) = &mut effect.payee {
        payee.0 = root("select root from payee where id = ?1", payee.0)?;
    }
    Ok(())
}
