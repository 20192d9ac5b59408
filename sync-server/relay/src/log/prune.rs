//! Dropping bodies that snapshots hold. Headers stay for ever: dedup, fences and dependencies need them.

use sqlx::PgPool;

/// Prunes every book up to the older of its two newest verified snapshots, as far as entries are older than `days`. A book with one
/// device is never pruned: nobody else could bring back what its snapshots lack. Gives the number of entries pruned.
///
/// # Errors
/// When the database refuses it; nothing is pruned then.
pub async fn prune(pool: &PgPool, days: u32) -> Result<u64, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let books = sqlx::query!(
        r#"select b.id, b.pruned, p.upto as "upto!" from book b
           cross join lateral (
             select min(base) as base from (
               select s.base from snapshot s
               where s.book = b.id and s.whole and exists (select 1 from snapshot_verified v where v.snapshot = s.id)
               order by s.base desc limit 2
             ) newest having count(*) = 2
           ) verified
           cross join lateral (
             select max(l.place) as upto from log l
             where l.book = b.id and l.place > b.pruned and l.place <= verified.base
               and l.stored_at < now() - make_interval(days => $1)
           ) p
           where p.upto is not null
             and (select count(distinct l.device) from (
               select uploaded_by as device from snapshot where book = b.id
               union select v.device from snapshot_verified v join snapshot s on s.id = v.snapshot where s.book = b.id
             ) l) >= 2
           order by b.id for update of b"#,
        i32::try_from(days).unwrap_or(i32::MAX)
    )
    .fetch_all(&mut *transaction)
    .await?;
    let mut pruned = 0;
    for book in books {
        let freed = sqlx::query!(
            r#"with gone as (
                 select place, octet_length(body)::bigint as size from log
                 where book = $1 and place > $2 and place <= $3
               ), emptied as (
                 update log set body = '', nonce = '' where book = $1 and place > $2 and place <= $3
               )
               select count(*) as "count!", coalesce(sum(size), 0)::bigint as "bytes!" from gone"#,
            book.id,
            book.pruned,
            book.upto
        )
        .fetch_one(&mut *transaction)
        .await?;
        sqlx::query!(
            "update book set pruned = $2, bytes = greatest(bytes - $3, 0) where id = $1",
            book.id,
            book.upto,
            freed.bytes
        )
        .execute(&mut *transaction)
        .await?;
        pruned += freed.count.cast_unsigned();
    }
    transaction.commit().await?;
    Ok(pruned)
}
