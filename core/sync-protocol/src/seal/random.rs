//! Randomness as an argument for libraries that want a source of it: 32 fresh bytes, stretched with the cipher `ChaCha20`.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng as _;

/// A source for one operation. The same seed gives the same bytes.
pub fn source(seed: [u8; 32]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(seed)
}
