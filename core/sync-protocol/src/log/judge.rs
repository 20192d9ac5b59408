//! What becomes of each pushed change, decided from what the log is known to hold. No IO: everything was looked up before.

use crate::{ActorTag, BookTag, Chain, DocumentTag, Epoch, HashTag, Item, PushAck, PushResult};
use std::collections::{HashMap, HashSet};

/// What a change takes beside its body.
pub const HEADER_BYTES: u64 = 250;

/// An actor's number in a document: taken once.
pub type Slot = (BookTag, DocumentTag, ActorTag, u64);

/// A book's log while its row is locked.
#[derive(Debug, Clone)]
pub struct Book {
    /// Which.
    pub tag: BookTag,
    /// Life of the log.
    pub epoch: Epoch,
    /// Entries in it.
    pub head: u64,
    /// The chain after the last of them.
    pub chain: Chain,
    /// Bytes its owner may still fill.
    pub room: u64,
    /// Bytes taken by this batch.
    pub taken: u64,
}

/// What the logs were found to hold of everything the batch names.
#[derive(Debug, Default)]
pub struct Known {
    /// Changes named, or built on, that are in a log, and where.
    pub places: HashMap<(BookTag, HashTag), u64>,
    /// Actors' numbers that are taken.
    pub slots: HashSet<Slot>,
}

/// A change that goes into the log.
#[derive(Debug, PartialEq)]
pub struct Entry {
    /// Its place, from 1.
    pub place: u64,
    /// The chain after it.
    pub chain: Chain,
    /// The change.
    pub item: Item,
}

/// Decides a push in the order of its items, moves the book on and keeps `known` up to date for the pushes after it.
pub fn judge(
    book: &mut Book,
    known: &mut Known,
    number: u64,
    items: Vec<Item>,
    may_write: bool,
) -> (PushAck, Vec<Entry>) {
    let mut ack = PushAck { number, results: Vec::new(), places: Vec::new() };
    let mut entries = Vec::new();
    for item in items {
        let (result, place) = decide(book, known, &item, may_write);
        ack.results.push(result.into());
        ack.places.push(place);
        if result == PushResult::Stored {
            entries.push(Entry { place, chain: book.chain, item });
        }
    }
    (ack, entries)
}

fn decide(book: &mut Book, known: &mut Known, item: &Item, may_write: bool) -> (PushResult, u64) {
    let (Some(hash), Some(document), Some(actor)) = (item.hash(), item.document(), item.actor()) else {
        return (PushResult::Forbidden, 0);
    };
    if !may_write {
        return (PushResult::Forbidden, 0);
    }
    if let Some(place) = known.places.get(&(book.tag, hash)) {
        return (PushResult::Known, *place);
    }
    let slot = (book.tag, document, actor, item.sequence);
    if known.slots.contains(&slot) {
        return (PushResult::Conflict, 0);
    }
    if item.dependencies().any(|dependency| !known.places.contains_key(&(book.tag, dependency))) {
        return (PushResult::MissingDependencies, 0);
    }
    let size = item.body.len() as u64 + HEADER_BYTES;
    if book.taken + size > book.room {
        return (PushResult::Quota, 0);
    }
    book.taken += size;
    book.head += 1;
    book.chain = book.chain.after(hash);
    known.places.insert((book.tag, hash), book.head);
    known.slots.insert(slot);
    (PushResult::Stored, book.head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: BookTag = BookTag([1; 16]);

    fn book() -> Book {
        let chain = Chain::start(BOOK);
        Book { tag: BOOK, epoch: Epoch([2; 16]), head: 0, chain, room: 10_000, taken: 0 }
    }

    fn item(hash: u8, sequence: u64, dependencies: &[u8]) -> Item {
        Item {
            document: vec![3; 16],
            hash: vec![hash; 32],
            actor: vec![4; 16],
            sequence,
            dependencies: dependencies.iter().map(|hash| vec![*hash; 32]).collect(),
            key: 1,
            nonce: vec![0; 24],
            body: vec![9; 100],
            group: 0,
        }
    }

    fn results(ack: &PushAck) -> Vec<PushResult> {
        ack.results.iter().map(|result| PushResult::try_from(*result).expect("a result")).collect()
    }

    #[test]
    fn a_push_is_numbered_chained_and_known_afterwards() {
        let (mut book, mut known) = (book(), Known::default());
        let items = vec![item(1, 1, &[]), item(2, 2, &[1])];
        let (ack, entries) = judge(&mut book, &mut known, 7, items.clone(), true);
        assert_eq!((ack.number, ack.places), (7, vec![1, 2]));
        assert_eq!(book.chain, Chain::start(BOOK).after_all([HashTag([1; 32]), HashTag([2; 32])]));
        assert_eq!(entries[1].chain, book.chain);
        let (again, entries) = judge(&mut book, &mut known, 8, items, true);
        assert_eq!(results(&again), [PushResult::Known, PushResult::Known]);
        assert_eq!((again.places, entries.len(), book.head), (vec![1, 2], 0, 2));
    }

    #[test]
    fn slots_dependencies_room_and_rights_are_held() {
        let (mut book, mut known) = (book(), Known::default());
        book.room = 3 * (HEADER_BYTES + 100);
        let items = vec![
            item(1, 1, &[]),
            item(2, 1, &[]),
            item(3, 2, &[2]),
            item(4, 3, &[1]),
            item(5, 4, &[]),
            item(6, 5, &[]),
        ];
        let (ack, entries) = judge(&mut book, &mut known, 1, items, true);
        use PushResult::{Conflict, MissingDependencies, Quota, Stored};
        assert_eq!(results(&ack), [Stored, Conflict, MissingDependencies, Stored, Stored, Quota]);
        assert_eq!(entries.iter().map(|entry| entry.place).collect::<Vec<_>>(), [1, 2, 3]);
        let (ack, entries) = judge(&mut book, &mut known, 2, vec![item(7, 9, &[])], false);
        assert_eq!((results(&ack), entries.len()), (vec![PushResult::Forbidden], 0));
    }

    #[test]
    fn one_book_does_not_know_what_another_holds() {
        let (mut one, mut known) = (book(), Known::default());
        judge(&mut one, &mut known, 1, vec![item(1, 1, &[])], true);
        let mut other = Book { tag: BookTag([8; 16]), ..book() };
        let (ack, _) = judge(&mut other, &mut known, 1, vec![item(2, 2, &[1]), item(1, 1, &[])], true);
        assert_eq!(results(&ack), [PushResult::MissingDependencies, PushResult::Stored]);
    }
}
