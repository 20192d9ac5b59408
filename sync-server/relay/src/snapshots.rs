//! Packed states of a book, uploaded and vouched for by devices. The server cannot open one: it holds that it is whole, of this
//! log, and that somebody else than its maker has loaded it.

use crate::accounts::{Access, Role};
use crate::log::unsigned;
use crate::settings::Settings;
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use sync_protocol::log::Kept;
use sync_protocol::{BookTag, Frame, SnapshotGet, SnapshotHead, SnapshotPart};

/// Bytes of a part.
const PART: usize = 256 << 10;
/// Uploads not vouched for yet that a book may have; the oldest go first.
const UNVERIFIED: i64 = 4;

/// Why a snapshot is not taken.
pub type Refusal = &'static str;

/// A device announces a snapshot: the answer is how many bytes of it are here, and the device goes on from there.
pub async fn announce(
    pool: &PgPool,
    settings: &Settings,
    access: &Access,
    connection: [u8; 16],
    head: &SnapshotHead,
) -> Result<Result<Frame, Refusal>, sqlx::Error> {
    if access.role == Role::Reader {
        return Ok(Err("a reader uploads no snapshot"));
    }
    if head.size == 0 || head.size > u64::from(settings.snapshot_mib) << 20 {
        return Ok(Err("the snapshot is too large"));
    }
    let fits = sqlx::query_scalar!(
        r#"select coalesce(a.quota, $2) >= $3::bigint
             + (select coalesce(sum(o.bytes), 0) from book o where o.owner = b.owner)
             + (select coalesce(sum(s.size), 0) from snapshot s join book o on o.id = s.book
                where o.owner = b.owner and s.id <> $4) as "fits!"
           from book b join account a on a.id = b.owner where b.id = $1"#,
        access.book.as_ref(),
        settings.quota_bytes(),
        head.size.cast_signed(),
        head.id
    )
    .fetch_optional(pool)
    .await?;
    if fits != Some(true) {
        return Ok(Err("the account's quota is full"));
    }
    // Only of a place of this log: the join says so.
    sqlx::query!(
        "insert into snapshot (id, book, base, chain, size, sha256, uploaded_by, uploaded_on)
         select $2, l.book, l.place, l.chain, $5, $6, $7, $8 from log l
         where l.book = $1 and l.place = $3 and l.chain = $4 on conflict (id) do nothing",
        access.book.as_ref(),
        head.id,
        head.base.cast_signed(),
        head.chain,
        head.size.cast_signed(),
        head.sha256,
        access.device.id,
        connection.as_slice()
    )
    .execute(pool)
    .await?;
    sqlx::query!(
        "delete from snapshot where id in (
           select s.id from snapshot s where s.book = $1
             and not exists (select 1 from snapshot_verified v where v.snapshot = s.id)
           order by s.created_at desc offset $2)",
        access.book.as_ref(),
        UNVERIFIED
    )
    .execute(pool)
    .await?;
    Ok(progress(pool, access, &head.id).await?.ok_or("a snapshot of another log"))
}

async fn progress(pool: &PgPool, access: &Access, id: &[u8]) -> Result<Option<Frame>, sqlx::Error> {
    let received = sqlx::query_scalar!(
        "select received from snapshot where book = $1 and id = $2 and uploaded_by = $3",
        access.book.as_ref(),
        id,
        access.device.id
    )
    .fetch_optional(pool)
    .await?;
    let get = |received| Frame::SnapshotGet(SnapshotGet { id: id.to_vec(), offset: unsigned(received) });
    Ok(received.map(get))
}

