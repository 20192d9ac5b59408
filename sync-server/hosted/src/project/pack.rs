//! A read model that begins with a packed state of the book, because the log's beginning was pruned: one that a device has vouched for.

use super::shards::Applied;
use super::{ProjectError, forget, learn, rebuild, rows, taken_out};
use crate::Hosted;
use crate::book::{OpenBook, Opened};
use replica::{ShardDocument, ShardKey};
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use sync_protocol::seal::{BlobKind, open_blob};
use sync_protocol::{Item, Pack, PackedBook, SnapshotHead};

/// A packed state that opened and is what it says.
pub struct Packed {
    /// Entries of the log that it holds.
    pub base: u64,
    /// The book, with the keys that came with it.
    pub open: OpenBook,
    /// Did any come?
    pub learned: bool,
    documents: Vec<(ShardDocument, Vec<u8>)>,
    aside: usize,
}

impl Hosted {
    /// The newest packed state that these keys open; none where there is none.
    pub async fn packed(&self, book: &OpenBook) -> Result<Option<Packed>, sqlx::Error> {
        for head in self.port.verified_snapshots(book.tag).await? {
            let Some(bytes) = self.port.snapshot(book.tag, &head.id).await? else { continue };
            let packed = tokio::task::block_in_place(|| opened(book, &head, &bytes));
            if packed.is_some() {
                return Ok(packed);
            }
            tracing::warn!(book = %book.tag, base = head.base, "a packed state does not open or is not what it says");
        }
        Ok(None)
    }

    /// Begins the read model anew with the newest packed state.
    pub(super) async fn begin(
        &self,
        connection: &mut PgConnection,
        book: &OpenBook,
    ) -> Result<Packed, ProjectError> {
        let mut packed = self.packed(book).await?.ok_or(ProjectError::Pruned)?;
        rebuild::clear(connection, book.tag).await?;
        for (document, saved) in &packed.documents {
            sqlx::query!(
                "insert into hosted_shard (book, shard, document) values ($1, $2, $3)",
                book.tag.as_ref(),
                document.key().to_string(),
                saved
            )
            .execute(&mut *connection)
            .await?;
        }
        if packed.aside > 0 {
            tracing::warn!(book = %book.tag, changes = packed.aside, "bad changes are left out as devices leave them out");
        }
        // What rows refer to comes before rows; these go shard by shard, since a book has many.
        let (first, of_rows): (Vec<_>, Vec<_>) = std::mem::take(&mut packed.documents)
            .into_iter()
            .map(|(document, _)| document)
            .partition(|document| document.key().account().is_none());
        let first = applied(&first);
        if taken_out(&packed.open, &first) {
            forget(connection, book.tag).await?;
            return Err(ProjectError::NotHosted);
        }
        rows::write(connection, book.tag, &first).await?;
        for document in of_rows {
            rows::write(connection, book.tag, &applied(&[document])).await?;
        }
        Ok(packed)
    }
}

fn applied(documents: &[ShardDocument]) -> Applied {
    let states = |document: &ShardDocument| {
        document.read_all().0.into_iter().map(|state| (state.entity, state)).collect()
    };
    documents.iter().map(|document| (document.key(), states(document))).collect()
}

/// Opens a packed state; none when the keys do not open it or it is not what it says.
fn opened(book: &OpenBook, head: &SnapshotHead, bytes: &[u8]) -> Option<Packed> {
    if Sha256::digest(bytes).as_slice() != head.sha256 {
        return None;
    }
    let packed = PackedBook::from_bytes(bytes)?;
    let mut open = book.clone();
    let learned = take_keys(&mut open, &packed.keys);
    let plain = open_blob(open.tag, &open.keys, BlobKind::Pack, &head.bound(), &packed.state).ok()?;
    let pack = Pack::from_bytes(&plain).filter(|pack| pack.base == head.base && pack.chain == head.chain)?;
    let mut documents = Vec::with_capacity(pack.documents.len());
    for packed in pack.documents {
        if Sha256::digest(&packed.saved).as_slice() != packed.sha256 {
            return None;
        }
        let document = ShardDocument::load(packed.name.parse().ok()?, &packed.saved).ok()?;
        if document.heads().concat() != packed.heads {
            return None;
        }
        documents.push((document, packed.saved));
    }
    Some(Packed { base: pack.base, open, learned, documents, aside: pack.set_aside.len() })
}

/// Takes the generations that these changes wrap for the server, and those that open with them, until none come.
fn take_keys(open: &mut OpenBook, items: &[Item]) -> bool {
    let mut learned = false;
    loop {
        let mut document = ShardDocument::new(ShardKey::Keys);
        let changes = items.iter().filter_map(|item| match open.open(item) {
            Opened::Change(change) if change.shard == ShardKey::Keys => Some(change),
            _ => None,
        });
        document.apply(&changes.collect::<Vec<_>>());
        if !learn(open, &applied(&[document])) {
            return learned;
        }
        learned = true;
    }
}
