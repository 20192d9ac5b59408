//! When a failed attempt is made again.

use std::time::Duration;

/// Nothing waits longer for its next attempt.
const MOST: Duration = Duration::from_hours(1);

/// After so many tries: `first`, doubled with each further one, and each time a part of it by chance, so that what failed together does
/// not come back together. Between half of the time and the whole of it.
pub fn backoff(first: Duration, tries: u32, dice: u64) -> Duration {
    let doubled = first.saturating_mul(1 << tries.saturating_sub(1).min(20));
    let whole = doubled.min(MOST.max(first));
    let half = whole / 2;
    let span = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    half + Duration::from_millis(dice % span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_an_hour_and_never_falls_below_half() {
        let second = Duration::from_secs(1);
        for (tries, whole) in [(1, 1), (2, 2), (3, 4), (10, 512), (13, 3_600), (500, 3_600)] {
            for dice in [0, 1, 77_777, u64::MAX] {
                let waits = backoff(second, tries, dice);
                let whole = Duration::from_secs(whole);
                assert!(waits >= whole / 2 && waits <= whole, "{tries}: {waits:?}");
            }
        }
        assert_eq!(backoff(Duration::ZERO, 5, 9), Duration::ZERO);
    }
}
