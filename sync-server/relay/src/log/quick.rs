//! Pushes of the usual kind in one statement: every change new, building on what the writer remembers, by a device that may write, into a
//! book that nobody else has written to since. The statement itself asks whether that is so; whatever it does not fit goes the long way
//! through [`append`](super::append::append), which asks first.

use super::append::{Grown, Pushed};
use super::memory::Memory;
use super::room::Rooms;
use crate::metrics::Metrics;
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;
use sync_protocol::log::{Book, Entry, Known, judge};
use sync_protocol::{BookTag, Item, PushAck, PushResult};

/// What would be written to one book.
struct Plan {
    owner: i64,
    before: Book,
    after: Book,
    entries: Vec<(i64, Entry)>,
    devices: BTreeSet<i64>,
    /// Which pushes of the batch these are, and their answers.
    answers: Vec<(usize, PushAck)>,
}

/// What came of the quick way: answers by the push's place in the batch, logs that have grown.
pub type Quick = (Vec<(usize, PushAck)>, Vec<Grown>);

/// Writes those pushes of the batch that fit, and says which.
///
/// # Errors
/// When the database fails, or a change was in the log already. Nothing was written then, unless the answer was lost on its way: the long way
/// finds out.
pub async fn quick(
    pool: &PgPool,
    batch: &[&Pushed],
    rooms: &Rooms,
    memory: &mut Memory,
    metrics: &Metrics,
) -> Result<Quick, sqlx::Error> {
    let mut known = Known::default();
    let plans = plan(batch, rooms, memory, &mut known);
    if plans.is_empty() {
        return Ok(Quick::default());
    }
    let began = Instant::now();
    let mut connection = pool.acquire().await?;
    metrics.waited(began.elapsed());
    let moved = match write(&mut connection, &plans).await {
        Ok(moved) => moved,
        Err(error) => {
            for tag in plans.keys() {
                memory.forget(*tag);
            }
            return Err(error);
        }
    };
    let (mut answers, mut grown) = Quick::default();
    for (tag, plan) in plans {
        if !moved.contains(&tag) {
            memory.forget(tag);
            continue;
        }
        rooms.take(std::iter::once((plan.owner, plan.after.taken)));
        let places = plan.entries.iter().filter_map(|(_, entry)| Some((entry.item.hash()?, entry.place)));
        memory.learn(&plan.after, plan.owner, places);
        let items = plan.entries.into_iter().map(|(_, entry)| entry.item).collect();
        grown.push(Grown::new(&plan.after, plan.before.head, items));
        answers.extend(plan.answers);
    }
    Ok((answers, grown))
}

/// Judges by what is remembered. A book of which one push is not stored whole goes the long way with all its pushes, in their order.
fn plan(batch: &[&Pushed], rooms: &Rooms, memory: &Memory, known: &mut Known) -> BTreeMap<BookTag, Plan> {
    let mut plans: BTreeMap<BookTag, Option<Plan>> = BTreeMap::new();
    for (number, pushed) in batch.iter().enumerate() {
        let begin = || {
            let (before, owner) = memory.recall(pushed.book, known)?;
            let room = rooms.recalled(owner)?;
            let after = Book { room, ..before.clone() };
            Some(Plan { owner, before, after, entries: vec![], devices: BTreeSet::new(), answers: vec![] })
        };
        let of_book = plans.entry(pushed.book).or_insert_with(begin);
        let Some(plan) = of_book else { continue };
        let (ack, entries) =
            judge(&mut plan.after, known, pushed.push.number, pushed.push.items.clone(), true);
        if ack.results.iter().any(|result| *result != i32::from(PushResult::Stored)) {
            *of_book = None;
            continue;
        }
        plan.entries.extend(entries.into_iter().map(|entry| (pushed.device, entry)));
        plan.devices.insert(pushed.device);
        plan.answers.push((number, ack));
    }
    plans
        .into_iter()
        .filter_map(|(tag, plan)| Some((tag, plan?)))
        .filter(|(_, plan)| !plan.entries.is_empty())
        .collect()
}