/// A part comes: kept when it is the next one. The answer is how many bytes are here now; all of them means whole and checked, none
/// that the checksum was wrong.
pub async fn receive(
    pool: &PgPool,
    access: &Access,
    part: &SnapshotPart,
) -> Result<Result<Frame, Refusal>, sqlx::Error> {
    if part.bytes.is_empty() || part.bytes.len() > PART {
        return Ok(Err("a part has 1 byte to 256 KiB"));
    }
    let mut transaction = pool.begin().await?;
    let snapshot = sqlx::query!(
        "update snapshot set received = received + $4
         where book = $1 and id = $2 and uploaded_by = $3 and received = $5 and received + $4 <= size and not whole
         returning received, size, sha256",
        access.book.as_ref(),
        part.id,
        access.device.id,
        i64::try_from(part.bytes.len()).unwrap_or(i64::MAX),
        part.offset.cast_signed()
    )
    .fetch_optional(&mut *transaction)
    .await?;
    if let Some(snapshot) = snapshot {
        sqlx::query!(
            "insert into snapshot_part (snapshot, at, bytes) values ($1, $2, $3)",
            part.id,
            part.offset.cast_signed(),
            part.bytes
        )
        .execute(&mut *transaction)
        .await?;
        if snapshot.received == snapshot.size {
            if checksum(&mut transaction, &part.id).await? == snapshot.sha256 {
                sqlx::query!("update snapshot set whole = true where id = $1", part.id)
                    .execute(&mut *transaction)
                    .await?;
            } else {
                sqlx::query!("delete from snapshot_part where snapshot = $1", part.id)
                    .execute(&mut *transaction)
                    .await?;
                sqlx::query!("update snapshot set received = 0 where id = $1", part.id)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
    }
    transaction.commit().await?;
    Ok(progress(pool, access, &part.id).await?.ok_or("no such upload"))
}

async fn checksum(connection: &mut sqlx::PgConnection, id: &[u8]) -> Result<Vec<u8>, sqlx::Error> {
    use futures_util::TryStreamExt as _;
    let mut parts =
        sqlx::query_scalar!("select bytes from snapshot_part where snapshot = $1 order by at", id)
            .fetch(connection);
    let mut sha256 = Sha256::new();
    while let Some(bytes) = parts.try_next().await? {
        sha256.update(bytes);
    }
    Ok(sha256.finalize().to_vec())
}

/// The part of a whole snapshot that begins at this offset.
pub async fn send(
    pool: &PgPool,
    access: &Access,
    get: &SnapshotGet,
) -> Result<Result<Frame, Refusal>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.at, substring(p.bytes from ($3::bigint - p.at + 1)::int) as "bytes!"
           from snapshot s join snapshot_part p on p.snapshot = s.id
           where s.book = $1 and s.id = $2 and s.whole and p.at <= $3 order by p.at desc limit 1"#,
        access.book.as_ref(),
        get.id,
        get.offset.cast_signed()
    )
    .fetch_optional(pool)
    .await?;
    let part = |bytes| Frame::SnapshotPart(SnapshotPart { id: get.id.clone(), offset: get.offset, bytes });
    Ok(row.map(|row| part(row.bytes)).ok_or("no such snapshot"))
}

/// A device loaded a snapshot and found it right. Its maker's word counts only from a later connection than the upload's. Older ones
/// than the two newest verified go.
pub async fn verify(
    pool: &PgPool,
    access: &Access,
    connection: [u8; 16],
    id: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into snapshot_verified (snapshot, device)
         select id, $3 from snapshot where book = $1 and id = $2 and whole and (uploaded_by <> $3 or uploaded_on <> $4)
         on conflict do nothing",
        access.book.as_ref(),
        id,
        access.device.id,
        connection.as_slice()
    )
    .execute(pool)
    .await?;
    sqlx::query!(
        "delete from snapshot where book = $1 and base < (
           select min(base) from (
             select base from snapshot s where s.book = $1
               and exists (select 1 from snapshot_verified v where v.snapshot = s.id)
             order by base desc limit 2
           ) newest having count(*) = 2)",
        access.book.as_ref()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The whole snapshots of a book, for a greeting. None came over the connection that greets: it is the first that is said there.
pub async fn kept(pool: &PgPool, book: BookTag) -> Result<Vec<Kept>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, base, chain, size, sha256,
             exists (select 1 from snapshot_verified v where v.snapshot = s.id) as "verified!"
           from snapshot s where s.book = $1 and s.whole"#,
        book.as_ref()
    )
    .fetch_all(pool)
    .await?;
    let kept = rows.into_iter().map(|row| Kept {
        head: SnapshotHead {
            id: row.id,
            base: unsigned(row.base),
            chain: row.chain,
            size: unsigned(row.size),
            sha256: row.sha256,
        },
        verified: row.verified,
        own: false,
    });
    Ok(kept.collect())
}

/// The whole snapshots of a book that were vouched for, newest first.
pub async fn verified(pool: &PgPool, book: BookTag) -> Result<Vec<SnapshotHead>, sqlx::Error> {
    let mut all = kept(pool, book).await?;
    all.retain(|one| one.verified);
    all.sort_by_key(|one| std::cmp::Reverse(one.head.base));
    Ok(all.into_iter().map(|one| one.head).collect())
}

/// All bytes of a whole snapshot; none when it is gone.
pub async fn whole(pool: &PgPool, book: BookTag, id: &[u8]) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let parts = sqlx::query_scalar!(
        "select p.bytes from snapshot s join snapshot_part p on p.snapshot = s.id
         where s.book = $1 and s.id = $2 and s.whole order by p.at",
        book.as_ref(),
        id
    )
    .fetch_all(pool)
    .await?;
    Ok((!parts.is_empty()).then(|| parts.concat()))
}
