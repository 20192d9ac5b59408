//! Bytes of every frame as they were first sent. They must decode for ever, and an unchanged frame must give the same bytes.

use crate::wire::samples;
use std::fmt::Write as _;
use std::path::Path;
use sync_protocol::{Frame, Limits};

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
