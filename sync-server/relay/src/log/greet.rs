//! Is the device's cursor a place in this log?

use super::unsigned;
use sqlx::PgPool;
use sync_protocol::log::verdict;
use sync_protocol::{BookTag, Chain, Epoch, Hello, Verdict};

/// How far the log is, and how the device goes on.
#[derive(Debug)]
pub struct Greeting {
    pub epoch: Epoch,
    pub head: u64,
    /// Bodies up to here are gone.
    pub pruned: u64,
    pub verdict: Verdict,
}

/// Compares the greeting with the book's log.
pub async fn greet(pool: &PgPool, book: BookTag, hello: &Hello) -> Result<Option<Greeting>, sqlx::Error> {
    let Some(row) = sqlx::query!(
        r#"select b.epoch, b.head, b.pruned, l.chain as "chain?" from book b
           left join log l on l.book = b.id and l.place = $2 where b.id = $1"#,
        book.as_ref(),
        hello.cursor.cast_signed()
    )
    .fetch_optional(pool)
    .await?
    else {
        return Ok(None);
    };
    let Some(epoch) = Epoch::from_slice(&row.epoch) else { return Ok(None) };
    let head = unsigned(row.head);
    let there = match row.chain {
        Some(chain) => Chain::from_slice(&chain),
        None if hello.cursor == 0 => Some(Chain::start(book)),
        None => None,
    };
    let verdict = verdict(epoch, there, hello);
    Ok(Some(Greeting { epoch, head, pruned: unsigned(row.pruned), verdict }))
}
