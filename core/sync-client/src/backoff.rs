//! How long to wait before connecting again: doubling, with jitter, so that devices do not come back all at once.

/// Waits between attempts.
#[derive(Debug, Clone)]
pub struct Backoff {
    attempt: u32,
}

const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 60_000;

impl Backoff {
    /// Nothing failed yet.
    pub const fn new() -> Self {
        Self { attempt: 0 }
    }

    /// The connection stood: the next failure begins anew.
    pub fn reset(&mut self) {
        self.attempt = 0;
    }

    /// Milliseconds until the next attempt: between half and all of the doubled wait, never less than what the server asked for.
    /// `random` is a fresh random number.
    pub fn next_ms(&mut self, random: u64, asked_ms: u64) -> u64 {
        let whole = (FIRST_MS << self.attempt.min(10)).min(LONGEST_MS);
        self.attempt = self.attempt.saturating_add(1);
        let half = whole / 2;
        (half + random % (half + 1)).max(asked_ms + random % (asked_ms / 2 + 1))
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute_and_respect_the_server() {
        let mut backoff = Backoff::new();
        assert_eq!(backoff.next_ms(0, 0), 250);
        assert_eq!(backoff.next_ms(u64::MAX, 0) / 1000, 0);
        for _ in 0..20 {
            let wait = backoff.next_ms(12_345_678_901, 0);
            assert!((250..=LONGEST_MS).contains(&wait));
        }
        assert!(backoff.next_ms(0, 90_000) >= 90_000);
        backoff.reset();
        assert!(backoff.next_ms(1, 0) <= FIRST_MS);
    }
}
