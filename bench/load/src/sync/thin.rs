//! The journal of a simulated device: positions and what waits, no book. The machine above it is the real one.

use sha2::{Digest as _, Sha256};
use std::cell::Cell;
use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use sync_client::{Journal, Position};
use sync_protocol::{BookTag, Chain, Epoch, HashTag, Item, Page};

/// Bytes of a body: a sealed edit of one field, padded.
const BODY: usize = 256 + 16;

/// What a simulated device keeps.
pub struct Thin {
    book: BookTag,
    position: Position,
    actor: [u8; 16],
    sequence: u64,
    newest: Option<Vec<u8>>,
    /// Own changes no page has shown yet.
    waiting: VecDeque<Item>,
    /// Of those, so many were handed out on this connection.
    handed: Cell<usize>,
    /// When what came from others was due, nanoseconds of the run.
    pub came: Vec<u64>,
    /// Changes of others taken in.
    pub taken: u64,
}

impl Thin {
    /// A new device of a book.
    pub fn new(book: BookTag, actor: [u8; 16]) -> Self {
        let position = Position { epoch: None, cursor: 0, chain: Chain::start(book) };
        let (waiting, handed) = (VecDeque::new(), Cell::new(0));
        Self { book, position, actor, sequence: 0, newest: None, waiting, handed, came: Vec::new(), taken: 0 }
    }

    /// How far it has read.
    pub const fn at(&self) -> Position {
        self.position
    }

    /// Changes that were not handed out yet.
    pub fn unsent(&self) -> usize {
        self.waiting.len() - self.handed.get()
    }

    /// The last change.
    pub fn newest(&self) -> Option<HashTag> {
        HashTag::from_slice(self.newest.as_deref()?)
    }

    /// Changes no page has shown yet.
    pub fn unshown_count(&self) -> usize {
        self.waiting.len()
    }

    /// Another connection: nothing was handed out on it.
    pub fn reconnected(&self) {
        self.handed.set(0);
    }

    /// A change that was due at this moment; it builds on the device's last.
    pub fn change(&mut self, due: u64) {
        self.sequence += 1;
        let hash = name(&self.actor, self.sequence);
        let mut body = vec![0; BODY];
        body[..8].copy_from_slice(&due.to_le_bytes());
        let dependencies = self.newest.replace(hash.to_vec()).into_iter().collect();
        self.waiting.push_back(Item {
            document: self.actor.to_vec(),
            hash: hash.to_vec(),
            actor: self.actor.to_vec(),
            sequence: self.sequence,
            dependencies,
            key: 1,
            nonce: vec![0; 24],
            body,
            group: 0,
        });
    }
}

/// A simulated change is known by who made it and the how-manieth it was.
fn name(actor: &[u8], sequence: u64) -> [u8; 32] {
    Sha256::new().chain_update(actor).chain_update(sequence.to_le_bytes()).finalize().into()
}

/// Is it whole, and what its device made?
pub fn is_genuine(item: &Item) -> bool {
    item.hash == name(&item.actor, item.sequence) && item.body.len() == BODY
}

/// When a change was due.
pub fn due(item: &Item) -> Option<u64> {
    item.body.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

impl Journal for Thin {
    type Error = Infallible;

    fn position(&self) -> Result<Position, Infallible> {
        Ok(self.position)
    }

    fn outbox(&self, _: &HashSet<HashTag>, items: usize, bytes: usize) -> Result<Vec<Item>, Infallible> {
        let from = self.handed.get();
        let out: Vec<Item> = self.waiting.range(from..).take(items.min(bytes / BODY)).cloned().collect();
        self.handed.set(from + out.len());
        Ok(out)
    }

    fn apply(&mut self, page: &Page) -> Result<(), Infallible> {
        for item in &page.items {
            if self.waiting.front().is_some_and(|own| own.hash == item.hash) {
                self.waiting.pop_front();
                self.handed.set(self.handed.get().saturating_sub(1));
            } else {
                self.taken += 1;
                self.came.extend(due(item));
            }
        }
        self.position.cursor = page.after + page.items.len() as u64;
        if let Some(chain) = Chain::from_slice(&page.chain) {
            self.position.chain = chain;
        }
        Ok(())
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), Infallible> {
        self.position = Position { epoch: Some(epoch), cursor: 0, chain: Chain::start(self.book) };
        self.handed.set(0);
        Ok(())
    }

    fn remint(&mut self) -> Result<(), Infallible> {
        // No two simulated devices share an actor: the server would be wrong, and the count of acknowledged changes shows it.
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_handed_out_once_and_kept_until_the_log_shows_it() {
        let mut thin = Thin::new(BookTag([1; 16]), [2; 16]);
        (1..=3).for_each(|due| thin.change(due));
        let first = thin.outbox(&HashSet::new(), 2, 1 << 20).expect("infallible");
        let rest = thin.outbox(&HashSet::new(), 9, 1 << 20).expect("infallible");
        assert_eq!((first.len(), rest.len(), thin.unsent()), (2, 1, 0));
        assert_eq!((due(&rest[0]), &rest[0].dependencies[0]), (Some(3), &first[1].hash));
        let foreign = Item { hash: vec![9; 32], body: 7_u64.to_le_bytes().to_vec(), ..Item::default() };
        assert!(is_genuine(&first[1]) && !is_genuine(&foreign));
        thin.reconnected();
        assert_eq!((thin.unsent(), thin.newest()), (3, rest[0].hash()));
        thin.apply(&Page { items: vec![first[0].clone(), foreign], ..Page::default() }).expect("infallible");
        assert_eq!((thin.waiting.len(), thin.came.as_slice(), thin.at().cursor), (2, [7].as_slice(), 2));
    }
}
