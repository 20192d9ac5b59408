//! Which of a device's changes the log lacks.

use futures_util::TryStreamExt as _;
use sqlx::PgPool;
use sync_protocol::{BookTag, HashTag, Reconcile, Want, log};

/// Of the fingerprints a device sent, those of changes that are not in the log.
pub async fn lacking(pool: &PgPool, book: BookTag, asked: &Reconcile) -> Result<Want, sqlx::Error> {
    let hashes = sqlx::query_scalar!("select hash from log where book = $1", book.as_ref()).fetch(pool);
    let hashes: Vec<HashTag> =
        hashes.try_filter_map(async |hash| Ok(HashTag::from_slice(&hash))).try_collect().await?;
    Ok(log::lacking(asked, hashes))
}
