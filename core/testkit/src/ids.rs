//! Ids and days that are the same on every run.

use domain::{Day, IdentityKey, TransactionId};

/// Hands out ids that count upwards from one.
#[derive(Debug, Clone, Default)]
pub struct SequentialIds(u64);

impl SequentialIds {
    /// The next id: four zero bytes and the count, big-endian.
    pub fn next_id(&mut self) -> [u8; 12] {
        self.0 += 1;
        let mut id = [0; 12];
        id[4..].copy_from_slice(&self.0.to_be_bytes());
        id
    }
}

/// Derives transaction ids without a secret: 128-bit FNV-1a, cut to 96 bits.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainKey;

impl IdentityKey for PlainKey {
    fn transaction_id(&self, canonical: &[u8]) -> TransactionId {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
        const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        let mix = |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        let hash = canonical.iter().fold(OFFSET, mix).to_be_bytes();
        let mut id = [0; 12];
        id.copy_from_slice(&hash[4..]);
        TransactionId(id)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedClock {
    /// Milliseconds since 1970-01-01 UTC.
    pub millis: i64,
}

impl FixedClock {
    /// Noon of 2024-01-15 UTC.
    pub const START: Self = Self { millis: 1_705_320_000_000 };

    /// The time now, in milliseconds since 1970-01-01 UTC.
    pub const fn now(self) -> i64 {
        self.millis
    }

    /// Moves on.
    pub const fn advance(&mut self, millis: i64) {
        self.millis += millis;
    }
}

/// The day so many days after 2024-01-01.
pub fn day(offset: i32) -> Day {
    let start = jiff::civil::date(2024, 1, 1);
    start.saturating_add(jiff::Span::new().days(offset))
}
