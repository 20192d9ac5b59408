//! The files beside those of entries: `magic (8) ‖ book (16) ‖ lane (16) ‖ number (8)`, and a sealed blob that is bound to these.

use crate::lane::Kind;
use crate::segment::Lane;
use sync_protocol::BookTag;

const HEADER: usize = 8 + 16 + 16 + 8;

const fn magic(kind: Kind) -> &'static [u8; 8] {
    match kind {
        Kind::Pack => b"VALZPAK1",
        Kind::Segment => b"VALZSEG1",
        Kind::Mark => b"VALZMRK1",
    }
}

/// What a file begins with. A mark has the number 0.
pub fn header(kind: Kind, book: BookTag, lane: &Lane, number: u64) -> Vec<u8> {
    [magic(kind).as_slice(), book.as_ref(), lane, &number.to_le_bytes()].concat()
}

/// What a file begins with, and the rest; `None` when it is none of this kind and book.
pub fn split(kind: Kind, book: BookTag, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    (header[..8] == *magic(kind) && header[8..24] == book.0).then_some((header, rest))
}
