//! Which of a device's changes the log lacks, told by fingerprints.

use crate::{HashTag, Reconcile, Want};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;

/// Eight bytes that stand for a change under this seed.
///
/// # Panics
/// Never: SHA-256 has 32 bytes.
pub fn fingerprint(seed: u64, change: HashTag) -> u64 {
    let whole: [u8; 32] =
        Sha256::new().chain_update(seed.to_le_bytes()).chain_update(change).finalize().into();
    let (first, _) = whole.split_first_chunk().expect("32 bytes");
    u64::from_le_bytes(*first)
}

/// Of the fingerprints a device sent, those of changes that are not in the log, in the order asked.
pub fn lacking(asked: &Reconcile, log: impl IntoIterator<Item = HashTag>) -> Want {
    let mut missing: HashSet<u64> = asked.fingerprints.iter().copied().collect();
    for change in log {
        missing.remove(&fingerprint(asked.seed, change));
    }
    let in_order = asked.fingerprints.iter().copied().filter(|fingerprint| missing.remove(fingerprint));
    Want { hashes: Vec::new(), fingerprints: in_order.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_what_the_protocol_says() {
        let zero = Sha256::digest([0; 40]);
        assert_eq!(fingerprint(0, HashTag([0; 32])).to_le_bytes(), zero[..8]);
        assert_ne!(fingerprint(1, HashTag([0; 32])), fingerprint(0, HashTag([0; 32])));
    }

    #[test]
    fn what_the_log_has_is_not_wanted_and_nothing_twice() {
        let [a, b, c] = [1, 2, 3].map(|n| HashTag([n; 32]));
        let print = |change| fingerprint(7, change);
        let asked =
            Reconcile { seed: 7, fingerprints: vec![print(c), print(a), print(b), print(c)], more: false };
        assert_eq!(lacking(&asked, [b]).fingerprints, [print(c), print(a)]);
    }
}
