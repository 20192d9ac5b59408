//! Who shares the book: its members, the server among them.

use super::view::List;
use crate::App;
use crate::problem::Problem;
use crate::tenant::Reads;
use axum::extract::State;
use axum::response::Response;

/// A device, or words on paper, that has the book's keys.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct DeviceEntry {
    /// 32 hexadecimal digits.
    pub id: String,
    /// For people.
    pub name: String,
    /// `editor`, `reader` or `recovery`.
    pub role: String,
    /// It was taken out.
    pub removed: bool,
}

pub async fn list(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Response, Problem> {
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/devices", "", async move |connection| {
            let rows = sqlx::query!(
                "select id, name, role, removed from hosted_member where book = $1 order by removed, name, id",
                book.as_ref()
            )
            .fetch_all(connection)
            .await?;
            let items = rows.into_iter().map(|row| DeviceEntry {
                id: sync_protocol::hex_of_bytes(&row.id),
                name: row.name,
                role: row.role,
                removed: row.removed,
            });
            Ok(List::whole(items.collect()))
        })
        .await
}
