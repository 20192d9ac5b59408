//! From the log to the read model: a page is opened, applied to the shards it touches and written as rows, all in one transaction with the place it
//! leads to. Reads make sure that the place they saw is reached first.

mod entities;
mod merged;
mod pack;
mod rebuild;
mod rows;
mod shards;
mod totals;

pub use rows::text;
pub use shards::load;

use crate::Hosted;
use crate::book::{OpenBook, Opened};
use crate::vault::Locked;
use relay::Pulled;
use replica::{Entity, Field, ShardKey};
use shards::{Applied, Came};
use sqlx::PgConnection;
use std::collections::HashMap;
use std::sync::Arc;
use sync_protocol::{BookTag, DeviceTag, Item};

/// Why a book's read model cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The master key is another one.
    #[error(transparent)]
    Locked(#[from] Locked),
    /// The book is not hosted, or no longer.
    #[error("the book is not hosted")]
    NotHosted,
    /// The log's bodies at this place were pruned, and no packed state opens that holds them.
    #[error(
        "the log was pruned at a place this read model has not reached, and no snapshot opens that goes on there"
    )]
    Pruned,
    /// A saved document does not load.
    #[error("a saved shard does not load: {0}")]
    Shard(#[from] replica::DocumentError),
}

/// Where a read model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the log's head.
    Level,
    /// There is more.
    More,
}

