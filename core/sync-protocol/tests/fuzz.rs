//! Bytes nobody meant, thrown at the frame decoder: it never panics, what it reads it writes the same, and its limits hold. `make fuzz`
//! runs these for minutes.

use crate::wire::samples;
use proptest::prelude::*;
use proptest::sample::Index;
use sync_protocol::seal::SealedChange;
use sync_protocol::{Frame, Item, Limits, Page};

/// Small enough to be met by what is thrown here.
const TIGHT: Limits = Limits {
    frame_bytes: 700,
    push_items: 1,
    push_bytes: 60,
    pushes_in_flight: 4,
    page_bytes: 512,
    body_bytes: 50,
    dependencies: 1,
};

/// What one does to a frame on its way: cut, overwrite, insert, repeat, splice in a piece of another.
#[derive(Debug, Clone)]
enum Damage {
    Cut(Index),
    Overwrite(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, Index),
    Splice(Index, usize, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), any::<u8>()).prop_map(|(at, to)| Damage::Overwrite(at, to)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..20))
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Damage::Repeat(from, to)),
        (any::<Index>(), 0_usize..16, any::<Index>())
            .prop_map(|(at, other, from)| Damage::Splice(at, other, from)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let at = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
    match damage {
        Damage::Cut(to) => bytes.truncate(at(to, bytes)),
        Damage::Overwrite(index, to) if !bytes.is_empty() => {
            let place = index.index(bytes.len());
            bytes[place] = *to;
        }
        Damage::Overwrite(..) => {}
        Damage::Insert(index, more) => {
            let place = at(index, bytes);
            bytes.splice(place..place, more.iter().copied());
        }
        Damage::Repeat(from, to) => {
            let (from, to) = (at(from, bytes), at(to, bytes));
            let piece = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.extend(piece);
        }
        Damage::Splice(index, other, from) => {
            let other = samples()[*other].1.clone().encode();
            let place = at(index, bytes);
            bytes.truncate(place);
            bytes.extend(&other[from.index(other.len())..]);
        }
    }
}

fn assert_within(items: &[Item]) {
    for item in items {
        assert_eq!((item.document.len(), item.hash.len(), item.actor.len()), (16, 32, 16));
        assert!(item.body.len() <= TIGHT.body_bytes && item.dependencies.len() <= TIGHT.dependencies);
        assert!(item.nonce.len() == if item.key == 0 { 0 } else { 24 });
    }
}

/// Reads the bytes under both limits and holds the result against what reading promises.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(frame) = Frame::decode(bytes, &Limits::DEFAULT) {
        let again = frame.clone().encode();
        prop_assert_eq!(Frame::decode(&again, &Limits::DEFAULT), Ok(frame), "decoded, encoded, decoded");
    }
    if let Ok(frame) = Frame::decode(bytes, &TIGHT) {
        prop_assert!(bytes.len() <= TIGHT.frame_bytes);
        match frame {
            Frame::Push(push) => {
                assert_within(&push.items);
                let bodies: usize = push.items.iter().map(|item| item.body.len()).sum();
                prop_assert!(push.items.len() <= TIGHT.push_items && bodies <= TIGHT.push_bytes);
            }
            Frame::Page(Page { items, epoch, chain, .. }) => {
                assert_within(&items);
                prop_assert_eq!((epoch.len(), chain.len()), (16, 32));
            }
            Frame::Head(head) => assert_within(&head.page.map(|page| page.items).unwrap_or_default()),
            Frame::PushAck(ack) => prop_assert!(ack.results.len() <= TIGHT.push_items),
            _ => {}
        }
    }
    // What a device keeps and opens of it later.
    if let Some(item) = Item::from_bytes(bytes) {
        prop_assert_eq!(Item::from_bytes(&item.to_bytes()), Some(item.clone()));
        let _sealed_or_not = SealedChange::from_item(item);
    }
    Ok(())
}

proptest! {
    #[test]
    fn fuzz_arbitrary_bytes_are_refused_or_read_and_never_more(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes)?;
    }

    #[test]
    fn fuzz_a_damaged_frame_is_refused_or_read_and_never_more(
        which in 0_usize..16,
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        let mut bytes = samples()[which].1.clone().encode();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        check(&bytes)?;
    }

    #[test]
    fn fuzz_lengths_that_lie_take_no_memory(tag in 0_u8..18, length in any::<u64>(), rest in prop::collection::vec(any::<u8>(), 0..40)) {
        // A field of the envelope whose length is anything at all.
        let mut bytes = vec![tag << 3 | 2];
        let mut left = length;
        while left >= 0x80 {
            bytes.push(u8::try_from(left & 0x7f).expect("seven bits") | 0x80);
            left >>= 7;
        }
        bytes.push(u8::try_from(left).expect("seven bits"));
        bytes.extend(rest);
        check(&bytes)?;
    }
}
