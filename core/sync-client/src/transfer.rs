//! Packed states on their way: down to a device that is far behind or asked to vouch for one, up from one that is level.

use crate::journal::SealedPack;
use sync_protocol::{Frame, PART_BYTES, SnapshotGet, SnapshotHead, SnapshotPart};

/// What a pack is fetched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// To be taken in.
    Load,
    /// To be compared with what is here.
    Verify,
}

/// A pack that is being fetched. It outlives its connection: the next one goes on where this one broke.
#[derive(Debug)]
pub struct Download {
    pub head: SnapshotHead,
    pub aim: Aim,
    pub bytes: Vec<u8>,
}

impl Download {
    pub const fn new(head: SnapshotHead, aim: Aim) -> Self {
        Self { head, aim, bytes: Vec::new() }
    }

    /// Asks for what comes next.
    pub fn ask(&self) -> Frame {
        Frame::SnapshotGet(SnapshotGet { id: self.head.id.clone(), offset: self.bytes.len() as u64 })
    }

    /// Takes the next part; false when it is another's, or not the next, or more than there should be.
    pub fn take(&mut self, part: &SnapshotPart) -> bool {
        let next =
            part.id == self.head.id && part.offset == self.bytes.len() as u64 && !part.bytes.is_empty();
        let fits = (self.bytes.len() + part.bytes.len()) as u64 <= self.head.size;
        if next && fits {
            self.bytes.extend_from_slice(&part.bytes);
        }
        next && fits
    }

    pub fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.head.size
    }
}

/// A pack that is being given. It outlives its connection as well.
#[derive(Debug)]
pub struct Upload {
    pub pack: SealedPack,
    /// On this connection it was announced.
    pub announced: bool,
    /// All of it was sent once: asked for from the start again means that the sum was wrong.
    finished: bool,
}

/// How an upload goes on.
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, most often a part")]
pub enum Step {
    /// Send this part.
    Part(Frame),
    /// It is there, whole and checked.
    Done,
    /// It is not wanted, or what arrives is not what was sent.
    Failed,
}

impl Upload {
    pub const fn new(pack: SealedPack) -> Self {
        Self { pack, announced: false, finished: false }
    }

    pub fn announce(&mut self) -> Frame {
        self.announced = true;
        Frame::SnapshotHead(self.pack.head.clone())
    }

    /// The server has so many bytes.
    pub fn asked(&mut self, offset: u64) -> Step {
        let Ok(from) = usize::try_from(offset) else { return Step::Failed };
        let Some(rest) = self.pack.bytes.get(from..) else { return Step::Failed };
        if rest.is_empty() {
            return Step::Done;
        }
        if self.finished && from == 0 {
            return Step::Failed;
        }
        let bytes = rest[..rest.len().min(PART_BYTES)].to_vec();
        self.finished |= bytes.len() == rest.len();
        Step::Part(Frame::SnapshotPart(SnapshotPart { id: self.pack.head.id.clone(), offset, bytes }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(size: usize) -> SealedPack {
        let bytes: Vec<u8> = (0..size).map(|n| n.to_le_bytes()[0]).collect();
        let head = SnapshotHead { id: vec![1; 16], size: size as u64, ..SnapshotHead::default() };
        SealedPack { head, bytes }
    }

    #[test]
    fn a_pack_goes_up_and_comes_down_in_parts_and_goes_on_after_a_break() {
        let pack = pack(600_000);
        let (mut up, mut down) = (Upload::new(pack.clone()), Download::new(pack.head.clone(), Aim::Load));
        let mut parts = 0;
        loop {
            match up.asked(down.bytes.len() as u64) {
                Step::Part(Frame::SnapshotPart(part)) => {
                    assert!(down.take(&part));
                    assert!(!down.take(&part), "once is enough");
                    parts += 1;
                }
                Step::Done => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((parts, down.is_whole(), down.bytes), (3, true, pack.bytes));
    }

    #[test]
    fn a_sum_that_was_wrong_ends_the_upload() {
        let mut up = Upload::new(pack(10));
        assert!(matches!(up.asked(0), Step::Part(_)));
        assert_eq!(up.asked(0), Step::Failed);
        assert_eq!(up.asked(11), Step::Failed);
    }
}
