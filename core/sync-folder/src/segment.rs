//! One file: a header and entries, each with a link of the chain that runs through all files of its writer.
//!
//! `"VALZSEG1" ‖ book (16) ‖ lane (16) ‖ number (8) ‖ chain at the end of the file before (32) ‖ link (32)`, then for each entry `length (4) ‖ item ‖
//! link (32)`. A link is the keyed hash of the link before and of what stands between; a number is little-endian.

use sync_protocol::seal::NameKey;
use sync_protocol::{BookTag, Item};

const MAGIC: &[u8; 8] = b"VALZSEG1";
const FIELDS: usize = 8 + 16 + 16 + 8 + 32;
const LINK: usize = 32;

/// A link of the chain.
pub type Link = [u8; LINK];

/// A writer's name in the folder.
pub type Lane = [u8; 16];

/// A file as far as it is good.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Who wrote it.
    pub lane: Lane,
    /// Its number, from 1.
    pub number: u64,
    /// The chain at the end of the file before it.
    pub before: Link,
    /// The link of the header.
    pub start: Link,
    /// Entries, each with the link after it.
    pub entries: Vec<(Item, Link)>,
    /// Nothing follows the last entry.
    pub whole: bool,
}

impl Segment {
    /// The chain after so many entries; `None` when there are fewer.
    pub fn link_after(&self, entries: u64) -> Option<Link> {
        match usize::try_from(entries).ok()?.checked_sub(1) {
            None => Some(self.start),
            Some(at) => self.entries.get(at).map(|(_, link)| *link),
        }
    }

    /// The chain at its end.
    pub fn end(&self) -> Link {
        self.entries.last().map_or(self.start, |(_, link)| *link)
    }
}

/// The chain before a writer's first file.
pub fn origin(names: &NameKey, book: BookTag, lane: &Lane) -> Link {
    names.link(&[0; LINK], &[b"valorize folder 1".as_slice(), book.as_ref(), lane].concat())
}

/// Begins a file. Gives its bytes and the link of its header.
pub fn begin(names: &NameKey, book: BookTag, lane: &Lane, number: u64, before: &Link) -> (Vec<u8>, Link) {
    let mut bytes = Vec::with_capacity(FIELDS + LINK);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(book.as_ref());
    bytes.extend_from_slice(lane);
    bytes.extend_from_slice(&number.to_le_bytes());
    bytes.extend_from_slice(before);
    let link = names.link(before, &bytes);
    bytes.extend_from_slice(&link);
    (bytes, link)
}

/// Adds an entry after `link`; gives the link after it.
pub fn add(names: &NameKey, bytes: &mut Vec<u8>, link: &Link, item: &Item) -> Link {
    let item = item.to_bytes();
    let next = names.link(link, &item);
    // An item is under half a megabyte.
    bytes.extend_from_slice(&u32::try_from(item.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(&item);
    bytes.extend_from_slice(&next);
    next
}

/// Reads a file as far as it is good; `None` when not even its header is, or it is of another book.
pub fn read(names: &NameKey, book: BookTag, bytes: &[u8]) -> Option<Segment> {
    let (fields, rest) = bytes.split_first_chunk::<FIELDS>()?;
    let (start, mut rest) = rest.split_first_chunk::<LINK>()?;
    let before: Link = fields[48..].try_into().ok()?;
    if fields[..8] != *MAGIC || fields[8..24] != book.0 || names.link(&before, fields) != *start {
        return None;
    }
    let mut segment = Segment {
        lane: fields[24..40].try_into().ok()?,
        number: u64::from_le_bytes(fields[40..48].try_into().ok()?),
        before,
        start: *start,
        entries: Vec::new(),
        whole: false,
    };
    while let Some((item, link, after)) = entry(names, &segment.end(), rest) {
        segment.entries.push((item, link));
        rest = after;
    }
    segment.whole = rest.is_empty();
    Some(segment)
}

fn entry<'a>(names: &NameKey, link: &Link, bytes: &'a [u8]) -> Option<(Item, Link, &'a [u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (item, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let (next, rest) = rest.split_first_chunk::<LINK>()?;
    if names.link(link, item) != *next {
        return None;
    }
    Some((Item::from_bytes(item)?, *next, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync_protocol::seal::BookKeys;

    const BOOK: BookTag = BookTag([1; 16]);

    fn file(items: u64) -> Vec<u8> {
        let keys = BookKeys::from_secret(&[7; 32]);
        let names = keys.names();
        let before = origin(names, BOOK, &[2; 16]);
        let (mut bytes, mut link) = begin(names, BOOK, &[2; 16], 1, &before);
        for sequence in 1..=items {
            let item = Item { sequence, body: vec![5; 300], ..Item::default() };
            link = add(names, &mut bytes, &link, &item);
        }
        bytes
    }

    #[test]
    fn a_torn_or_damaged_file_is_read_as_far_as_it_is_good() {
        let keys = BookKeys::from_secret(&[7; 32]);
        let names = keys.names();
        let bytes = file(4);
        let good = read(names, BOOK, &bytes).expect("a file");
        assert_eq!((good.number, good.entries.len(), good.whole), (1, 4, true));
        assert_eq!(good.link_after(4), Some(good.end()));
        let length = (bytes.len() - FIELDS - LINK) / 4;
        for cut in 0..bytes.len() {
            match read(names, BOOK, &bytes[..cut]) {
                None => assert!(cut < FIELDS + LINK),
                Some(torn) => {
                    assert_eq!(torn.entries.len(), (cut - FIELDS - LINK) / length);
                    assert_eq!(torn.entries, good.entries[..torn.entries.len()]);
                }
            }
        }
        for at in (0..bytes.len()).step_by(7) {
            let mut bent = bytes.clone();
            bent[at] ^= 16;
            let read = read(names, BOOK, &bent);
            assert!(read.is_none_or(|bent| !bent.whole && bent.entries.len() < 4), "{at}");
        }
        assert_eq!(read(names, BookTag([9; 16]), &bytes), None, "of another book");
        let other = BookKeys::from_secret(&[8; 32]);
        assert_eq!(read(other.names(), BOOK, &bytes), None, "by somebody without the book's secret");
    }
}
