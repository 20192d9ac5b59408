//! The book's rules.

use crate::error::{AppError, ErrorCode};
use domain::{Rule, RuleId};
use store::Reader;

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
        let effect = serde_json::from_str(&effect).map_err(damaged)?;
        rules.push(Rule { id: RuleId(id), name: name.clone(), position, enabled, conditions, effect });
    }
    Ok(rules)
}
