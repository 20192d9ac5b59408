//! Shards as saved documents, with the changes minted here that were not folded into them yet.

use super::ProjectError;
use crate::book::OpenBook;
use replica::{ChangeHash, Entity, EntityState, RawChange, ShardDocument, ShardKey};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use sync_protocol::BookTag;

/// What shards say now of the entities that were touched.
pub type Applied = BTreeMap<ShardKey, BTreeMap<Entity, EntityState>>;

/// An entry of the log that opened.
pub struct Came {
    pub place: u64,
    pub change: RawChange,
}

/// The shards of one batch.
pub struct Shards {
    book: BookTag,
    loaded: BTreeMap<ShardKey, ShardDocument>,
    tail: Vec<Came>,
    pub applied: Applied,
    pending: Vec<ChangeHash>,
    rejected: Vec<(ChangeHash, String)>,
}

impl Shards {
    pub const fn new(book: BookTag) -> Self {
        Self {
            book,
            loaded: BTreeMap::new(),
            tail: Vec::new(),
            applied: BTreeMap::new(),
            pending: Vec::new(),
            rejected: Vec::new(),
        }
    }

    /// Applies changes of one shard. Where all were minted here their keys are new, so what they say is what the shard says of them, and it need not
    /// be loaded.
    pub async fn apply(
        &mut self,
        connection: &mut PgConnection,
        book: &OpenBook,
        shard: ShardKey,
        came: Vec<Came>,
    ) -> Result<(), ProjectError> {
        let is_loaded = self.loaded.contains_key(&shard);
        let of_rows = matches!(shard, ShardKey::Transactions { .. });
        if of_rows && !is_loaded && came.iter().all(|came| came.change.is_minted(&book.identity)) {
            let changes: Vec<RawChange> = came.iter().map(|came| came.change.clone()).collect();
            let mut alone = ShardDocument::new(shard);
            let outcome = alone.replay(&changes);
            if outcome.applied.len() == changes.len() {
                let states = alone.read_all().0.into_iter().map(|state| (state.entity, state));
                self.applied.entry(shard).or_default().extend(states);
                self.tail.extend(came);
                return Ok(());
            }
        }
        if !is_loaded {
            let document = load(connection, self.book, shard).await?;
            self.loaded.insert(shard, document);
        }
        let document = self.loaded.get_mut(&shard).expect("it was loaded");
        let mut changes: Vec<RawChange> = came.into_iter().map(|came| came.change).collect();
        // What was minted earlier in this batch is not in the database yet.
        changes.extend(
            self.tail.iter().filter(|came| came.change.shard == shard).map(|came| came.change.clone()),
        );
        self.tail.retain(|came| came.change.shard != shard);
        // The order of arrival must not show anywhere.
        changes.sort_unstable_by_key(|change| change.hash);
        let outcome = tokio::task::block_in_place(|| document.apply(&changes));
        let states = self.applied.entry(shard).or_default();
        for entity in outcome.touched {
            states.insert(entity, document.read(entity));
        }
        self.pending.extend(outcome.pending);
        self.rejected.extend(outcome.rejected.into_iter().map(|bad| (bad.hash, bad.reason)));
        Ok(())
    }

    /// Changes whose ground is missing, and bad ones.
    pub fn leftover(&mut self) -> (Vec<ChangeHash>, Vec<(ChangeHash, String)>) {
        let loaded = &self.loaded;
        self.pending.sort_unstable();
        self.pending.dedup();
        self.pending.retain(|hash| !loaded.values().any(|document| document.contains(hash)));
        (std::mem::take(&mut self.pending), std::mem::take(&mut self.rejected))
    }

    /// Writes the documents that were loaded, and what is to be folded into the others later.
    pub async fn save(self, connection: &mut PgConnection) -> Result<(), ProjectError> {
        for (shard, document) in self.loaded {
            let name = shard.to_string();
            let saved = tokio::task::block_in_place(|| document.save());
            sqlx::query!(
                "insert into hosted_shard (book, shard, document) values ($1, $2, $3)
                 on conflict (book, shard) do update set document = excluded.document",
                self.book.as_ref(),
                name,
                saved
            )
            .execute(&mut *connection)
            .await?;
            sqlx::query!("delete from hosted_tail where book = $1 and shard = $2", self.book.as_ref(), name)
                .execute(&mut *connection)
                .await?;
        }
        if self.tail.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = self.tail.iter().map(|came| came.change.shard.to_string()).collect();
        let places: Vec<i64> = self.tail.iter().map(|came| came.place.cast_signed()).collect();
        let hashes: Vec<Vec<u8>> = self.tail.iter().map(|came| came.change.hash.to_vec()).collect();
        let bytes: Vec<Vec<u8>> = self.tail.into_iter().map(|came| came.change.bytes).collect();
        sqlx::query!(
            "insert into hosted_tail (book, shard, place, hash, bytes)
             select $1, * from unnest($2::text[], $3::bigint[], $4::bytea[], $5::bytea[]) on conflict do nothing",
            self.book.as_ref(),
            &names,
            &places,
            &hashes,
            &bytes
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// A shard as it is: its saved document and what was minted since.
pub async fn load(
    connection: &mut PgConnection,
    book: BookTag,
    shard: ShardKey,
) -> Result<ShardDocument, ProjectError> {
    let name = shard.to_string();
    let saved = sqlx::query_scalar!(
        "select document from hosted_shard where book = $1 and shard = $2",
        book.as_ref(),
        name
    )
    .fetch_optional(&mut *connection)
    .await?;
    let tail = sqlx::query!(
        "select hash, bytes from hosted_tail where book = $1 and shard = $2 order by place",
        book.as_ref(),
        name
    )
    .fetch_all(connection)
    .await?;
    let tail: Vec<RawChange> = tail
        .into_iter()
        .filter_map(|row| Some(RawChange { shard, hash: row.hash.try_into().ok()?, bytes: row.bytes }))
        .collect();
    tokio::task::block_in_place(|| {
        let mut document = match saved {
            Some(saved) => ShardDocument::load(shard, &saved)?,
            None => ShardDocument::new(shard),
        };
        if !tail.is_empty() {
            document.replay(&tail);
        }
        Ok(document)
    })
}