impl Hosted {
    /// Brings a book's read model to its log's head.
    pub async fn catch_up(&self, book: BookTag) -> Result<(), ProjectError> {
        let turn = self.turn(book);
        let _mine = turn.lock().await;
        loop {
            let mut transaction = self.work.begin().await?;
            lock(&mut transaction, book).await?;
            let place = self.advance(&mut transaction, book).await;
            match place {
                Ok(place) => {
                    transaction.commit().await?;
                    if place == Place::Level {
                        return Ok(());
                    }
                }
                Err(ProjectError::NotHosted) => {
                    // The server was taken out: what that leaves to be forgotten is in the transaction.
                    transaction.commit().await?;
                    self.forget(book);
                    return Err(ProjectError::NotHosted);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// One page further, under the book's lock.
    pub async fn advance(&self, connection: &mut PgConnection, tag: BookTag) -> Result<Place, ProjectError> {
        let row = sqlx::query!(
            r#"select h.device, h.member, h.sealed, h.version, h.projected, h.epoch, b.head, b.epoch as log_epoch
               from hosted h join book b on b.id = h.book where h.book = $1 and h.state = 'hosted'"#,
            tag.as_ref()
        )
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(ProjectError::NotHosted)?;
        let mut projected = row.projected;
        // A log that is shorter than its read model was cut: what was read of it says nothing any more.
        if row.head < projected {
            rebuild::clear(connection, tag).await?;
            projected = 0;
        }
        if row.head == projected {
            return Ok(Place::Level);
        }
        let book = if let Some(book) = self.in_memory(tag, row.version) {
            book
        } else {
            let member = DeviceTag::from_slice(&row.member).ok_or(ProjectError::NotHosted)?;
            let secrets = self.vault.open(tag, &row.sealed)?;
            let book = OpenBook::new(tag, row.device, member, row.version, secrets);
            self.remember(book.ok_or(ProjectError::NotHosted)?)
        };
        let after = projected.cast_unsigned();
        let (upto, head, learned) = match self.port.page(tag, after).await? {
            Pulled::Page(page) => {
                let upto = after + page.items.len() as u64;
                let came = (after + 1..).zip(page.items).collect();
                let learned = self.take(connection, &book, came).await?;
                self.metrics.projected.inc_by(upto - after);
                (upto, page.head, learned)
            }
            Pulled::Elsewhere => return Ok(Place::More),
            Pulled::Pruned => {
                let packed = self.begin(connection, &book).await?;
                (packed.base, row.head.cast_unsigned(), packed.learned.then_some(packed.open))
            }
        };
        sqlx::query!(
            "update hosted set projected = $2, epoch = $3 where book = $1",
            tag.as_ref(),
            upto.cast_signed(),
            row.log_epoch
        )
        .execute(&mut *connection)
        .await?;
        if let Some(mut learned) = learned {
            learned.version += 1;
            let sealed = learned.kept(&self.vault, relay::random());
            sqlx::query!(
                "update hosted set sealed = $2, version = $3 where book = $1",
                tag.as_ref(),
                sealed,
                learned.version
            )
            .execute(&mut *connection)
            .await?;
        }
        Ok(if upto < head { Place::More } else { Place::Level })
    }

    /// Takes entries in. Gives the book with the keys that came with them, when any did.
    async fn take(
        &self,
        connection: &mut PgConnection,
        book: &Arc<OpenBook>,
        came: Vec<(u64, Item)>,
    ) -> Result<Option<OpenBook>, ProjectError> {
        let waited = waiting(connection, book.tag).await?;
        let was_waiting = !waited.is_empty();
        let mut queue: Vec<(u64, Item)> = waited.into_iter().chain(came).collect();
        let mut open = OpenBook::clone(book);
        let mut shards = shards::Shards::new(book.tag);
        let (mut learned, mut aside) = (false, Vec::new());
        let mut items: HashMap<[u8; 32], (u64, Item)> = HashMap::new();
        loop {
            let mut closed = Vec::new();
            let mut by_shard: HashMap<ShardKey, Vec<Came>> = HashMap::new();
            for (place, item) in queue {
                match open.open(&item) {
                    Opened::Change(change) => {
                        items.insert(change.hash, (place, item));
                        by_shard.entry(change.shard).or_default().push(Came { place, change });
                    }
                    Opened::Forged(reason) => aside.push((place, reason)),
                    Opened::NotYet => closed.push((place, item)),
                }
            }
            for (shard, came) in by_shard {
                shards.apply(connection, &open, shard, came).await?;
            }
            let new = learn(&mut open, &shards.applied);
            learned |= new;
            let (pending, rejected) = shards.leftover();
            let waits: Vec<(u64, Item)> = closed
                .into_iter()
                .chain(pending.into_iter().filter_map(|hash| items.remove(&hash)))
                .collect();
            let bad = rejected.into_iter();
            aside
                .extend(bad.filter_map(|(hash, reason)| items.get(&hash).map(|(place, _)| (*place, reason))));
            if !new || waits.is_empty() {
                keep_waiting(connection, book.tag, &waits, was_waiting).await?;
                self.metrics.waiting.inc_by(waits.len() as u64);
                break;
            }
            // Keys came with them: what did not open may open now, and what builds on it has its ground.
            queue = waits;
        }
        set_aside(connection, book.tag, &aside).await?;
        if taken_out(&open, &shards.applied) {
            forget(connection, book.tag).await?;
            return Err(ProjectError::NotHosted);
        }
        rows::write(connection, book.tag, &shards.applied).await?;
        shards.save(connection).await?;
        Ok(learned.then_some(open))
    }
}

/// Learns generations that are wrapped for the server.
fn learn(open: &mut OpenBook, applied: &Applied) -> bool {
    let Some(states) = applied.get(&ShardKey::Keys) else { return false };
    let mut learned = false;
    for state in states.values() {
        if let (Entity::Wrap(generation, member), Some(wrapped)) = (state.entity, &state.facts)
            && member == open.member
        {
            learned |= open.learn(generation, wrapped);
        }
    }
    learned
}

/// Was the server taken out of the book's members?
fn taken_out(open: &OpenBook, applied: &Applied) -> bool {
    let me = applied.get(&ShardKey::Keys).and_then(|states| states.get(&Entity::Member(open.member)));
    me.is_some_and(|me| me.flag(Field::Deleted))
}

/// Everything about the book that only hosting it needed, and its keys.
pub async fn forget(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    crate::work::forget_objects(connection, book).await?;
    rebuild::clear(connection, book).await?;
    let device = sqlx::query_scalar!("delete from hosted where book = $1 returning device", book.as_ref())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(device) = device {
        sqlx::query!("update device set revoked_at = coalesce(revoked_at, now()) where id = $1", device)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Takes the lock under which a book's read model is written, until the transaction ends, and says for which book its rows are.
pub async fn lock(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    let number = i64::from_be_bytes(std::array::from_fn(|at| book.0[at])) ^ 0x686f_7374_6564;
    sqlx::query("select pg_advisory_xact_lock($1), set_config('valorize.book', $2, true)")
        .bind(number)
        .bind(book.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn waiting(connection: &mut PgConnection, book: BookTag) -> Result<Vec<(u64, Item)>, sqlx::Error> {
    let rows =
        sqlx::query!("select place, item from hosted_waiting where book = $1 order by place", book.as_ref())
            .fetch_all(connection)
            .await?;
    let items =
        rows.into_iter().filter_map(|row| Some((row.place.cast_unsigned(), Item::from_bytes(&row.item)?)));
    Ok(items.collect())
}

async fn keep_waiting(
    connection: &mut PgConnection,
    book: BookTag,
    waits: &[(u64, Item)],
    was_waiting: bool,
) -> Result<(), sqlx::Error> {
    if was_waiting {
        sqlx::query!("delete from hosted_waiting where book = $1", book.as_ref())
            .execute(&mut *connection)
            .await?;
    }
    if waits.is_empty() {
        return Ok(());
    }
    let places: Vec<i64> = waits.iter().map(|(place, _)| place.cast_signed()).collect();
    let items: Vec<Vec<u8>> = waits.iter().map(|(_, item)| item.to_bytes()).collect();
    sqlx::query!(
        "insert into hosted_waiting (book, place, item) select $1, * from unnest($2::bigint[], $3::bytea[])",
        book.as_ref(),
        &places,
        &items
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn set_aside(
    connection: &mut PgConnection,
    book: BookTag,
    aside: &[(u64, String)],
) -> Result<(), sqlx::Error> {
    for (place, reason) in aside {
        tracing::warn!(%book, place, reason, "an entry is set aside");
        sqlx::query!(
            "insert into hosted_set_aside values ($1, $2, $3) on conflict do nothing",
            book.as_ref(),
            place.cast_signed(),
            reason
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
