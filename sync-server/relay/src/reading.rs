//! How far each device has read a book's log. What connected devices read is known to the hub; of the others it is what was last kept.

use crate::Relay;
use crate::accounts::{Access, Device};
use crate::http::{ApiError, Code};
use crate::log::unsigned;
use sqlx::PgPool;
use sync_protocol::{BookTag, DeviceTag};

/// How far the devices of a book are.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ReadingEntry {
    /// Entries in the log.
    pub head: u64,
    /// Every device that has read something of it.
    pub items: Vec<DeviceReading>,
}

/// How far a device is.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct DeviceReading {
    /// 32 hexadecimal digits.
    pub tag: String,
    /// Entries it has been sent, from the first on.
    pub place: u64,
}

/// Keeps how far a device is.
pub async fn keep(pool: &PgPool, access: &Access, place: u64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reading (book, device, place) values ($1, $2, $3)
         on conflict (book, device) do update set place = excluded.place, told_at = now()",
        access.book.as_ref(),
        access.device.id,
        place.cast_signed()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// How far the devices of a book are, for everybody who may reach it.
pub async fn list(relay: &Relay, device: &Device, book: BookTag) -> Result<ReadingEntry, ApiError> {
    let missing = ApiError::new(Code::NotFound, "no such book");
    let access = Access::find(&relay.pool, *device, book).await?.ok_or(missing)?;
    let rows = sqlx::query!(
        r#"select d.id, d.tag, coalesce(r.place, 0) as "place!", b.head
           from book b join member m on m.book = b.id join device d on d.account = m.account
           left join reading r on r.book = b.id and r.device = d.id
           where b.id = $1 and d.revoked_at is null order by d.id"#,
        access.book.as_ref()
    )
    .fetch_all(&relay.pool)
    .await?;
    let connected = relay.hub.reading(book);
    let head = rows.first().map_or(0, |row| unsigned(row.head));
    let items = rows.into_iter().filter_map(|row| {
        let kept = unsigned(row.place);
        let place = connected.get(&row.id).copied().unwrap_or(kept);
        // Of a log that was restored it may have read more than there is.
        let place = place.min(head);
        let tag = DeviceTag::from_slice(&row.tag)?.to_string();
        (place > 0).then_some(DeviceReading { tag, place })
    });
    Ok(ReadingEntry { head, items: items.collect() })
}
