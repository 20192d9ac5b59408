//! Many pushes of many devices in one commit.

use super::memory::Memory;
use super::room::Rooms;
use super::unsigned;
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use sync_protocol::log::{Book, Entry, Known, Slot, judge};
use sync_protocol::{BookTag, Chain, Epoch, HashTag, Item, Push, PushAck};

/// A push, and who it is from.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// The device's row.
    pub device: i64,
    /// The book it greeted for.
    pub book: BookTag,
    /// What it sent.
    pub push: Push,
}

/// A log that has grown.
#[derive(Debug)]
pub struct Grown {
    pub book: BookTag,
    pub epoch: Epoch,
    pub before: u64,
    pub head: u64,
    pub chain: Chain,
    /// All that is new, in order.
    pub items: Vec<Item>,
}

impl Grown {
    /// The book as it is now, and what it holds beyond `before`.
    pub fn new(book: &Book, before: u64, items: Vec<Item>) -> Self {
        Self { book: book.tag, epoch: book.epoch, before, head: book.head, chain: book.chain, items }
    }
}

/// Writes a batch: lock the books, look up what they hold of it, decide, insert, commit. One answer for each push; a push to a
/// book that is gone gets none.
pub async fn append(
    pool: &PgPool,
    batch: Vec<Pushed>,
    rooms: &Rooms,
    memory: &mut Memory,
) -> Result<(Vec<Option<PushAck>>, Vec<Grown>), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let (mut books, owners) = lock(&mut transaction, &batch, rooms).await?;
    let writers = writers(&mut transaction, &batch).await?;
    let mut known = known(&mut transaction, &batch).await?;
    let before: HashMap<BookTag, u64> = books.iter().map(|(tag, book)| (*tag, book.head)).collect();
    let mut answers = Vec::with_capacity(batch.len());
    let mut entries: BTreeMap<BookTag, Vec<(i64, Entry)>> = BTreeMap::new();
    for pushed in batch {
        let Some(book) = books.get_mut(&pushed.book) else {
            answers.push(None);
            continue;
        };
        let may_write = writers.contains(&(pushed.device, pushed.book));
        let (ack, stored) = judge(book, &mut known, pushed.push.number, pushed.push.items, may_write);
        let stored = stored.into_iter().map(|entry| (pushed.device, entry));
        entries.entry(pushed.book).or_default().extend(stored);
        answers.push(Some(ack));
    }
    entries.retain(|_, stored| !stored.is_empty());
    if entries.is_empty() {
        transaction.rollback().await?;
    } else {
        insert(&mut transaction, &entries).await?;
        move_heads(&mut transaction, entries.keys().map(|tag| &books[tag])).await?;
        transaction.commit().await?;
    }
    rooms.take(entries.keys().map(|tag| (owners[tag], books[tag].taken)));
    let mut places: HashMap<BookTag, Vec<(HashTag, u64)>> = HashMap::new();
    for ((tag, hash), place) in known.places {
        places.entry(tag).or_default().push((hash, place));
    }
    for (tag, book) in &books {
        memory.learn(book, owners[tag], places.remove(tag).unwrap_or_default());
    }
    let grown = entries.into_iter().map(|(tag, stored)| {
        let items = stored.into_iter().map(|(_, entry)| entry.item).collect();
        Grown::new(&books[&tag], before[&tag], items)
    });
    Ok((answers, grown.collect()))
}

/// Locks the rows of every book of the batch, always in the same order, so that no two batches wait for each other.
async fn lock(connection: &mut PgConnection, batch: &[Pushed], rooms: &Rooms) -> Result<Locked, sqlx::Error> {
    let tags: BTreeSet<BookTag> = batch.iter().map(|pushed| pushed.book).collect();
    let tags: Vec<Vec<u8>> = tags.into_iter().map(|tag| tag.0.to_vec()).collect();
    let rows = sqlx::query!(
        "select id, owner, epoch, head, chain from book where id = any($1) order by id for update",
        &tags
    )
    .fetch_all(&mut *connection)
    .await?;
    let room = rooms.of(connection, rows.iter().map(|row| row.owner).collect()).await?;
    let books = rows.into_iter().filter_map(|row| {
        let tag = BookTag::from_slice(&row.id)?;
        let (epoch, chain) = (Epoch::from_slice(&row.epoch)?, Chain::from_slice(&row.chain)?);
        let room = room.get(&row.owner).copied().unwrap_or_default();
        let book = Book { tag, epoch, head: unsigned(row.head), chain, room, taken: 0 };
        Some(((tag, book), (tag, row.owner)))
    });
    Ok(books.unzip())
}

/// Books whose rows are locked, and who owns them.
type Locked = (HashMap<BookTag, Book>, HashMap<BookTag, i64>);

/// Which devices of the batch may write to which book, at this moment.
async fn writers(
    connection: &mut PgConnection,
    batch: &[Pushed],
) -> Result<HashSet<(i64, BookTag)>, sqlx::Error> {
    let pairs: BTreeSet<(i64, BookTag)> = batch.iter().map(|pushed| (pushed.device, pushed.book)).collect();
    let (devices, books): (Vec<i64>, Vec<Vec<u8>>) =
        pairs.into_iter().map(|(device, book)| (device, book.0.to_vec())).unzip();
    let rows = sqlx::query!(
        r#"select d.id, m.book from unnest($1::bigint[], $2::bytea[]) as w(device, book)
           join device d on d.id = w.device and d.revoked_at is null
           join member m on m.account = d.account and m.book = w.book and m.role in ('owner', 'editor')"#,
        &devices,
        &books
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, BookTag::from_slice(&row.book)?))).collect())
}

