//! Keyed identities: ids and actors that follow from content, and from nothing an onlooker could guess.

use domain::{AccountId, BatchId, TransactionId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The book's identity key: 32 random bytes made with the book, shared by its devices, never rotated.
#[derive(Clone)]
pub struct IdentityKey {
    keyed: Hmac<Sha256>,
}

impl std::fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdentityKey(..)")
    }
}

impl IdentityKey {
    /// From its 32 bytes.
    pub fn new(key: &[u8; 32]) -> Self {
        // HMAC pads the key with zeros to the block size of 64 bytes itself.
        let mut block = [0_u8; 64];
        block[..32].copy_from_slice(key);
        Self { keyed: Hmac::<Sha256>::new(&block.into()) }
    }

    fn derive<const N: usize>(&self, label: &[u8], parts: &[&[u8]]) -> [u8; N] {
        let mut mac = self.keyed.clone();
        mac.update(label);
        for part in parts {
            mac.update(part);
        }
        let full = mac.finalize().into_bytes();
        let mut out = [0; N];
        out.copy_from_slice(&full[..N]);
        out
    }

    /// Id of the row with this canonical identity: the first 96 bits of HMAC-SHA-256(key, `txid1` ‖ canonical).
    pub fn transaction_id(&self, canonical: &[u8]) -> TransactionId {
        TransactionId(self.derive(b"txid1", &[canonical]))
    }

    /// Id of the account that statements describe so: two devices that meet it offline make one account.
    pub fn account_id(&self, canonical: &[u8]) -> AccountId {
        AccountId(self.derive(b"acct1", &[canonical]))
    }

    /// Id of the import with this canonical content.
    pub fn batch_id(&self, canonical: &[u8]) -> BatchId {
        BatchId(self.derive(b"batch1", &[canonical]))
    }

    /// Actor of a minted change: the same content in the same shard gives the same actor.
    pub fn actor_for_content(&self, shard: &str, content: &[u8]) -> [u8; 16] {
        let length = (shard.len() as u64).to_le_bytes();
        self.derive(b"actor1", &[&length, shard.as_bytes(), content])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_fixed_for_ever() {
        let key = IdentityKey::new(&[3; 32]);
        assert_eq!(key.transaction_id(b"row").to_string(), "UG1Z1Z4ODlE3a51Z");
        assert_ne!(key.transaction_id(b"row").0, key.batch_id(b"row").0);
        assert_ne!(key.transaction_id(b"row"), IdentityKey::new(&[4; 32]).transaction_id(b"row"));
    }
}