/// One statement, so one trip and no locks held between trips: moves the heads of books that are as remembered and whose devices may all
/// write, and inserts the changes of those. Answers which these are.
async fn write(
    connection: &mut PgConnection,
    plans: &BTreeMap<BookTag, Plan>,
) -> Result<HashSet<BookTag>, sqlx::Error> {
    let books = |pick: &dyn Fn(&Plan) -> Vec<u8>| plans.values().map(pick).collect::<Vec<_>>();
    let places = |pick: &dyn Fn(&Plan) -> u64| -> Vec<i64> {
        plans.values().map(|plan| pick(plan).cast_signed()).collect()
    };
    let (devices, devices_books): (Vec<i64>, Vec<Vec<u8>>) = plans
        .iter()
        .flat_map(|(tag, plan)| plan.devices.iter().map(|device| (*device, tag.0.to_vec())))
        .unzip();
    let rows: Vec<(BookTag, i64, &Entry)> = plans
        .iter()
        .flat_map(|(tag, plan)| plan.entries.iter().map(|(device, entry)| (*tag, *device, entry)))
        .collect();
    let bytes = |pick: &dyn Fn(&Item) -> Vec<u8>| -> Vec<Vec<u8>> {
        rows.iter().map(|(_, _, entry)| pick(&entry.item)).collect()
    };
    let numbers = |pick: &dyn Fn(&Entry) -> u64| -> Vec<i64> {
        rows.iter().map(|(_, _, entry)| pick(entry).cast_signed()).collect()
    };
    let moved = sqlx::query_scalar!(
        // `is (not) true` keeps each `in` a look-up in a hash table made once: as joins they would be compared pair by pair.
        r#"with refused as (
             select p.book from unnest($8::bigint[], $9::bytea[]) as p(device, book)
             left join device d on d.id = p.device and d.revoked_at is null
             left join member m on m.account = d.account and m.book = p.book and m.role in ('owner', 'editor')
             where m.role is null
           ), moved as (
             update book b set head = w.head, chain = w.chain, bytes = b.bytes + w.taken
             from unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bytea[], $5::bigint[], $6::bytea[], $7::bigint[])
               as w(id, epoch, head_before, chain_before, head, chain, taken)
             where b.id = w.id and b.epoch = w.epoch and b.head = w.head_before and b.chain = w.chain_before
               and (w.id in (select book from refused)) is not true
             returning b.id
           ), written as (
             insert into log
               (book, place, document, hash, actor, sequence, dependencies, grp, device, key, nonce, body, chain)
             select e.* from unnest($10::bytea[], $11::bigint[], $12::bytea[], $13::bytea[], $14::bytea[],
               $15::bigint[], $16::bytea[], $17::bigint[], $18::bigint[], $19::int[], $20::bytea[], $21::bytea[],
               $22::bytea[]) as e(book, place, document, hash, actor, sequence, dependencies, grp, device, key, nonce,
               body, chain)
             where (e.book in (select id from moved)) is true
           )
           select id as "id!" from moved"#,
        &books(&|plan| plan.after.tag.0.to_vec()),
        &books(&|plan| plan.before.epoch.0.to_vec()),
        &places(&|plan| plan.before.head),
        &books(&|plan| plan.before.chain.0.to_vec()),
        &places(&|plan| plan.after.head),
        &books(&|plan| plan.after.chain.0.to_vec()),
        &places(&|plan| plan.after.taken),
        &devices,
        &devices_books,
        &rows.iter().map(|(tag, _, _)| tag.0.to_vec()).collect::<Vec<_>>(),
        &numbers(&|entry| entry.place),
        &bytes(&|item| item.document.clone()),
        &bytes(&|item| item.hash.clone()),
        &bytes(&|item| item.actor.clone()),
        &numbers(&|entry| entry.item.sequence),
        &bytes(&|item| item.dependencies.concat()),
        &numbers(&|entry| entry.item.group),
        &rows.iter().map(|(_, device, _)| *device).collect::<Vec<_>>(),
        &rows.iter().map(|(_, _, entry)| entry.item.key.cast_signed()).collect::<Vec<_>>(),
        &bytes(&|item| item.nonce.clone()),
        &bytes(&|item| item.body.clone()),
        &rows.iter().map(|(_, _, entry)| entry.chain.0.to_vec()).collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    Ok(moved.iter().filter_map(|id| BookTag::from_slice(id)).collect())
}
