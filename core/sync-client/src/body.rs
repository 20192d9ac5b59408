//! A change as it is sealed, and back.

use replica::RawChange;
use sync_protocol::Item;
use sync_protocol::seal::{Body, NameKey};

/// The body of a change.
pub fn write(change: &RawChange) -> Vec<u8> {
    let document = change.shard.to_string();
    Body { document: &document, hash: change.hash, change: &change.bytes }.to_bytes()
}

/// Reads a body and holds it against its header; `None` when they are not of one change, or of a document this version does not know.
pub fn read(body: &[u8], item: &Item, names: &NameKey) -> Option<RawChange> {
    let Body { document, hash, change } = Body::read(body, item, names)?;
    Some(RawChange { shard: document.parse().ok()?, hash, bytes: change.to_vec() })
}
