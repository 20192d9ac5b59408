//! Sealed changes open where they should, break where they were touched, and say nothing else.

use proptest::prelude::*;
use sync_protocol::seal::{BookKeys, CannotWrite, OpenError, PlainChange, SealedChange, open};
use sync_protocol::{BookTag, Frame, Limits, Push};

const BOOK: BookTag = BookTag([1; 16]);

fn keys() -> BookKeys {
    BookKeys::from_secret(&[42; 32])
}

fn seal(book: BookTag, keys: &BookKeys, change: &PlainChange, nonce: [u8; 24]) -> SealedChange {
    sync_protocol::seal::seal(book, keys, change, nonce).unwrap()
}

/// A device that may read what this one reads, and nothing else.
fn reader(keys: &BookKeys) -> BookKeys {
    BookKeys::for_reader(keys.tag(), keys.names().clone(), keys.generations().cloned()).unwrap()
}

fn change(body: &[u8]) -> PlainChange {
    PlainChange {
        document: "tx/abc/2026-01".to_owned(),
        hash: [3; 32],
        actor: vec![4; 16],
        sequence: 9,
        dependencies: vec![[5; 32], [6; 32]],
        group: 2,
        announces: None,
        body: body.to_vec(),
    }
}

#[test]
fn a_sealed_change_opens_with_the_right_key_and_only_there() {
    let sealed = seal(BOOK, &keys(), &change(b"rent, 1,990.00"), [7; 24]);
    assert_eq!(open(BOOK, &keys(), &sealed).unwrap().as_slice(), b"rent, 1,990.00");
    assert_eq!(open(BookTag([2; 16]), &keys(), &sealed), Err(OpenError::Broken), "another book");
    assert_eq!(
        open(BOOK, &BookKeys::from_secret(&[43; 32]), &sealed),
        Err(OpenError::Broken),
        "another secret"
    );
}

#[test]
fn every_part_of_the_header_is_bound_to_the_body() {
    let sealed = seal(BOOK, &keys(), &change(b"x"), [7; 24]).into_item();
    let touched: [fn(&mut sync_protocol::Item); 8] = [
        |item| item.document[0] ^= 1,
        |item| item.hash[0] ^= 1,
        |item| item.actor[0] ^= 1,
        |item| item.sequence += 1,
        |item| item.dependencies.swap(0, 1),
        |item| item.group += 1,
        |item| item.nonce[0] ^= 1,
        |item| item.body[0] ^= 1,
    ];
    for (number, touch) in touched.into_iter().enumerate() {
        let mut item = sealed.clone();
        touch(&mut item);
        let changed = SealedChange::from_item(item).unwrap();
        assert_eq!(open(BOOK, &keys(), &changed), Err(OpenError::Broken), "part {number}");
    }
    let mut item = sealed;
    item.body.clear();
    assert_eq!(open(BOOK, &keys(), &SealedChange::from_item(item).unwrap()), Err(OpenError::NoBody));
}

#[test]
fn a_rotated_key_seals_from_then_on_and_old_changes_still_open() {
    let old = seal(BOOK, &keys(), &change(b"before"), [1; 24]);
    let mut rotated = keys();
    rotated.add(rotated.next(&[9; 64]).unwrap());
    let new = seal(BOOK, &rotated, &change(b"after"), [2; 24]);
    assert_eq!((old.item().key, new.item().key), (1, rotated.newest().id().number));
    assert_eq!(open(BOOK, &rotated, &old).unwrap().as_slice(), b"before");
    assert_eq!(open(BOOK, &rotated, &new).unwrap().as_slice(), b"after");
    assert_eq!(
        open(BOOK, &keys(), &new),
        Err(OpenError::KeyMissing(new.item().key)),
        "a device without the new key waits for it"
    );
    assert_eq!(old.item().hash, new.item().hash, "names do not change with the content key");
}

#[test]
fn what_hands_out_a_generation_is_sealed_with_an_older_one() {
    let mut rotated = keys();
    for n in 0..2 {
        rotated.add(rotated.next(&[n; 64]).unwrap());
    }
    let ids: Vec<_> = rotated.generations().map(sync_protocol::seal::Generation::id).collect();
    for (at, id) in ids.iter().enumerate().skip(1) {
        let handing_out = PlainChange { announces: Some(*id), ..change(b"keys") };
        assert_eq!(seal(BOOK, &rotated, &handing_out, [1; 24]).item().key, ids[at - 1].number);
    }
    let first = PlainChange { announces: Some(ids[0]), ..change(b"keys") };
    assert_eq!(sync_protocol::seal::seal(BOOK, &rotated, &first, [1; 24]), Err(CannotWrite));
}

