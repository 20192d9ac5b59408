//! After a divergence: which of this device's changes the log lacks, asked with fingerprints instead of pushing all of them.

use crate::machine::Output;
use std::collections::HashMap;
use sync_protocol::{Frame, HashTag, Reconcile, Want, log::fingerprint};

/// Fingerprints of a frame: 400 KB.
const AT_ONCE: usize = 50_000;

/// A question that is not yet fully answered.
#[derive(Debug)]
pub struct Reconciliation {
    /// What the log has, as far as is known: everything asked about and not wanted.
    asked: HashMap<u64, HashTag>,
    unanswered: usize,
}

impl Reconciliation {
    /// Asks about these changes; `None` when there are none.
    pub fn begin(seed: u64, changes: Vec<HashTag>, out: &mut Vec<Output>) -> Option<Self> {
        if changes.is_empty() {
            return None;
        }
        let prints: Vec<u64> = changes.iter().map(|change| fingerprint(seed, *change)).collect();
        let unanswered = prints.len().div_ceil(AT_ONCE);
        for (at, fingerprints) in prints.chunks(AT_ONCE).enumerate() {
            let more = at + 1 < unanswered;
            let frame = Reconcile { seed, fingerprints: fingerprints.to_vec(), more };
            out.push(Output::Send(Frame::Reconcile(frame)));
        }
        Some(Self { asked: prints.into_iter().zip(changes).collect(), unanswered })
    }

    /// An answer; after the last, what the log has.
    pub fn answered(&mut self, want: &Want) -> Option<Vec<HashTag>> {
        for fingerprint in &want.fingerprints {
            self.asked.remove(fingerprint);
        }
        self.unanswered = self.unanswered.saturating_sub(1);
        (self.unanswered == 0).then(|| self.asked.drain().map(|(_, change)| change).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wanted_is_there_once_everything_is_answered() {
        let changes: Vec<HashTag> = (0..50_001_u32)
            .map(|n| {
                let mut hash = [0; 32];
                hash[..4].copy_from_slice(&n.to_le_bytes());
                HashTag(hash)
            })
            .collect();
        let mut out = Vec::new();
        let mut asking = Reconciliation::begin(3, changes.clone(), &mut out).expect("something to ask");
        assert_eq!(out.len(), 2);
        let want = |changes: &[HashTag]| Want {
            hashes: Vec::new(),
            fingerprints: changes.iter().map(|change| fingerprint(3, *change)).collect(),
        };
        assert_eq!(asking.answered(&want(&changes[..50_000])), None);
        assert_eq!(asking.answered(&want(&[])), Some(vec![changes[50_000]]));
        assert!(Reconciliation::begin(3, Vec::new(), &mut out).is_none());
    }
}
