//! Frames there and back, from later versions, too large, and from bytes nobody meant.

use sync_protocol::{
    BookTag, Bye, ByeCode, Chain, Digest, Epoch, Frame, HashTag, Head, Hello, Item, Limits, Notice, Page,
    Ping, Pull, Push, PushAck, PushResult, Reconcile, SnapshotGet, SnapshotHead, SnapshotPart,
    SnapshotVerified, Verdict, Want, Welcome, WireError,
};

pub fn item(n: u8) -> Item {
    Item {
        document: vec![n; 16],
        hash: vec![n; 32],
        actor: vec![n + 1; 16],
        sequence: u64::from(n),
        dependencies: vec![vec![n + 2; 32]],
        key: 1,
        nonce: vec![n + 3; 24],
        body: vec![n; 40],
        group: 7,
    }
}

fn page() -> Page {
    let chain = Chain::start(BookTag([4; 16])).after_all([HashTag([1; 32]), HashTag([2; 32])]);
    Page {
        epoch: vec![6; 16],
        after: 0,
        items: vec![item(1), item(2)],
        head: 2,
        chain: chain.0.to_vec(),
        more: false,
    }
}

fn snapshot() -> SnapshotHead {
    SnapshotHead { id: vec![8; 16], base: 500, chain: vec![9; 32], size: 1 << 20, sha256: vec![10; 32] }
}

/// One of every frame.
pub fn samples() -> Vec<(&'static str, Frame)> {
    vec![
        (
            "hello",
            Frame::Hello(Hello {
                oldest: 1,
                newest: 1,
                app: "valorize 0.1.0".to_owned(),
                book: vec![4; 16],
                device: vec![5; 16],
                cursor: 12,
                chain: vec![3; 32],
                epoch: vec![6; 16],
                unusable: Vec::new(),
            }),
        ),
        (
            "welcome",
            Frame::Welcome(Welcome {
                protocol: 1,
                epoch: vec![6; 16],
                head: 900,
                verdict: Verdict::SnapshotAdvised.into(),
                reason: String::new(),
                frame_bytes: 1 << 20,
                push_items: 256,
                pushes_in_flight: 4,
                snapshot: Some(snapshot()),
                verified: None,
                to_verify: None,
            }),
        ),
        ("push", Frame::Push(Push { number: 3, items: vec![item(1), item(2)] })),
        (
            "push_ack",
            Frame::PushAck(PushAck {
                number: 3,
                results: vec![PushResult::Stored.into(), PushResult::Conflict.into()],
                places: vec![13, 0],
            }),
        ),
        ("pull", Frame::Pull(Pull { after: 12, max_bytes: 65_536 })),
        ("page", Frame::Page(page())),
        ("head", Frame::Head(Head { epoch: vec![6; 16], head: 2, page: Some(page()) })),
        ("digest", Frame::Digest(Digest { at: 13, sha256: vec![2; 32] })),
        ("reconcile", Frame::Reconcile(Reconcile { seed: 99, fingerprints: vec![1, u64::MAX], more: true })),
        ("want", Frame::Want(Want { hashes: vec![vec![1; 32]], fingerprints: vec![5] })),
        ("snapshot_head", Frame::SnapshotHead(snapshot())),
        ("snapshot_get", Frame::SnapshotGet(SnapshotGet { id: vec![8; 16], offset: 4096 })),
        (
            "snapshot_part",
            Frame::SnapshotPart(SnapshotPart { id: vec![8; 16], offset: 4096, bytes: vec![1, 2, 3] }),
        ),
        ("snapshot_verified", Frame::SnapshotVerified(SnapshotVerified { id: vec![8; 16] })),
        ("ping", Frame::Ping(Ping { number: 1, answer: true, head: 900 })),
        (
            "bye",
            Frame::Bye(Bye {
                code: ByeCode::Draining.into(),
                retry_after_ms: 1500,
                reason: "a new version is starting".to_owned(),
            }),
        ),
        ("notice", Frame::Notice(Notice { number: 77 })),
    ]
}

