//! Which of a device's changes the log lacks, told by fingerprints.

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use std::collections::HashSet;
use sync_protocol::{BookTag, Reconcile, Want};

/// Eight bytes that stand for a change under this seed.
fn fingerprint(seed: u64, hash: &[u8]) -> u64 {
    let whole: [u8; 32] = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(hash).finalize().into();
    let (first, _) = whole.split_first_chunk().expect("32 bytes");
    u64::from_le_bytes(*first)
}

/// Of the fingerprints a device sent, those of changes that are not in the log.
pub async fn lacking(pool: &PgPool, book: BookTag, asked: &Reconcile) -> Result<Want, sqlx::Error> {
    let mut missing: HashSet<u64> = asked.fingerprints.iter().copied().collect();
    let mut hashes = sqlx::query_scalar!("select hash from log where book = $1", book.as_ref()).fetch(pool);
    while let Some(hash) = hashes.try_next().await? {
        missing.remove(&fingerprint(asked.seed, &hash));
    }
    let in_order = asked.fingerprints.iter().copied().filter(|fingerprint| missing.remove(fingerprint));
    Ok(Want { hashes: Vec::new(), fingerprints: in_order.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_what_the_protocol_says() {
        let zero = Sha256::digest([0; 40]);
        assert_eq!(fingerprint(0, &[0; 32]).to_le_bytes(), zero[..8]);
        assert_ne!(fingerprint(1, &[0; 32]), fingerprint(0, &[0; 32]));
    }
}