#[test]
fn a_reader_reads_and_cannot_write_not_even_with_the_servers_help() {
    let mut writer = keys();
    writer.add(writer.next(&[9; 64]).unwrap());
    let reader = reader(&writer);
    let sealed = seal(BOOK, &writer, &change(b"rent"), [1; 24]);
    assert_eq!(open(BOOK, &reader, &sealed).unwrap().as_slice(), b"rent");
    assert_eq!(sync_protocol::seal::seal(BOOK, &reader, &change(b"rent"), [1; 24]), Err(CannotWrite));
    // What a reader can make: the content key of the book with a writing key of its own. The number stays, for the header is bound.
    let stranger = BookKeys::from_secret(&[43; 32]).next(&[3; 64]).unwrap();
    let parts = [&writer.newest().to_bytes()[..37], &stranger.to_bytes()[37..]].concat();
    assert!(sync_protocol::seal::Generation::from_bytes(&parts).is_none(), "the mark names both keys");
    forged_by_hand(&writer, &reader);
}

/// A body encrypted with the right key, with a signature that is another's or none.
fn forged_by_hand(writer: &BookKeys, reader: &BookKeys) {
    use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
    use chacha20poly1305::{XChaCha20Poly1305, XNonce};
    let genuine = seal(BOOK, writer, &change(b"rent"), [1; 24]).into_item();
    let content: [u8; 32] = reader.newest().to_bytes()[5..37].try_into().unwrap();
    let cipher = XChaCha20Poly1305::new((&content).into());
    // The header as the cipher binds it, written here a second time from docs/sync-protocol.md.
    let mut aad = Vec::new();
    let mut put = |part: &[u8]| {
        aad.extend_from_slice(&u32::try_from(part.len()).unwrap().to_le_bytes());
        aad.extend_from_slice(part);
    };
    put(b"valorize change 2");
    put(&BOOK.0);
    for part in [&genuine.document, &genuine.hash, &genuine.actor] {
        put(part);
    }
    put(&genuine.sequence.to_le_bytes());
    put(&genuine.key.to_le_bytes());
    put(&genuine.group.to_le_bytes());
    for part in &genuine.dependencies {
        put(part);
    }
    let nonce = XNonce::from([1; 24]);
    let plain = cipher.decrypt(&nonce, Payload { msg: &genuine.body, aad: &aad }).unwrap();
    assert_eq!(&plain[68..72], b"rent", "length, signature, body");
    type Forgery = fn(&mut Vec<u8>);
    let cases: [(&str, Forgery); 3] = [
        ("another body under the same signature", |plain| plain[68] = b'R'),
        ("a signature of zeros", |plain| plain[4..68].fill(0)),
        ("no room for a signature", |plain| {
            plain.fill(0);
            plain[0] = 63;
        }),
    ];
    for (name, forge) in cases {
        let mut forged = plain.clone();
        forge(&mut forged);
        let body = cipher.encrypt(&nonce, Payload { msg: &forged, aad: &aad }).unwrap();
        let item = sync_protocol::Item { body, ..genuine.clone() };
        let opened = open(BOOK, writer, &SealedChange::from_item(item).unwrap());
        assert_eq!(opened, Err(OpenError::Forged), "{name}");
    }
}

#[test]
fn nothing_of_the_plaintext_is_in_the_frame() {
    let secret = b"PIX JOAO DA SILVA 1990,00";
    let sealed = seal(BOOK, &keys(), &change(secret), [7; 24]);
    let frame = Frame::Push(Push { number: 1, items: vec![sealed.into_item()] }).encode();
    for part in [secret.as_slice(), b"tx/abc/2026-01", &[3; 32], &[4; 16], &[5; 32]] {
        assert!(!frame.windows(part.len()).any(|window| window == part));
    }
    assert!(Frame::decode(&frame, &Limits::DEFAULT).is_ok());
}

#[test]
fn keys_are_not_printed() {
    let text = format!("{:?}", keys());
    assert!(text.contains("generations: [1]") && !text.contains("42"), "{text}");
}

proptest! {
    #[test]
    fn bodies_of_any_length_come_back(body in proptest::collection::vec(any::<u8>(), 0..20_000), nonce in any::<[u8; 24]>()) {
        let sealed = seal(BOOK, &keys(), &change(&body), nonce);
        let opened = open(BOOK, &keys(), &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), body.as_slice());
    }
}
