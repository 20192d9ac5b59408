//! What a server sees of a sealed book, and that it is all it sees.
//!
//! A frame of a sealed book is a function of the book's *shape* (how many changes, how long in buckets, which of them are of one
//! document or actor, which build on which, their numbers), and of bytes that look random to who has no key. So: two books of one
//! shape with entirely different content give frames of which the *view* is equal, where the view replaces every keyed name by the
//! order of its first appearance and every ciphertext by its length; and no replaced byte string is computable without the keys.

use proptest::prelude::*;
use std::collections::HashMap;
use sync_protocol::seal::{BookKeys, PlainChange, SealedChange, open, seal};
use sync_protocol::{Chain, Frame, HashTag, Item, Limits, Page, Push};

/// One change, as far as a server may know: its document, its actor and what it builds on as numbers, the length of its body.
#[derive(Debug, Clone)]
struct Shape {
    document: u8,
    actor: u8,
    group: u64,
    sequence: u64,
    builds_on: Vec<u8>,
    length: usize,
}

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let one =
        (0_u8..4, 0_u8..3, 0_u64..5, 1_u64..9, prop::collection::vec(any::<u8>(), 0..3), 0_usize..6_000);
    let shape = one.prop_map(|(document, actor, group, sequence, builds_on, length)| Shape {
        document,
        actor,
        group,
        sequence,
        builds_on,
        length,
    });
    prop::collection::vec(shape, 1..12)
}

/// A book of this shape; `salt` decides all its content: names, hashes, bodies.
fn book(shapes: &[Shape], salt: &[u8; 32]) -> Vec<PlainChange> {
    let word = |kind: u8, number: u8| -> [u8; 32] {
        std::array::from_fn(|at| salt[(at + usize::from(kind)) % 32] ^ number ^ kind.wrapping_mul(31))
    };
    let hash = |at: usize| {
        let mut hash = word(3, 0);
        hash[..8].copy_from_slice(&(at as u64).to_le_bytes());
        hash
    };
    let change = |(at, shape): (usize, &Shape)| PlainChange {
        document: format!("tx/{:02x?}/2026-{:02}", &word(1, shape.document)[..4], shape.document + 1),
        hash: hash(at),
        actor: word(2, shape.actor)[..16].to_vec(),
        sequence: shape.sequence,
        dependencies: shape.builds_on.iter().map(|on| hash(usize::from(*on) % (at + 1))).collect(),
        group: shape.group,
        announces: None,
        body: (0..shape.length)
            .map(|byte| salt[byte % 32].wrapping_mul(u8::try_from(2 * at + 1).unwrap()))
            .collect(),
    };
    shapes.iter().enumerate().map(change).collect()
}

fn sealed(keys: &BookKeys, changes: &[PlainChange]) -> Vec<Item> {
    let nonce = |at: usize| [u8::try_from(at).unwrap(); 24];
    let seal = |(at, change)| seal(keys.tag(), keys, change, nonce(at)).unwrap().into_item();
    changes.iter().enumerate().map(seal).collect()
}

/// What is left of items when every name is the order of its first appearance and every body its length.
fn view(items: &[Item]) -> Vec<Item> {
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut blind = |name: &[u8]| {
        let next = seen.len();
        let order = *seen.entry(name.to_vec()).or_insert(next);
        let mut blinded = vec![0; name.len()];
        blinded[..8].copy_from_slice(&(order as u64).to_le_bytes());
        blinded
    };
    let blinded = |item: &Item| Item {
        document: blind(&item.document),
        hash: blind(&item.hash),
        actor: blind(&item.actor),
        dependencies: item.dependencies.iter().map(|hash| blind(hash)).collect(),
        body: vec![0; item.body.len()],
        ..item.clone()
    };
    items.iter().map(blinded).collect()
}

/// The frames that carry items, as bytes.
fn frames(book: sync_protocol::BookTag, items: &[Item]) -> [Vec<u8>; 2] {
    let chain = Chain::start(book).after_all(items.iter().filter_map(|item| HashTag::from_slice(&item.hash)));
    let page = Page {
        epoch: vec![1; 16],
        after: 0,
        items: items.to_vec(),
        head: items.len() as u64,
        chain: chain.0.to_vec(),
        more: false,
    };
    [Frame::Push(Push { number: 1, items: items.to_vec() }).encode(), Frame::Page(page).encode()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_frame_depends_on_the_shape_of_a_book_and_on_nothing_it_says(
        shapes in shapes(),
        one in any::<[u8; 32]>(),
        other in any::<[u8; 32]>(),
    ) {
        let keys = BookKeys::from_secret(&[42; 32]);
        let (a, b) = (sealed(&keys, &book(&shapes, &one)), sealed(&keys, &book(&shapes, &other)));
        prop_assert_eq!(view(&a), view(&b));
        for (a, b) in frames(keys.tag(), &a).iter().zip(&frames(keys.tag(), &b)) {
            prop_assert_eq!(a.len(), b.len(), "frames of one length");
        }
    }

    /// The view is the same under another key, and nothing else is: no name in a header is a function of the content alone, which
    /// somebody could compute for a guess.
    #[test]
    fn every_name_depends_on_the_key(shapes in shapes(), salt in any::<[u8; 32]>()) {
        let (one, other) = (BookKeys::from_secret(&[42; 32]), BookKeys::from_secret(&[43; 32]));
        let changes = book(&shapes, &salt);
        let (a, b) = (sealed(&one, &changes), sealed(&other, &changes));
        prop_assert_eq!(view(&a), view(&b));
        for (a, b) in a.iter().zip(&b) {
            prop_assert!(a.document != b.document && a.hash != b.hash && a.actor != b.actor && a.body != b.body);
            prop_assert!(a.dependencies.iter().zip(&b.dependencies).all(|(a, b)| a != b));
        }
    }

    /// Nothing of the content stands in a frame in clear.
    #[test]
    fn no_part_of_the_content_is_in_a_frame(shapes in shapes(), salt in any::<[u8; 32]>()) {
        let keys = BookKeys::from_secret(&[42; 32]);
        let changes = book(&shapes, &salt);
        let items = sealed(&keys, &changes);
        for frame in frames(keys.tag(), &items) {
            prop_assert!(Frame::decode(&frame, &Limits::DEFAULT).is_ok());
            let shows = |part: &[u8]| part.len() >= 8 && frame.windows(part.len()).any(|window| window == part);
            for change in &changes {
                prop_assert!(!shows(change.document.as_bytes()) && !shows(&change.hash) && !shows(&change.actor));
                prop_assert!(!shows(&change.body));
            }
        }
        for (item, change) in items.into_iter().zip(&changes) {
            let opened = open(keys.tag(), &keys, &SealedChange::from_item(item).unwrap()).unwrap();
            prop_assert_eq!(opened.as_slice(), change.body.as_slice(), "and yet it is there");
        }
    }

    /// The length tells a bucket and no more: powers of two from 128 bytes to 4 KiB, then steps of 4 KiB.
    #[test]
    fn lengths_show_as_buckets(length in 0_usize..20_000) {
        let keys = BookKeys::from_secret(&[42; 32]);
        let shape = Shape { document: 0, actor: 0, group: 0, sequence: 1, builds_on: vec![], length };
        let found = sealed(&keys, &book(&[shape], &[7; 32]))[0].body.len() - 16;
        // Length field and signature.
        let needed = length + 4 + 64;
        let bucket = if needed > 4096 { needed.div_ceil(4096) * 4096 } else { needed.next_power_of_two().max(128) };
        prop_assert_eq!(found, bucket);
    }
}
