//! What is sealed: the change with its document's name and hash, which its header gives only as keyed names.

use super::NameKey;
use crate::Item;

/// A change as it is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body<'a> {
    /// Name of its document, under 256 bytes.
    pub document: &'a str,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its bytes.
    pub change: &'a [u8],
}

impl<'a> Body<'a> {
    /// `length of the name (1 byte) ‖ name ‖ hash (32 bytes) ‖ change`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(1 + self.document.len() + 32 + self.change.len());
        body.push(u8::try_from(self.document.len()).unwrap_or(u8::MAX));
        body.extend_from_slice(self.document.as_bytes());
        body.extend_from_slice(&self.hash);
        body.extend_from_slice(self.change);
        body
    }

    /// Reads a body and holds it against its header; `None` when they are not of one change. Whether the bytes have the hash is for
    /// who applies them to see.
    pub fn read(bytes: &'a [u8], item: &Item, names: &NameKey) -> Option<Self> {
        let (&length, rest) = bytes.split_first()?;
        let (document, rest) = rest.split_at_checked(usize::from(length))?;
        let (hash, change) = rest.split_first_chunk::<32>()?;
        let document = std::str::from_utf8(document).ok()?;
        let same = names.document(document).0 == item.document.as_slice()
            && names.hash(hash).0 == item.hash.as_slice();
        same.then_some(Self { document, hash: *hash, change })
    }
}
