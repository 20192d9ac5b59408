//! What somebody can do who has the content key and no writing key, together with the server: seal by hand.

use super::log::Device;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sync_protocol::seal::{BookKeys, PlainChange, seal};
use sync_protocol::{BookTag, Item};

/// The header as the cipher binds it, after docs/sync-protocol.md.
fn header(book: BookTag, item: &Item) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut put = |part: &[u8]| {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(part);
    };
    put(b"valorize change 2");
    put(&book.0);
    for part in [&item.document, &item.hash, &item.actor] {
        put(part);
    }
    put(&item.sequence.to_le_bytes());
    put(&item.key.to_le_bytes());
    put(&item.group.to_le_bytes());
    for part in &item.dependencies {
        put(part);
    }
    bytes
}

fn cipher(keys: &BookKeys) -> XChaCha20Poly1305 {
    // Version, number, content key.
    let content: [u8; 32] = keys.newest().to_bytes()[5..37].try_into().unwrap();
    XChaCha20Poly1305::new((&content).into())
}

/// The same change, encrypted with the right key, under a signature of the forger's own.
pub fn resign(device: &Device, item: &Item) -> Item {
    let keys = device.keys();
    let nonce = XNonce::from(<[u8; 24]>::try_from(item.nonce.as_slice()).unwrap());
    let header = header(keys.tag(), item);
    let mut plain = cipher(keys).decrypt(&nonce, Payload { msg: &item.body, aad: &header }).unwrap();
    plain[4..68].fill(7);
    let body = cipher(keys).encrypt(&nonce, Payload { msg: &plain, aad: &header }).unwrap();
    Item { body, ..item.clone() }
}

/// The device's own changes, sealed as one that may write would, but for the signature.
pub fn forge(device: &mut Device) -> Vec<Item> {
    let unshown = device.reader.unshown(0, u32::MAX).unwrap();
    let keys = device.keys();
    // Somebody else's keys sign: the stranger has a writing key, and not the book's.
    let stranger = BookKeys::from_secret(&[77; 32]);
    let forged = |found: store::Unshown| {
        let name = found.change.shard.to_string();
        let mut body = vec![u8::try_from(name.len()).unwrap()];
        body.extend_from_slice(name.as_bytes());
        body.extend_from_slice(&found.change.hash);
        body.extend_from_slice(&found.change.bytes);
        let change = PlainChange {
            document: name.clone(),
            hash: found.change.hash,
            actor: found.actor,
            sequence: found.sequence,
            dependencies: found.dependencies,
            group: found.group.cast_unsigned(),
            announces: None,
            body,
        };
        let theirs = seal(stranger.tag(), &stranger, &change, [5; 24]).unwrap().into_item();
        let aad = header(stranger.tag(), &theirs);
        let nonce = XNonce::from([5; 24]);
        let plain = cipher(&stranger).decrypt(&nonce, Payload { msg: &theirs.body, aad: &aad }).unwrap();
        let names = keys.names();
        let mut item = Item {
            document: names.document(&name).0.to_vec(),
            hash: names.hash(&change.hash).0.to_vec(),
            actor: names.actor(&change.actor).0.to_vec(),
            dependencies: change.dependencies.iter().map(|hash| names.hash(hash).0.to_vec()).collect(),
            key: keys.newest().id().number,
            ..theirs
        };
        let aad = header(keys.tag(), &item);
        item.body = cipher(keys).encrypt(&nonce, Payload { msg: &plain, aad: &aad }).unwrap();
        item
    };
    unshown.into_iter().map(forged).collect()
}
