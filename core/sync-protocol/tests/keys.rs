//! Generations, what is sealed for one device, recovery words and key files.

use proptest::prelude::*;
use sync_protocol::seal::keyfile::{Cost, DeviceSecrets, KeyFileError, lock, unlock};
use sync_protocol::seal::recovery::{
    ENVELOPE_BYTES, PhraseError, RecoverySecret, envelope, in_envelope, open_envelope,
};
use sync_protocol::seal::{BookKeys, ExchangeKey, Generation, UnwrapError, unwrap, wrap};
use sync_protocol::{BookTag, DeviceTag};

const SECRET: [u8; 32] = [42; 32];
const ME: DeviceTag = DeviceTag([7; 16]);

fn keys() -> BookKeys {
    BookKeys::from_secret(&SECRET)
}

/// Quick, for tests.
const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

#[test]
fn later_generations_are_newer_and_two_made_apart_have_one_order() {
    let mut keys = keys();
    let first = keys.newest().id();
    let (one, other) = (keys.next(&[1; 64]).unwrap(), keys.next(&[2; 64]).unwrap());
    assert!(first < one.id() && first < other.id() && one.id() != other.id());
    assert_eq!((first.number, one.id().number >> 16, other.id().number >> 16), (1, 2, 2));
    let newest = one.id().max(other.id());
    for order in [[&one, &other], [&other, &one]] {
        let mut both = keys.clone();
        for generation in order {
            assert!(both.add(generation.clone()));
            assert!(!both.add(generation.clone()), "nothing new");
        }
        assert_eq!(both.newest().id(), newest);
        assert_eq!(both.next(&[3; 64]).unwrap().id().number >> 16, 3);
    }
    keys.add(one.for_reader());
    assert!(!keys.newest().writes());
    assert!(keys.add(one), "a reader who is made an editor");
    assert!(keys.newest().writes());
}

#[test]
fn a_generation_is_its_bytes_and_parts_of_two_are_none() {
    let (one, other) = (keys().next(&[1; 64]).unwrap(), keys().next(&[2; 64]).unwrap());
    for generation in [&one, &other, &one.for_reader(), keys().newest()] {
        let again = Generation::from_bytes(&generation.to_bytes()).unwrap();
        assert_eq!((again.id(), again.writes()), (generation.id(), generation.writes()));
        assert_eq!(again.to_bytes(), generation.to_bytes());
    }
    let mut mixed = one.to_bytes().to_vec();
    let at = mixed.len() - 32;
    mixed.truncate(at);
    mixed.extend_from_slice(&other.to_bytes()[at..]);
    assert!(Generation::from_bytes(&mixed).is_none());
    let mut later = one.to_bytes().to_vec();
    later[0] = 2;
    assert!(Generation::from_bytes(&later).is_none());
}

#[test]
fn a_wrapped_generation_opens_for_its_member_alone() {
    let (book, me, other) = (keys().tag(), ExchangeKey::new([1; 32]), ExchangeKey::new([2; 32]));
    let generation = keys().next(&[9; 64]).unwrap();
    let wrapped = wrap(book, &generation, ME, &me.public(), [3; 32]).unwrap();
    assert!(wrapped.len() < 200, "{}", wrapped.len());
    let opened = unwrap(book, generation.id(), ME, &me, &wrapped).unwrap();
    assert_eq!(opened.to_bytes(), generation.to_bytes());
    let broken = Some(UnwrapError::Broken);
    assert_eq!(unwrap(book, generation.id(), ME, &other, &wrapped).err(), broken, "another key");
    assert_eq!(
        unwrap(book, generation.id(), DeviceTag([8; 16]), &me, &wrapped).err(),
        broken,
        "another member"
    );
    assert_eq!(unwrap(BookTag([0; 16]), generation.id(), ME, &me, &wrapped).err(), broken, "another book");
    assert_eq!(unwrap(book, keys().newest().id(), ME, &me, &wrapped).err(), broken, "another generation");
    let mut later = wrapped.clone();
    later[0] = 2;
    assert_eq!(unwrap(book, generation.id(), ME, &me, &later).err(), Some(UnwrapError::Newer));
    for at in 1..wrapped.len() {
        let mut touched = wrapped.clone();
        touched[at] ^= 1;
        assert_eq!(unwrap(book, generation.id(), ME, &me, &touched).err(), broken, "byte {at}");
    }
    assert!(wrap(book, &generation, ME, &[0; 32], [3; 32]).is_err(), "no key of anybody");
}