#[test]
fn every_frame_comes_back() {
    for (name, frame) in samples() {
        assert_eq!(Frame::decode(&frame.clone().encode(), &Limits::DEFAULT).as_ref(), Ok(&frame), "{name}");
    }
}

#[test]
fn a_frame_of_a_later_version_is_skipped_and_a_later_field_ignored() {
    // Field 900 of the envelope, a message of two bytes: a frame nobody knows yet.
    let later_frame = [0xa2, 0x38, 0x02, 0x08, 0x01];
    assert_eq!(Frame::decode(&later_frame, &Limits::DEFAULT), Ok(Frame::Unknown));
    // `pull` with a field 500 after the known ones.
    let mut pull = Frame::Pull(Pull { after: 12, max_bytes: 1 }).encode();
    pull.extend([0xa0, 0x1f, 0x2a]);
    pull[1] += 3;
    assert_eq!(Frame::decode(&pull, &Limits::DEFAULT), Ok(Frame::Pull(Pull { after: 12, max_bytes: 1 })));
    // A sender that does not know `max_bytes` yet.
    assert_eq!(
        Frame::decode(&Frame::Pull(Pull { after: 12, max_bytes: 0 }).encode(), &Limits::DEFAULT),
        Ok(Frame::Pull(Pull { after: 12, max_bytes: 0 }))
    );
}

#[test]
fn what_is_too_large_or_of_a_wrong_size_is_named() {
    let small = Limits { frame_bytes: 10, ..Limits::DEFAULT };
    let frame = Frame::Page(page()).encode();
    assert_eq!(Frame::decode(&frame, &small), Err(WireError::TooLarge { found: frame.len(), allowed: 10 }));
    let cases: Vec<(&str, Frame)> = vec![
        ("hello.book", Frame::Hello(Hello { book: vec![1; 15], ..hello() })),
        ("hello.oldest", Frame::Hello(Hello { oldest: 2, newest: 1, ..hello() })),
        ("hello.app", Frame::Hello(Hello { app: "a".repeat(201), ..hello() })),
        ("hello.unusable", Frame::Hello(Hello { unusable: vec![vec![1; 15]], ..hello() })),
        ("hello.unusable", Frame::Hello(Hello { unusable: vec![vec![1; 16]; 17], ..hello() })),
        ("item.hash", push(Item { hash: vec![1; 31], ..item(1) })),
        ("item.nonce", push(Item { key: 0, ..item(1) })),
        ("item.dependencies", push(Item { dependencies: vec![vec![1; 32]; 2_049], ..item(1) })),
        ("item.body", push(Item { body: vec![1; Limits::DEFAULT.body_bytes + 1], ..item(1) })),
        ("push.items", Frame::Push(Push { number: 1, items: vec![item(1); 257] })),
        ("digest.sha256", Frame::Digest(Digest { at: 1, sha256: vec![] })),
    ];
    for (field, frame) in cases {
        assert_eq!(Frame::decode(&frame.encode(), &Limits::DEFAULT), Err(WireError::Field(field)));
    }
}

fn hello() -> Hello {
    match samples().swap_remove(0).1 {
        Frame::Hello(hello) => hello,
        other => panic!("{other:?}"),
    }
}

fn push(item: Item) -> Frame {
    Frame::Push(Push { number: 1, items: vec![item] })
}

#[test]
fn a_page_continues_exactly_one_place() {
    let (epoch, start) = (Epoch([6; 16]), Chain::start(BookTag([4; 16])));
    assert!(page().continues(epoch, 0, start));
    assert!(!page().continues(Epoch([7; 16]), 0, start), "another life of the log");
    assert!(!page().continues(epoch, 1, start), "a gap or an overlap");
    assert!(!page().continues(epoch, 0, start.after(HashTag([1; 32]))), "another past");
    let mut reordered = page();
    reordered.items.reverse();
    assert!(!reordered.continues(epoch, 0, start));
    let mut omitted = page();
    omitted.items.pop();
    assert!(!omitted.continues(epoch, 0, start));
}