/// What the logs hold of everything the batch names. `limit 1` keeps each look-up an index's, however large the log.
async fn known(connection: &mut PgConnection, batch: &[Pushed]) -> Result<Known, sqlx::Error> {
    let items = || batch.iter().flat_map(|pushed| pushed.push.items.iter().map(|item| (pushed.book, item)));
    let named: HashSet<(BookTag, HashTag)> = items()
        .flat_map(|(book, item)| {
            item.hash().into_iter().chain(item.dependencies()).map(move |hash| (book, hash))
        })
        .collect();
    let (books, hashes): (Vec<Vec<u8>>, Vec<Vec<u8>>) =
        named.into_iter().map(|(book, hash)| (book.0.to_vec(), hash.0.to_vec())).unzip();
    let places = sqlx::query!(
        r#"select w.book as "book!", w.hash as "hash!", l.place from unnest($1::bytea[], $2::bytea[]) as w(book, hash)
           cross join lateral (select place from log where book = w.book and hash = w.hash limit 1) l"#,
        &books,
        &hashes
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut known = Known::default();
    known.places.extend(places.into_iter().filter_map(|row| {
        Some(((BookTag::from_slice(&row.book)?, HashTag::from_slice(&row.hash)?), unsigned(row.place)))
    }));
    let slots: HashSet<Slot> = items()
        .filter_map(|(book, item)| Some((book, item.document()?, item.actor()?, item.sequence)))
        .collect();
    let slots: Vec<Slot> = slots.into_iter().collect();
    let column = |pick: fn(&Slot) -> Vec<u8>| slots.iter().map(pick).collect::<Vec<_>>();
    let sequences: Vec<i64> = slots.iter().map(|slot| slot.3.cast_signed()).collect();
    let taken = sqlx::query_scalar!(
        r#"select w.n as "n!"
           from unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[])
             with ordinality as w(book, document, actor, sequence, n)
           cross join lateral (select 1 from log where book = w.book and document = w.document
             and actor = w.actor and sequence = w.sequence limit 1) l"#,
        &column(|slot| slot.0.0.to_vec()),
        &column(|slot| slot.1.0.to_vec()),
        &column(|slot| slot.2.0.to_vec()),
        &sequences
    )
    .fetch_all(connection)
    .await?;
    known.slots.extend(taken.into_iter().filter_map(|n| slots.get(usize::try_from(n - 1).ok()?).copied()));
    Ok(known)
}

async fn insert(
    connection: &mut PgConnection,
    entries: &BTreeMap<BookTag, Vec<(i64, Entry)>>,
) -> Result<(), sqlx::Error> {
    let rows: Vec<(BookTag, i64, &Entry)> = entries
        .iter()
        .flat_map(|(book, stored)| stored.iter().map(|(device, entry)| (*book, *device, entry)))
        .collect();
    let bytes = |pick: &dyn Fn(&Item) -> Vec<u8>| -> Vec<Vec<u8>> {
        rows.iter().map(|(_, _, entry)| pick(&entry.item)).collect()
    };
    let numbers = |pick: &dyn Fn(&Entry) -> u64| -> Vec<i64> {
        rows.iter().map(|(_, _, entry)| pick(entry).cast_signed()).collect()
    };
    let books: Vec<Vec<u8>> = rows.iter().map(|(book, _, _)| book.0.to_vec()).collect();
    let devices: Vec<i64> = rows.iter().map(|(_, device, _)| *device).collect();
    let keys: Vec<i32> = rows.iter().map(|(_, _, entry)| entry.item.key.cast_signed()).collect();
    let chains: Vec<Vec<u8>> = rows.iter().map(|(_, _, entry)| entry.chain.0.to_vec()).collect();
    sqlx::query!(
        "insert into log
           (book, place, document, hash, actor, sequence, dependencies, grp, device, key, nonce, body, chain)
         select * from unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[],
           $7::bytea[], $8::bigint[], $9::bigint[], $10::int[], $11::bytea[], $12::bytea[], $13::bytea[])",
        &books,
        &numbers(&|entry| entry.place),
        &bytes(&|item| item.document.clone()),
        &bytes(&|item| item.hash.clone()),
        &bytes(&|item| item.actor.clone()),
        &numbers(&|entry| entry.item.sequence),
        &bytes(&|item| item.dependencies.concat()),
        &numbers(&|entry| entry.item.group),
        &devices,
        &keys,
        &bytes(&|item| item.nonce.clone()),
        &bytes(&|item| item.body.clone()),
        &chains
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn move_heads(
    connection: &mut PgConnection,
    books: impl Iterator<Item = &Book>,
) -> Result<(), sqlx::Error> {
    let (mut tags, mut heads, mut chains, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for book in books {
        tags.push(book.tag.0.to_vec());
        heads.push(book.head.cast_signed());
        chains.push(book.chain.0.to_vec());
        taken.push(book.taken.cast_signed());
    }
    sqlx::query!(
        "update book b set head = w.head, chain = w.chain, bytes = b.bytes + w.taken
         from unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bigint[]) as w(id, head, chain, taken)
         where b.id = w.id",
        &tags,
        &heads,
        &chains,
        &taken
    )
    .execute(connection)
    .await?;
    Ok(())
}
