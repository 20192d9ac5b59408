//! Bytes of every frame as they were first sent. They must decode for ever, and an unchanged frame must give the same bytes.

use crate::wire::samples;
use std::fmt::Write as _;
use std::path::Path;
use sync_protocol::pairing::{Bundle, Code, Guest, Host, Newcomer, Role};
use sync_protocol::seal::keyfile::{Cost, DeviceSecrets, lock, unlock};
use sync_protocol::seal::recovery::{RecoverySecret, envelope, open_envelope};
use sync_protocol::seal::{
    BookKeys, ExchangeKey, Generation, PlainChange, SealedChange, open, seal, unwrap, wrap,
};
use sync_protocol::{DeviceTag, Frame, Item, Limits};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn frames_are_the_bytes_they_were() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/frames-1.txt");
    let lines: Vec<String> =
        samples().into_iter().map(|(name, frame)| format!("{name} {}", hex(&frame.encode()))).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    // A frame added later adds a line; a line that is there never changes.
    for (line, sample) in kept.lines().zip(&lines) {
        assert_eq!(line, sample, "a frame's bytes changed: older programs would no longer understand it");
    }
    assert_eq!(
        kept.lines().count(),
        lines.len(),
        "new frames: refresh with UPDATE_GOLDEN=1 cargo test -p sync-protocol"
    );
    for (line, (name, frame)) in kept.lines().zip(samples()) {
        let (_, bytes) = line.split_once(' ').unwrap();
        assert_eq!(Frame::decode(&from_hex(bytes), &Limits::DEFAULT).unwrap(), frame, "{name}");
    }
}

fn keys() -> BookKeys {
    let mut keys = BookKeys::from_secret(&[42; 32]);
    keys.add(keys.next(&[9; 64]).unwrap());
    keys
}

/// One of everything that is sealed, with all that is random fixed.
fn sealed() -> Vec<(&'static str, Vec<u8>)> {
    let (keys, me) = (keys(), ExchangeKey::new([1; 32]));
    let change = PlainChange {
        document: "book".to_owned(),
        hash: [3; 32],
        actor: vec![4; 16],
        sequence: 1,
        dependencies: vec![[5; 32]],
        group: 2,
        announces: None,
        body: b"what was changed".to_vec(),
    };
    let first = PlainChange { announces: Some(keys.newest().id()), ..change.clone() };
    let item = |change| seal(keys.tag(), &keys, change, [7; 24]).unwrap().into_item().to_bytes();
    let secrets = DeviceSecrets::new("token", &[1; 32], None);
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    let code = Code::new(4821, [1, 2, 3, 4]);
    let newcomer = Newcomer { device: vec![7; 16], name: "two".to_owned(), public_key: me.public().to_vec() };
    let (host, one) = Host::new(&code, [1; 32]);
    let (_, two) = Guest::new(&code, &one, &newcomer, [2; 32]).unwrap();
    let three = host.receive(&two).unwrap().admit(&Bundle::new(&keys, &[42; 32], Role::Editor));
    vec![
        ("change", item(&change)),
        ("change_of_generation_1", item(&first)),
        ("generation", keys.newest().to_bytes().to_vec()),
        ("wrap", wrap(keys.tag(), keys.newest(), DeviceTag([7; 16]), &me.public(), [3; 32]).unwrap()),
        ("envelope", envelope(&[42; 32], &keys, &RecoverySecret::new([8; 32]).public(), [3; 32]).unwrap()),
        ("key_file", lock("passphrase", &secrets, cost, &[9; 40]).unwrap()),
        ("pairing_1", one),
        ("pairing_2", two),
        ("pairing_3", three),
    ]
}

#[test]
fn what_was_sealed_opens_for_ever() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sealed-2.txt");
    let lines: Vec<String> =
        sealed().into_iter().map(|(name, bytes)| format!("{name} {}", hex(&bytes))).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        kept.lines().collect::<Vec<_>>(),
        lines,
        "sealed bytes changed: older programs would not open them"
    );
    let kept: std::collections::HashMap<&str, Vec<u8>> = kept
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, text)| (name, from_hex(text)))
        .collect();
    let (keys, me) = (keys(), ExchangeKey::new([1; 32]));
    for name in ["change", "change_of_generation_1"] {
        let change = SealedChange::from_item(Item::from_bytes(&kept[name]).unwrap()).unwrap();
        assert_eq!(open(keys.tag(), &keys, &change).unwrap().as_slice(), b"what was changed", "{name}");
    }
    let id = keys.newest().id();
    assert_eq!(Generation::from_bytes(&kept["generation"]).unwrap().id(), id);
    assert_eq!(unwrap(keys.tag(), id, DeviceTag([7; 16]), &me, &kept["wrap"]).unwrap().id(), id);
    let back = open_envelope(keys.tag(), &RecoverySecret::new([8; 32]), &kept["envelope"]).unwrap();
    assert_eq!((*back.secret, back.keys.newest().id()), ([42; 32], id));
    assert_eq!(unlock("passphrase", &kept["key_file"]).unwrap().token, "token");
    let code = Code::new(4821, [1, 2, 3, 4]);
    let newcomer = Newcomer { device: vec![7; 16], name: "two".to_owned(), public_key: me.public().to_vec() };
    let (guest, second) = Guest::new(&code, &kept["pairing_1"], &newcomer, [2; 32]).unwrap();
    assert_eq!(second, kept["pairing_2"]);
    assert_eq!(guest.receive(&kept["pairing_3"]).unwrap().keys().unwrap().newest().id(), id);
}

/// A later program adds fields to what devices tell each other; an older one reads what it knows.
#[test]
fn what_a_later_program_adds_is_passed_over() {
    use prost::Message as _;
    // Field 900, a number.
    let added = [0xa0, 0x38, 0x2a];
    let secrets = DeviceSecrets::new("token", &[1; 32], None);
    let later = [secrets.encode_to_vec().as_slice(), &added].concat();
    assert!(DeviceSecrets::decode(later.as_slice()).unwrap() == secrets);
    let bundle = Bundle::new(&keys(), &[42; 32], Role::Editor);
    let mut later = Bundle::decode([bundle.encode_to_vec().as_slice(), &added].concat().as_slice()).unwrap();
    assert_eq!(later.keys().unwrap().newest().id(), keys().newest().id());
    later.role = 77;
    assert_eq!(later.role(), Role::Reader, "a role nobody knows yet");
    let newcomer = Newcomer { device: vec![7; 16], name: "two".to_owned(), public_key: vec![1; 32] };
    let later = [newcomer.encode_to_vec().as_slice(), &added].concat();
    assert_eq!(Newcomer::decode(later.as_slice()).unwrap(), newcomer);
    // What an older program wrote has none of the fields that came since.
    assert!(DeviceSecrets::decode([].as_slice()).unwrap() == DeviceSecrets::default());
}
