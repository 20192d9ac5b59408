//! The newest changes of books as they were told to devices, in Redis for some minutes: a device that was away for a moment, or missed a hint,
//! reads them there and not from Postgres. Pieces that are missing, or of another life of the log, end what is read; Postgres has the rest.

use super::redis_link::RedisLink;
use redis::Pipeline;
use std::collections::HashMap;
use sync_protocol::log::PAGE_ENTRIES;
use sync_protocol::{BookTag, Epoch, Frame, Limits, Page};

/// Hints kept of a book; each holds a few KiB at most.
const HINTS: isize = 16;
/// Without news for so long, a book's are dropped.
const SECONDS: i64 = 180;

fn key(book: BookTag) -> String {
    format!("valorize:tail:{book}")
}

/// Keeps a hint that carries a page, beside publishing it.
pub fn keep(pipeline: &mut Pipeline, book: BookTag, frame: &[u8]) {
    let key = key(book);
    pipeline.rpush(&key, frame).ignore().ltrim(&key, -HINTS, -1).ignore().expire(&key, SECONDS).ignore();
}

/// What comes after `after`, as far as it is kept without a gap; nothing when Redis does not have the first of it, or is away.
pub async fn read(redis: &RedisLink, book: BookTag, epoch: Epoch, after: u64, bytes: u32) -> Option<Page> {
    let mut pipeline = redis::pipe();
    pipeline.lrange(key(book), 0, -1);
    let (frames,) = redis.ask::<(Vec<Vec<u8>>,)>(&pipeline).await?;
    let limit = if bytes == 0 { Limits::DEFAULT.page_bytes } else { usize::try_from(bytes).ok()? };
    joined(&frames, epoch, after, limit)
}

/// The pages of hints, one after the other, as one of no more than `limit` bytes of bodies.
fn joined(frames: &[Vec<u8>], epoch: Epoch, after: u64, limit: usize) -> Option<Page> {
    let pages = frames.iter().filter_map(|frame| match Frame::decode(frame, &Limits::DEFAULT) {
        Ok(Frame::Head(head)) => head.page,
        _ => None,
    });
    let mut by_start: HashMap<u64, Page> =
        pages.filter(|page| page.epoch == epoch.0).map(|page| (page.after, page)).collect();
    let size = |page: &Page| page.items.iter().map(|item| item.body.len()).sum::<usize>();
    let mut whole = by_start.remove(&after).filter(|page| !page.items.is_empty())?;
    let mut taken = size(&whole);
    if taken > limit {
        return None;
    }
    while let Some(next) = by_start.remove(&(after + whole.items.len() as u64)) {
        taken += size(&next);
        if taken > limit || whole.items.len() + next.items.len() > PAGE_ENTRIES {
            break;
        }
        whole.items.extend(next.items);
        (whole.head, whole.chain) = (next.head, next.chain);
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync_protocol::{Head, Item};

    fn hint(epoch: u8, after: u64, items: u8) -> Vec<u8> {
        let head = after + u64::from(items);
        let item = |number| Item {
            document: vec![1; 16],
            hash: vec![number; 32],
            actor: vec![2; 16],
            sequence: 1,
            nonce: vec![0; 24],
            key: 1,
            body: vec![1; 10],
            ..Item::default()
        };
        let page = Page {
            epoch: vec![epoch; 16],
            after,
            items: (0..items).map(item).collect(),
            head,
            chain: vec![u8::try_from(head).expect("small"); 32],
            more: false,
        };
        Frame::Head(Head { epoch: vec![epoch; 16], head, page: Some(page) }).encode()
    }

    #[test]
    fn pieces_are_joined_up_to_a_gap_another_life_or_the_limit() {
        let bare = Frame::Head(Head { epoch: vec![7; 16], head: 99, page: None }).encode();
        let frames = [hint(6, 4, 9), hint(7, 6, 1), hint(7, 4, 2), bare, hint(7, 7, 3), hint(7, 11, 1)];
        let epoch = Epoch([7; 16]);
        let read = |after, limit| {
            joined(&frames, epoch, after, limit).map(|page| (page.items.len(), page.head, page.chain[0]))
        };
        assert_eq!(read(4, 1_000), Some((6, 10, 10)));
        assert_eq!(read(4, 35), Some((3, 7, 7)));
        assert_eq!(read(4, 15), None, "the first piece alone is too much: Postgres cuts finer");
        assert_eq!(read(11, 1_000), Some((1, 12, 12)));
        assert_eq!(read(5, 1_000), None);
        assert_eq!(read(10, 1_000), None);
    }
}
