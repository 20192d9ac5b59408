//! How much one change carries. Facts too long for a change are written in parts beside their entity's key; writes that are together
//! too long become several changes.
//!
//! `<id>` then holds a header: version byte 240, length (8 bytes, little-endian), first 8 bytes of SHA-256 of the whole. The parts
//! are at `<id>/~<those 8 bytes in hexadecimal>.<number>`, so that parts of two versions never mix. Facts are there when all parts are.

use sha2::{Digest as _, Sha256};

/// Bytes of content one change carries at most, keys and an allowance for each put included. What travels is sealed and padded
/// and still far below the limit of a body on the wire.
pub const CONTENT_BYTES: usize = 320 << 10;
/// Longest value of a register, bytes.
pub const LONGEST_VALUE: usize = 128 << 10;
/// Facts longer than this are written in parts of this size.
const PART_BYTES: usize = 64 << 10;
/// What a put takes beside key and value.
const PUT_BYTES: usize = 32;
/// No other encoding begins with this byte.
const PARTED: u8 = 240;

/// Bytes a put counts against [`CONTENT_BYTES`].
pub const fn put_bytes(key: &str, value: usize) -> usize {
    key.len() + value + PUT_BYTES
}

/// Facts as what is put under their key and the keys of their parts.
pub fn parted<'a>(key: &str, facts: &'a [u8]) -> Vec<(String, std::borrow::Cow<'a, [u8]>)> {
    if facts.len() <= PART_BYTES {
        return vec![(key.to_owned(), facts.into())];
    }
    let name = name(facts);
    let mut header = vec![PARTED];
    header.extend_from_slice(&(facts.len() as u64).to_le_bytes());
    header.extend_from_slice(&name.to_be_bytes());
    let parts = (0..).zip(facts.chunks(PART_BYTES)).map(|(n, part)| (part_key(key, name, n), part.into()));
    std::iter::once((key.to_owned(), header.into())).chain(parts).collect()
}

/// What the value under an entity's key says: the facts, read from their parts with `get` where they are parted. `None` while a
/// part is missing.
pub fn whole(key: &str, value: Vec<u8>, get: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let Some((length, expected)) = header(&value) else { return Some(value) };
    let mut facts = Vec::new();
    for n in 0..length.div_ceil(PART_BYTES) {
        facts.extend_from_slice(&get(&part_key(key, expected, n))?);
    }
    (facts.len() == length && name(&facts) == expected).then_some(facts)
}

/// Is this the name of a part rather than of a register?
pub fn is_part(name: &str) -> bool {
    name.starts_with('~')
}

fn header(value: &[u8]) -> Option<(usize, u64)> {
    let (&PARTED, rest) = value.split_first()? else { return None };
    let (length, name) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    Some((length, u64::from_be_bytes(name.try_into().ok()?)))
}

fn part_key(key: &str, name: u64, n: usize) -> String {
    format!("{key}/~{name:016x}.{n}")
}

fn name(facts: &[u8]) -> u64 {
    first_bytes(facts)
}

/// The first 8 bytes of SHA-256.
pub fn first_bytes(bytes: &[u8]) -> u64 {
    let whole: [u8; 32] = Sha256::digest(bytes).into();
    let (first, _) = whole.split_first_chunk().expect("32 bytes");
    u64::from_be_bytes(*first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn long_facts_come_whole_or_not_at_all() {
        let facts: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let puts: BTreeMap<String, Vec<u8>> =
            parted("batch", &facts).into_iter().map(|(key, value)| (key, value.into_owned())).collect();
        assert_eq!(puts.len(), 5);
        assert!(puts.values().all(|value| value.len() <= PART_BYTES));
        let read = |puts: &BTreeMap<String, Vec<u8>>| {
            whole("batch", puts["batch"].clone(), |key| puts.get(key).cloned())
        };
        assert_eq!(read(&puts), Some(facts));
        let mut missing = puts.clone();
        missing.pop_last();
        assert_eq!(read(&missing), None);
        assert_eq!(parted("batch", b"short"), [("batch".to_owned(), b"short".as_slice().into())]);
        assert_eq!(whole("batch", b"short".to_vec(), |_| None), Some(b"short".to_vec()));
        // A header that lies costs nothing: the first part is missing.
        let lie = [&[PARTED][..], &[255; 16]].concat();
        assert_eq!(whole("batch", lie, |_| None), None);
    }
}
