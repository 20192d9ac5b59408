//! Devices of households that push and pull while something happens to their servers, as data.

use crate::Size;
use serde::Deserialize;

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

/// Devices whose books lie in several cells.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cells {
    /// How many cells there are, one time after the other; of the most, the last comes to the others in the end.
    pub counts: Vec<usize>,
    pub devices: Devices,
}

impl Cells {
    pub fn check(&self) -> Result<(), String> {
        let grow = self.counts.windows(2).all(|pair| pair[0] < pair[1]);
        if !grow || self.counts.first().is_none_or(|first| *first == 0) || self.counts.last() == Some(&1) {
            return Err("`counts` grow from 1 or more to 2 or more".to_owned());
        }
        self.devices.check()
    }

    /// Smaller, with as many cells.
    pub fn scaled(&self, size: Size) -> Self {
        Self { counts: self.counts.clone(), devices: self.devices.scaled(size, 5.0) }
    }
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

    /// Fewer of the same kind, for a shorter time, though for no shorter than that.
    pub fn scaled(&self, size: Size, shortest: f64) -> Self {
        Self {
            books: u32::try_from(size.count(self.books)).unwrap_or(self.books),
            rate: self.rate * size.scale,
            seconds: (self.seconds * size.scale).max(shortest).min(self.seconds),
            ..self.clone()
        }
    }
}
