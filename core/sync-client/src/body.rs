//! What is sealed: the change with its document's name and hash, which its header gives only as keyed names.

use replica::RawChange;
use sync_protocol::Item;
use sync_protocol::seal::NameKey;

/// `length of the name (1 byte) ‖ name ‖ hash (32 bytes) ‖ change`.
pub fn write(change: &RawChange) -> Vec<u8> {
    let name = change.shard.to_string();
    let mut body = Vec::with_capacity(1 + name.len() + 32 + change.bytes.len());
    // Names of shards are under 60 bytes.
    body.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(&change.hash);
    body.extend_from_slice(&change.bytes);
    body
}

/// Reads a body and holds it against its header; `None` when they are not of one change. Whether the bytes have the hash is for who
/// applies them to see.
pub fn read(body: &[u8], item: &Item, names: &NameKey) -> Option<RawChange> {
    let (&length, rest) = body.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(length))?;
    let (hash, bytes) = rest.split_first_chunk::<32>()?;
    let name = std::str::from_utf8(name).ok()?;
    let same =
        names.document(name).0 == item.document.as_slice() && names.hash(hash).0 == item.hash.as_slice();
    let shard = name.parse().ok().filter(|_| same)?;
    Some(RawChange { shard, hash: *hash, bytes: bytes.to_vec() })
}
