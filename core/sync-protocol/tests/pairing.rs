//! Two devices find each other with the right code, notice a wrong one and every meddling, and the mailbox sees nothing.

use proptest::prelude::*;
use sync_protocol::DeviceTag;
use sync_protocol::pairing::{Bundle, Code, Guest, Host, Newcomer, PairingError, Role};
use sync_protocol::seal::{BookKeys, ExchangeKey};

const SECRET: [u8; 32] = [42; 32];

fn newcomer() -> Newcomer {
    Newcomer {
        device: vec![7; 16],
        name: "laptop of Ana".to_owned(),
        public_key: ExchangeKey::new([8; 32]).public().to_vec(),
    }
}

fn bundle(role: Role) -> Bundle {
    let mut keys = BookKeys::from_secret(&SECRET);
    keys.add(keys.next(&[5; 64]).unwrap());
    let mut bundle = Bundle::new(&keys, &SECRET, role);
    bundle.server.push_str("https://sync.example");
    bundle.token.push_str("let me in");
    bundle.note.push_str("the laptop in the kitchen");
    bundle
}

/// What the host and the guest end with, and what passed by.
type Ends = (Result<Newcomer, PairingError>, Result<Bundle, PairingError>, Vec<Vec<u8>>);

/// Three messages, with somebody between who may change each.
fn pair(codes: [&Code; 2], mut meddle: impl FnMut(usize, &mut Vec<u8>)) -> Ends {
    let mut seen = Vec::new();
    let mut carry = |number: usize, mut message: Vec<u8>| {
        meddle(number, &mut message);
        seen.push(message.clone());
        message
    };
    let (host, first) = Host::new(codes[0], [1; 32]);
    let first = carry(0, first);
    let (guest, second) = match Guest::new(codes[1], &first, &newcomer(), [2; 32]) {
        Ok(begun) => begun,
        Err(error) => return (Err(PairingError::Refused), Err(error), seen),
    };
    let second = carry(1, second);
    let (heard, third) = match host.receive(&second) {
        Ok(knock) => (Ok(knock.newcomer().clone()), knock.admit(&bundle(Role::Editor))),
        Err(failure) => (Err(failure.error), failure.answer),
    };
    let third = carry(2, third);
    (heard, guest.receive(&third), seen)
}

#[test]
fn with_the_right_code_the_new_device_gets_everything() {
    let code = Code::new(4821, [1, 2, 3, 4]);
    let typed: Code = code.to_string().to_uppercase().parse().unwrap();
    let (heard, got, seen) = pair([&code, &typed], |_, _| {});
    let (heard, got) = (heard.unwrap(), got.unwrap());
    assert_eq!((heard.device(), heard.name.as_str()), (Some(DeviceTag([7; 16])), "laptop of Ana"));
    assert_eq!((got.secret(), got.role(), got.token.as_str()), (Some(SECRET), Role::Editor, "let me in"));
    let keys = got.keys().unwrap();
    assert_eq!((keys.generations().count(), keys.newest().writes()), (2, true));
    for secret in [SECRET.as_slice(), b"let me in", b"Ana", b"sync.example", &[7; 16]] {
        let within = |message: &Vec<u8>| message.windows(secret.len()).any(|window| window == secret);
        assert!(!seen.iter().any(within), "the mailbox saw {secret:?}");
    }
}

#[test]
fn a_reader_gets_keys_to_read_and_neither_the_secret_nor_a_key_to_write() {
    let bundle = bundle(Role::Reader);
    assert_eq!(bundle.secret(), None);
    let (keys, all) = (bundle.keys().unwrap(), BookKeys::from_secret(&SECRET));
    assert_eq!((keys.tag(), keys.names().document("book")), (all.tag(), all.names().document("book")));
    assert!(keys.generations().all(|generation| !generation.writes()));
    assert_eq!(keys.generations().count(), 2);
}

#[test]
fn a_host_may_say_no() {
    let code = Code::new(1, [0; 4]);
    let (host, first) = Host::new(&code, [1; 32]);
    let (guest, second) = Guest::new(&code, &first, &newcomer(), [2; 32]).unwrap();
    let answer = host.receive(&second).unwrap().refuse();
    assert_eq!(guest.receive(&answer), Err(PairingError::Refused));
}

#[test]
fn a_later_version_is_named() {
    let code = Code::new(1, [0; 4]);
    let (_, mut first) = Host::new(&code, [1; 32]);
    first[0] = 2;
    assert_eq!(Guest::new(&code, &first, &newcomer(), [2; 32]).unwrap_err(), PairingError::Newer);
}

/// The first message of one code is as likely under any other: SPAKE2 blinds the password with a random point, so that whoever
/// sees it finds for every code a random number that gives the same. What can be tested is that it carries no sign of the code.
#[test]
fn the_first_message_is_of_one_form_for_every_code() {
    let of = |words: [u8; 4], seed: u8| Host::new(&Code::new(9, words), [seed; 32]).1;
    assert_eq!(of([1, 2, 3, 4], 1).len(), of([9, 9, 9, 9], 1).len());
    assert_ne!(of([1, 2, 3, 4], 1), of([1, 2, 3, 4], 2), "a code gives another message every time");
    assert_ne!(of([1, 2, 3, 4], 1), of([9, 9, 9, 9], 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_wrong_code_is_noticed_by_both(a in any::<[u8; 4]>(), b in any::<[u8; 4]>(), same_mailbox in any::<bool>()) {
        let (right, wrong) = (Code::new(4821, a), Code::new(if same_mailbox { 4821 } else { 4822 }, b));
        prop_assume!(right != wrong);
        let (heard, got, _) = pair([&right, &wrong], |_, _| {});
        prop_assert_eq!(heard.unwrap_err(), PairingError::WrongCode);
        prop_assert_eq!(got.unwrap_err(), PairingError::Refused);
    }

    /// Whoever guessed wrong in the guest's place cannot make the guest believe, even without the host's refusal.
    #[test]
    fn a_host_with_a_wrong_code_is_not_believed(a in any::<[u8; 4]>(), b in any::<[u8; 4]>()) {
        let (right, wrong) = (Code::new(4821, a), Code::new(4821, b));
        prop_assume!(right != wrong);
        let (_, first) = Host::new(&wrong, [1; 32]);
        let (guest, _) = Guest::new(&right, &first, &newcomer(), [2; 32]).unwrap();
        // The best it can do without the key: an answer it made with its own guest.
        let (false_host, false_first) = Host::new(&wrong, [1; 32]);
        let (_, false_second) = Guest::new(&wrong, &false_first, &newcomer(), [2; 32]).unwrap();
        let answer = false_host.receive(&false_second).unwrap().admit(&bundle(Role::Editor));
        prop_assert_eq!(guest.receive(&answer), Err(PairingError::WrongCode));
    }

    #[test]
    fn every_changed_message_is_noticed(number in 0_usize..3, at in any::<prop::sample::Index>(), with in 1_u8..) {
        let code = Code::new(4821, [1, 2, 3, 4]);
        let (heard, got, _) = pair([&code, &code], |message, bytes| if message == number {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        });
        prop_assert!(got.is_err());
        prop_assert!(number == 2 || heard.is_err(), "the host noticed too");
    }

    #[test]
    fn messages_cut_short_or_made_up_are_refused(number in 0_usize..3, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let code = Code::new(4821, [1, 2, 3, 4]);
        let (_, got, _) = pair([&code, &code], |message, old| if message == number { old.clone_from(&bytes) });
        prop_assert!(got.is_err());
    }
}
