//! Afterwards: a new device reads every book's log. Is each change there that a device had an acknowledgement for, is it there once, and do all
//! devices of the book hold this log?

use super::Home;
use super::device::Kept;
use crate::error::LoadError;
use crate::sync::device::open;
use crate::sync::first::talk;
use crate::sync::population::Resident;
use crate::sync::thin::is_genuine;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use sync_client::{Journal, Machine, Position};
use sync_protocol::{BookTag, Chain, Epoch, HashTag, Item, Page};

const AT_ONCE: usize = 8;

/// What was found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub made: u64,
    pub acked: u64,
    /// Acknowledged, and not there, or not as it was made.
    pub lost: u64,
    /// There more than once: how often too much.
    pub doubled: u64,
    /// Devices that hold another log, or something that was not pushed.
    pub apart: u64,
}

/// A device that keeps the names of what it reads.
pub struct Log {
    book: BookTag,
    position: Position,
    items: Vec<(HashTag, bool)>,
}

impl Log {
    fn new(book: BookTag) -> Self {
        let position = Position { epoch: None, cursor: 0, chain: Chain::start(book) };
        Self { book, position, items: Vec::new() }
    }
}

impl Journal for Log {
    type Error = Infallible;

    fn position(&self) -> Result<Position, Infallible> {
        Ok(self.position)
    }

    fn outbox(&self, _: &HashSet<HashTag>, _: usize, _: usize) -> Result<Vec<Item>, Infallible> {
        Ok(Vec::new())
    }

    fn apply(&mut self, page: &Page) -> Result<(), Infallible> {
        let items = page.items.iter().filter_map(|item| Some((item.hash()?, is_genuine(item))));
        self.items.extend(items);
        self.position.cursor = page.after + page.items.len() as u64;
        if let Some(chain) = Chain::from_slice(&page.chain) {
            self.position.chain = chain;
        }
        Ok(())
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), Infallible> {
        self.items.clear();
        self.position = Position { epoch: Some(epoch), cursor: 0, chain: Chain::start(self.book) };
        Ok(())
    }

    fn remint(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Reads the books of these devices, one device of each, that have read nothing yet.
pub async fn read(home: &Home, newcomers: &[Resident]) -> Result<HashMap<BookTag, Log>, LoadError> {
    let reading = newcomers.iter().map(|newcomer| async move {
        let socket = open(home(newcomer.book), &newcomer.token, 0).await?;
        let mut machine = Machine::new(newcomer.book, newcomer.device, "load");
        let mut log = Log::new(newcomer.book);
        talk(&mut machine, &mut log, socket, |_| Ok(true)).await?;
        Ok::<_, LoadError>((newcomer.book, log))
    });
    stream::iter(reading).buffer_unordered(AT_ONCE).try_collect().await
}

/// Holds what devices kept against what is there.
pub fn compare(devices: &[Kept], logs: &HashMap<BookTag, Log>) -> Found {
    let mut found = Found::default();
    let mut there: HashMap<BookTag, HashSet<HashTag>> = HashMap::new();
    for (book, log) in logs {
        let genuine: HashSet<HashTag> =
            log.items.iter().filter(|(_, genuine)| *genuine).map(|(hash, _)| *hash).collect();
        let distinct: HashSet<HashTag> = log.items.iter().map(|(hash, _)| *hash).collect();
        found.doubled += (log.items.len() - distinct.len()) as u64;
        there.insert(*book, genuine);
    }
    for device in devices {
        let book = device.resident.book;
        let nothing = HashSet::new();
        let log = there.get(&book).unwrap_or(&nothing);
        found.made += device.made;
        found.acked += device.acked.len() as u64;
        found.lost += device.acked.difference(log).count() as u64;
        let same = logs.get(&book).is_some_and(|log| {
            (log.position.cursor, log.position.chain) == (device.position.cursor, device.position.chain)
        });
        found.apart += u64::from(!same || device.waiting > 0);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::population::random;

    const BOOK: BookTag = BookTag([1; 16]);

    fn position(cursor: u64, chain: u8) -> Position {
        Position { epoch: None, cursor, chain: Chain([chain; 32]) }
    }

    fn device(position: Position, waiting: u64, acked: &[u8]) -> Kept {
        let device = sync_protocol::DeviceTag(random());
        let resident = Resident { device, token: String::new(), book: BOOK };
        let acked: HashSet<HashTag> = acked.iter().map(|name| HashTag([*name; 32])).collect();
        Kept { resident, position, made: acked.len() as u64 + waiting, waiting, acked }
    }

    #[test]
    fn what_is_missing_twice_or_elsewhere_is_counted() {
        let items = [(1, true), (2, true), (2, true), (3, false)]
            .map(|(name, genuine)| (HashTag([name; 32]), genuine))
            .into();
        let logs = HashMap::from([(BOOK, Log { book: BOOK, position: position(4, 7), items })]);
        let devices = [
            device(position(4, 7), 0, &[1, 2]),
            // One it was told of is not there, one is not as it was.
            device(position(4, 7), 0, &[3, 4]),
            device(position(4, 8), 0, &[]),
            device(position(3, 7), 0, &[]),
            device(position(4, 7), 1, &[]),
        ];
        let found = compare(&devices, &logs);
        assert_eq!(found, Found { made: 5, acked: 4, lost: 2, doubled: 1, apart: 3 });
        assert_eq!(compare(&devices[..1], &HashMap::new()).lost, 2, "a log that is not there at all");
    }
}
