//! Asking a server that reads the book about it, as this device.

use super::devices::Shared;
use super::http::{Content, strange};
use crate::env::Outside;
use crate::error::AppError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sync_protocol::hex_of_bytes;

/// What makes a write that is sent twice one write.
pub struct Once(String);

impl Once {
    /// A fresh one, for one write.
    pub fn new(outside: &mut dyn Outside) -> Self {
        let mut bytes = [0; 16];
        outside.random(&mut bytes);
        Self(hex_of_bytes(&bytes))
    }
}

/// Asks about the book.
///
/// # Errors
/// `not_found` when no server reads it, or has no such thing; `server_unreachable`, `server_refused`.
pub fn ask<T: DeserializeOwned>(
    shared: &Shared,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<T, AppError> {
    let Shared { link, book, .. } = shared;
    let said = link.asker()?.about(*book, method, path, body)?;
    serde_json::from_value(said).map_err(|_| strange(&link.place()))
}

/// Writes something that concerns the book, once however often it has to be sent.
///
/// # Errors
/// As [`ask`].
pub fn write<T: DeserializeOwned>(
    shared: &Shared,
    once: &Once,
    to: (&str, &str),
    content: Content<'_>,
) -> Result<T, AppError> {
    let Shared { link, book, .. } = shared;
    let said = link.asker()?.write(*book, &once.0, to, content)?;
    serde_json::from_value(said).map_err(|_| strange(&link.place()))
}

/// The path of a page.
///
/// # Errors
/// `invalid_input` for a cursor that no server gave.
pub fn page(path: &str, limit: Option<u32>, cursor: Option<&str>) -> Result<String, AppError> {
    let mut query = Vec::new();
    query.extend(limit.map(|limit| format!("limit={limit}")));
    if let Some(cursor) = cursor {
        if cursor.is_empty() || !cursor.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(AppError::invalid("cursor", "it is the `next_cursor` of a page"));
        }
        query.push(format!("cursor={cursor}"));
    }
    Ok(if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) })
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_page_is_asked_for_with_what_the_server_gave() {
        for (limit, cursor, path) in [
            (None, None, "/api/jobs"),
            (None, Some("12"), "/api/jobs?cursor=12"),
            (Some(200), None, "/api/jobs?limit=200"),
            (Some(200), Some("u7"), "/api/jobs?limit=200&cursor=u7"),
        ] {
            assert_eq!(page("/api/jobs", limit, cursor).as_deref(), Ok(path));
        }
        for cursor in ["", "1&limit=9", "../1", "1 2"] {
            assert!(page("/api/jobs", None, Some(cursor)).is_err(), "{cursor:?}");
        }
    }
}
