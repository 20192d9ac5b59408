//! A piece of the log for a device.

use super::unsigned;
use sqlx::PgPool;
use sync_protocol::log::{Group, HEADER_BYTES, PAGE_ENTRIES as ENTRIES, cut};
use sync_protocol::{BookTag, Chain, Epoch, Item, Limits, Page};

/// What became of a pull.
#[derive(Debug)]
pub enum Pulled {
    /// What comes next.
    Page(Page),
    /// The log is not as long as the device believes, or gone: greet again.
    Elsewhere,
    /// The bodies there were pruned: a snapshot is the way.
    Pruned,
}

/// Reads what comes after `after`, at least one entry where there is one. Groups are parted only when larger than a page.
pub async fn page(pool: &PgPool, book: BookTag, after: u64, max_bytes: u32) -> Result<Pulled, sqlx::Error> {
    let limit = if max_bytes == 0 { u32::MAX } else { max_bytes };
    let limit = i64::from(limit).min(i64::try_from(Limits::DEFAULT.page_bytes).unwrap_or(i64::MAX));
    let header = i64::try_from(HEADER_BYTES).unwrap_or_default();
    // The running sum comes from the lengths alone; bodies are read only for the rows that fit. One row more shows where a group ends.
    let rows = sqlx::query!(
        r#"select b.epoch, b.head, b.pruned, b.chain as book_chain,
             l.place as "place?", l.document as "document?", l.hash as "hash?", l.actor as "actor?",
             l.sequence as "sequence?", l.dependencies as "dependencies?", l.grp as "grp?", l.device as "device?",
             l.key as "key?", l.nonce as "nonce?", l.chain as "chain?", l.fits as "fits?",
             case when l.fits then l.body end as "body?"
           from book b
           left join lateral (
             select s.*, s.place = $2 + 1 or s.upto <= $3::bigint as fits from (
               select r.*, (sum(octet_length(r.body) + octet_length(r.dependencies) + $5::bigint) over (order by r.place))::bigint as upto
               from (select * from log where book = $1 and place > $2 order by place limit $4) r
             ) s where s.place = $2 + 1 or s.upto - octet_length(s.body) - octet_length(s.dependencies) - $5::bigint <= $3::bigint
           ) l on true
           where b.id = $1 order by l.place"#,
        book.as_ref(),
        after.cast_signed(),
        limit,
        i64::try_from(ENTRIES + 1).unwrap_or(i64::MAX),
        header
    )
    .fetch_all(pool)
    .await?;
    let Some(first) = rows.first() else { return Ok(Pulled::Elsewhere) };
    let (head, pruned) = (unsigned(first.head), unsigned(first.pruned));
    let (epoch, book_chain) = (Epoch::from_slice(&first.epoch), Chain::from_slice(&first.book_chain));
    let (Some(epoch), Some(book_chain)) = (epoch, book_chain) else { return Ok(Pulled::Elsewhere) };
    if after > head {
        return Ok(Pulled::Elsewhere);
    }
    if after < pruned {
        return Ok(Pulled::Pruned);
    }
    let mut read: Vec<Read> = Vec::with_capacity(rows.len());
    let mut next = None;
    for row in rows {
        let (Some(place), Some(device), Some(group)) = (row.place, row.device, row.grp) else { break };
        let group = (device, group.cast_unsigned());
        let fits = row.fits.unwrap_or_default() && read.len() < ENTRIES;
        let (true, Some(body), Some(chain)) =
            (fits, row.body, row.chain.as_deref().and_then(Chain::from_slice))
        else {
            next = Some(group);
            break;
        };
        let item = Item {
            document: row.document.unwrap_or_default(),
            hash: row.hash.unwrap_or_default(),
            actor: row.actor.unwrap_or_default(),
            sequence: row.sequence.unwrap_or_default().cast_unsigned(),
            dependencies: row.dependencies.unwrap_or_default().chunks(32).map(<[u8]>::to_vec).collect(),
            key: row.key.unwrap_or_default().cast_unsigned(),
            nonce: row.nonce.unwrap_or_default(),
            body,
            group: group.1,
        };
        read.push(Read { place: unsigned(place), group, chain, item });
    }
    let groups: Vec<Group> = read.iter().map(|read| read.group).collect();
    let (keep, more) = cut(&groups, next);
    read.truncate(keep);
    let chain = read.last().map_or(book_chain, |last| last.chain);
    let last = read.last().map_or(after, |last| last.place);
    Ok(Pulled::Page(Page {
        epoch: epoch.0.to_vec(),
        after,
        items: read.into_iter().map(|read| read.item).collect(),
        head: head.max(last),
        chain: chain.0.to_vec(),
        more,
    }))
}

struct Read {
    place: u64,
    group: Group,
    chain: Chain,
    item: Item,
}
