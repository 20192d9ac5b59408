//! Devices of households that push and pull while something happens to their server, as data.

use crate::Size;
use serde::Deserialize;

/// Below that the faults, which take as long at any size, would follow each other too closely.
const SHORTEST_SECONDS: f64 = 24.0;

/// Who they are and what they do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// What happens, in one sentence.
    pub says: String,
    pub books: u32,
    /// Devices of each book.
    pub each: u32,
    /// Changes a second of all devices together, at random moments.
    pub rate: f64,
    pub seconds: f64,
    /// From time to time a device sleeps: how long it is awake on average, and how long it sleeps.
    pub awake_seconds: f64,
    pub asleep_seconds: f64,
}

impl Devices {
    pub fn check(&self) -> Result<(), String> {
        if self.books == 0 || self.each < 2 {
            return Err("`books` are some, each of two devices or more (`each`)".to_owned());
        }
        let positive = [self.rate, self.seconds, self.awake_seconds, self.asleep_seconds];
        if positive.iter().any(|number| *number <= 0.0) {
            return Err(
                "`rate`, `seconds`, `awake_seconds` and `asleep_seconds` are more than nothing".to_owned()
            );
        }
        Ok(())
    }

    /// Fewer of the same kind, for a shorter time.
    pub fn scaled(&self, size: Size) -> Self {
        Self {
            books: u32::try_from(size.count(self.books)).unwrap_or(self.books),
            rate: self.rate * size.scale,
            seconds: (self.seconds * size.scale).max(SHORTEST_SECONDS).min(self.seconds),
            ..self.clone()
        }
    }
}
