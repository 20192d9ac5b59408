//! A book's recovery blob: small, sealed, and replaced only by whoever saw the one before.

use super::book::{Access, Role};
use super::device::Device;
use crate::http::{ApiError, Code};
use sqlx::PgPool;
use sync_protocol::BookTag;

/// Bytes of a blob at most.
const BYTES: usize = 4 << 10;

/// A blob, and how often it was written.
#[derive(Debug)]
pub struct Recovery {
    pub bytes: Vec<u8>,
    pub version: i64,
}

fn missing() -> ApiError {
    // The same for a book that does not exist, one of another account, and one without a blob.
    ApiError::new(Code::NotFound, "no such book")
}

/// The blob of a book, for every member.
pub async fn read_recovery(pool: &PgPool, device: &Device, tag: [u8; 16]) -> Result<Recovery, ApiError> {
    let access = Access::find(pool, *device, BookTag(tag)).await?.ok_or_else(missing)?;
    sqlx::query_as!(Recovery, "select bytes, version from recovery where book = $1", access.book.as_ref())
        .fetch_optional(pool)
        .await?
        .ok_or_else(missing)
}

/// Replaces the blob; with `expected` only when that is the version there, 0 being none yet. Gives the new version.
pub async fn write_recovery(
    pool: &PgPool,
    device: &Device,
    tag: [u8; 16],
    bytes: &[u8],
    expected: Option<i64>,
) -> Result<i64, ApiError> {
    let access = Access::find(pool, *device, BookTag(tag)).await?.ok_or_else(missing)?;
    if access.role == Role::Reader {
        return Err(ApiError::new(Code::Forbidden, "this account may only read"));
    }
    if bytes.is_empty() || bytes.len() > BYTES {
        return Err(ApiError::new(Code::BadRequest, "a recovery blob has 1 to 4096 bytes"));
    }
    sqlx::query_scalar!(
        "insert into recovery as r (book, bytes) select $1, $2 where coalesce($3::bigint, 0) = 0
           or exists (select 1 from recovery where book = $1)
         on conflict (book) do update set bytes = excluded.bytes, version = r.version + 1, updated_at = now()
           where $3::bigint is null or r.version = $3::bigint
         returning version",
        access.book.as_ref(),
        bytes,
        expected
    )
    .fetch_optional(pool)
    .await?
    .ok_or(ApiError::new(Code::Conflict, "the blob was replaced meanwhile: read it again"))
}
