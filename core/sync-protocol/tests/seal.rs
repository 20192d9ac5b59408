//! Sealed changes open where they should, break where they were touched, and say nothing else.

use proptest::prelude::*;
use sync_protocol::seal::{BookKeys, ContentKey, OpenError, PlainChange, SealedChange, open, seal};
use sync_protocol::{BookTag, Frame, Limits, Push};

const BOOK: BookTag = BookTag([1; 16]);

fn keys() -> BookKeys {
    BookKeys::from_secret(&[42; 32])
}

fn change(body: &[u8]) -> PlainChange {
    PlainChange {
        document: "tx/abc/2026-01".to_owned(),
        hash: [3; 32],
        actor: vec![4; 16],
        sequence: 9,
        dependencies: vec![[5; 32], [6; 32]],
        group: 2,
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
    assert!(rotated.add(2, ContentKey::new([9; 32])));
    assert!(!rotated.add(2, ContentKey::new([8; 32])), "a number is given once");
    assert!(!rotated.add(0, ContentKey::new([8; 32])), "0 means unsealed");
    let new = seal(BOOK, &rotated, &change(b"after"), [2; 24]);
    assert_eq!(new.item().key, 2);
    assert_eq!(open(BOOK, &rotated, &old).unwrap().as_slice(), b"before");
    assert_eq!(open(BOOK, &rotated, &new).unwrap().as_slice(), b"after");
    assert_eq!(
        open(BOOK, &keys(), &new),
        Err(OpenError::KeyMissing(2)),
        "a device without the new key waits for it"
    );
    assert_eq!(old.item().hash, new.item().hash, "names do not change with the content key");
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
    assert!(text.contains('1') && !text.contains("42"), "{text}");
}

proptest! {
    /// Two books that differ only in what is written, not in how long it is, send headers and frames of the same form.
    #[test]
    fn headers_do_not_depend_on_plaintext(a in "[a-z]{0,100}", b in "[a-z]{0,100}") {
        let one = seal(BOOK, &keys(), &change(a.as_bytes()), [7; 24]).into_item();
        let other = seal(BOOK, &keys(), &change(b.as_bytes()), [7; 24]).into_item();
        prop_assert_eq!(one.body.len(), other.body.len(), "one bucket");
        let blank = |mut item: sync_protocol::Item| { item.body.clear(); item };
        prop_assert_eq!(blank(one), blank(other));
    }

    #[test]
    fn bodies_of_any_length_come_back(body in proptest::collection::vec(any::<u8>(), 0..20_000), nonce in any::<[u8; 24]>()) {
        let sealed = seal(BOOK, &keys(), &change(&body), nonce);
        let opened = open(BOOK, &keys(), &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), body.as_slice());
    }
}
