//! Do two devices that read the same log hold the same book? Each says a keyed digest when it is level; at one place they must agree.

use crate::accounts::Access;
use sqlx::PgPool;
use sync_protocol::Digest;

/// Keeps a device's digest; true when another device at the same place has another one.
pub async fn disagrees(pool: &PgPool, access: &Access, digest: &Digest) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into digest (book, device, at, sha256) values ($1, $2, $3, $4)
         on conflict (book, device) do update set at = excluded.at, sha256 = excluded.sha256",
        access.book.as_ref(),
        access.device.id,
        digest.at.cast_signed(),
        digest.sha256
    )
    .execute(pool)
    .await?;
    sqlx::query_scalar!(
        r#"select exists (select 1 from digest where book = $1 and at = $2 and sha256 <> $3) as "other!""#,
        access.book.as_ref(),
        digest.at.cast_signed(),
        digest.sha256
    )
    .fetch_one(pool)
    .await
}
