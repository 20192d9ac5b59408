//! What a writer remembers of the books it has written to: enough to judge the next push without asking. The statement that then writes
//! holds only while the book's row is still as remembered, so a memory may be old, never wrong.

use std::collections::HashMap;
use sync_protocol::log::{Book, Known};
use sync_protocol::{BookTag, Chain, Epoch, HashTag};

/// Changes remembered of a book. A change builds on the newest of its document, so a few for each device are enough.
const CHANGES: usize = 32;
/// Books remembered before all are forgotten.
const BOOKS: usize = 2_048;

/// One book.
#[derive(Debug)]
struct Remembered {
    owner: i64,
    epoch: Epoch,
    head: u64,
    chain: Chain,
    /// Its newest changes and their places.
    newest: Vec<(HashTag, u64)>,
}

/// Books by tag.
#[derive(Debug, Default)]
pub struct Memory(HashMap<BookTag, Remembered>);

impl Memory {
    /// A book as it was last seen and who owns it; what is known of its changes is added to `known`.
    pub fn recall(&self, tag: BookTag, known: &mut Known) -> Option<(Book, i64)> {
        let remembered = self.0.get(&tag)?;
        known.places.extend(remembered.newest.iter().map(|(hash, place)| ((tag, *hash), *place)));
        let Remembered { owner, epoch, head, chain, .. } = *remembered;
        Some((Book { tag, epoch, head, chain, room: 0, taken: 0 }, owner))
    }

    /// Takes in how a book is now, and where some of its changes are.
    pub fn learn(&mut self, book: &Book, owner: i64, places: impl IntoIterator<Item = (HashTag, u64)>) {
        if self.0.len() >= BOOKS && !self.0.contains_key(&book.tag) {
            self.0.clear();
        }
        let mut newest: Vec<(HashTag, u64)> = places.into_iter().collect();
        if let Some(before) = self.0.get(&book.tag).filter(|before| before.epoch == book.epoch) {
            newest.extend(&before.newest);
        }
        newest.sort_unstable_by_key(|(_, place)| std::cmp::Reverse(*place));
        newest.dedup();
        newest.truncate(CHANGES);
        newest.shrink_to_fit();
        let (epoch, head, chain) = (book.epoch, book.head, book.chain);
        self.0.insert(book.tag, Remembered { owner, epoch, head, chain, newest });
    }

    /// The book is not as remembered.
    pub fn forget(&mut self, tag: BookTag) {
        self.0.remove(&tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(epoch: u8, head: u64) -> Book {
        let tag = BookTag([1; 16]);
        Book { tag, epoch: Epoch([epoch; 16]), head, chain: Chain::start(tag), room: 9, taken: 9 }
    }

    fn known(places: std::ops::RangeInclusive<u64>) -> impl Iterator<Item = (HashTag, u64)> {
        places.map(|place| (HashTag([u8::try_from(place).expect("small"); 32]), place))
    }

    fn places(memory: &Memory) -> Vec<u64> {
        let mut known = Known::default();
        memory.recall(BookTag([1; 16]), &mut known).expect("remembered");
        let mut places: Vec<u64> = known.places.into_values().collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn the_newest_changes_are_kept_and_those_of_another_life_dropped() {
        let mut memory = Memory::default();
        memory.learn(&book(7, 20), 3, known(1..=20));
        memory.learn(&book(7, 40), 3, known(15..=40));
        assert_eq!(places(&memory), (9..=40).collect::<Vec<_>>());
        memory.learn(&book(8, 2), 3, known(1..=2));
        assert_eq!(places(&memory), [1, 2]);
        let (recalled, owner) = memory.recall(BookTag([1; 16]), &mut Known::default()).expect("remembered");
        assert_eq!((recalled.head, recalled.room, recalled.taken, owner), (2, 0, 0, 3));
        memory.forget(BookTag([1; 16]));
        assert!(memory.recall(BookTag([1; 16]), &mut Known::default()).is_none());
    }
}
