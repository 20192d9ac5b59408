//! What sealing costs: microseconds per change for sealing and opening, signature included, and for wrapping a key.
//! `cargo run --release -p sync-protocol --example seal_cost`

use std::hint::black_box;
use std::time::Instant;
use sync_protocol::DeviceTag;
use sync_protocol::seal::{BookKeys, ExchangeKey, PlainChange, open, seal, unwrap, wrap};

const TIMES: u32 = 200;

/// The quickest of ten rounds: what others do on the machine only adds.
fn microseconds(mut work: impl FnMut()) -> f64 {
    let mut round = || {
        let begun = Instant::now();
        (0..TIMES).for_each(|_| work());
        begun.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES)
    };
    (0..10).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let mut keys = BookKeys::from_secret(&[42; 32]);
    let (me, member) = (ExchangeKey::new([1; 32]), DeviceTag([7; 16]));
    for length in [150, 4_000, 400_000] {
        let change = PlainChange {
            document: "tx/YWJjZGVmZ2hpamts/2026-01".to_owned(),
            hash: [3; 32],
            actor: vec![4; 16],
            sequence: 9,
            dependencies: vec![[5; 32]],
            group: 2,
            announces: None,
            body: vec![7; length],
        };
        let sealed = seal(keys.tag(), &keys, &change, [7; 24]).expect("this device may write");
        let sealing = microseconds(|| drop(black_box(seal(keys.tag(), &keys, &change, [7; 24]))));
        let opening = microseconds(|| drop(black_box(open(keys.tag(), &keys, &sealed))));
        println!("{length:>7} bytes: seal {sealing:.1} us, open {opening:.1} us");
    }
    let generation = keys.next(&[9; 64]).expect("a generation");
    let wrapped = wrap(keys.tag(), &generation, member, &me.public(), [3; 32]).expect("a key");
    let public = me.public();
    let wrapping = microseconds(|| drop(black_box(wrap(keys.tag(), &generation, member, &public, [3; 32]))));
    let opening =
        microseconds(|| drop(black_box(unwrap(keys.tag(), generation.id(), member, &me, &wrapped))));
    println!("a wrapped key, {} bytes: wrap {wrapping:.1} us, unwrap {opening:.1} us", wrapped.len());
    keys.add(generation);
}
