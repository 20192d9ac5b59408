//! Register writes of book-level entities that several actions make.

use crate::error::AppError;
use replica::{Entity, Field, ShardKey, Write};
use serde::Serialize;

/// Sets a field of an account, category, payee or rule.
///
/// # Errors
/// When the value has no encoding.
pub fn set<T: Serialize + ?Sized>(entity: Entity, field: Field, value: &T) -> Result<Write, AppError> {
    Ok(Write::set(ShardKey::Book, entity, field, Some(value))?)
}

/// Empties a field of an account, category, payee or rule.
///
/// # Errors
/// When the value has no encoding.
pub fn clear(entity: Entity, field: Field) -> Result<Write, AppError> {
    Ok(Write::set::<bool>(ShardKey::Book, entity, field, None)?)
}