#[test]
fn words_bring_a_book_back_and_other_words_do_not() {
    let recovery = RecoverySecret::new(std::array::from_fn(|at| u8::try_from(at * 7).unwrap()));
    let words = recovery.words();
    assert_eq!(words.split(' ').count(), 24);
    assert_eq!(RecoverySecret::from_words(&format!("  {}\n", words.to_uppercase())), Ok(recovery.clone()));
    let mut keys = keys();
    keys.add(keys.next(&[1; 64]).unwrap());
    let sealed = envelope(&SECRET, &keys, &recovery.public(), [4; 32]).unwrap();
    let back = open_envelope(keys.tag(), &recovery, &sealed).unwrap();
    assert_eq!((*back.secret, back.keys.newest().id()), (SECRET, keys.newest().id()));
    let other = RecoverySecret::new([1; 32]);
    assert_eq!(open_envelope(keys.tag(), &other, &sealed).err(), Some(UnwrapError::Broken));
    assert_eq!(open_envelope(BookTag([1; 16]), &recovery, &sealed).err(), Some(UnwrapError::Broken));
    assert_ne!(recovery.lookup(), other.lookup());
    assert_ne!(recovery.lookup(), recovery.member().0);
    assert!(!format!("{recovery:?}{back:?}").contains("42"));
}

#[test]
fn an_envelope_stays_small_however_often_keys_were_rotated() {
    let mut keys = keys();
    for n in 0..60 {
        keys.add(keys.next(&[n; 64]).unwrap());
    }
    let recovery = RecoverySecret::new([3; 32]);
    let sealed = envelope(&SECRET, &keys, &recovery.public(), [4; 32]).unwrap();
    assert!(sealed.len() <= ENVELOPE_BYTES, "{}", sealed.len());
    let back = open_envelope(keys.tag(), &recovery, &sealed).unwrap();
    assert!(in_envelope(&keys).all(|generation| back.keys.has(generation.id())));
    assert_eq!(back.keys.newest().id(), keys.newest().id());
}

#[test]
fn words_that_are_no_phrase_are_told_apart() {
    let words = RecoverySecret::new([5; 32]).words();
    let mut list: Vec<&str> = words.split(' ').collect();
    list.swap(0, 1);
    let swapped = RecoverySecret::from_words(&list.join(" "));
    assert!(swapped == Err(PhraseError::Checksum) || list[0] == list[1], "{swapped:?}");
    assert_eq!(RecoverySecret::from_words(&list[..12].join(" ")), Err(PhraseError::Count(12)));
    list[4] = "valorize";
    assert_eq!(RecoverySecret::from_words(&list.join(" ")), Err(PhraseError::Word(5)));
}

#[test]
fn a_key_file_opens_with_its_passphrase_and_says_why_it_does_not() {
    let secrets = DeviceSecrets::new("let me in", &[1; 32], None);
    let file = lock("correct horse", &secrets, CHEAP, &[9; 40]).unwrap();
    assert!(unlock("correct horse", &file).unwrap() == secrets);
    assert_eq!(unlock("correct house", &file).err(), Some(KeyFileError::Wrong));
    assert_eq!(unlock("correct horse", b"something else").err(), Some(KeyFileError::NotAKeyFile));
    assert!(!format!("{secrets:?}").contains("let me in"));
    assert!(!file.windows(9).any(|window| window == b"let me in"));
    for at in 0..file.len() {
        let mut touched = file.clone();
        touched[at] ^= 0x80;
        assert!(unlock("correct horse", &touched).is_err(), "byte {at}");
    }
    assert_eq!((Cost::DEFAULT.memory, Cost::DEFAULT.passes), (65_536, 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_open_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let key = ExchangeKey::new([1; 32]);
        prop_assert!(unwrap(keys().tag(), keys().newest().id(), ME, &key, &bytes).is_err());
        prop_assert!(open_envelope(keys().tag(), &RecoverySecret::new([1; 32]), &bytes).is_err());
        prop_assert!(unlock("x", &bytes).is_err());
        prop_assert!(Generation::from_bytes(&bytes).is_none());
    }

    #[test]
    fn any_secret_is_its_words(secret in any::<[u8; 32]>()) {
        let recovery = RecoverySecret::new(secret);
        prop_assert_eq!(RecoverySecret::from_words(&recovery.words()), Ok(recovery));
    }
}
