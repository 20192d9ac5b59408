//! What the outside world gives to the book: time, fresh ids, and where the categoriser's model lies.

use std::path::PathBuf;

/// Time and randomness, as arguments: tests fix them, programs take them from the system.
pub trait Outside: Send {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;
    /// The local calendar day.
    fn today(&self) -> domain::Day;
    /// Fills `bytes` with randomness.
    fn random(&mut self, bytes: &mut [u8]);
    /// The device's name as shown in the history.
    fn device(&self) -> String;
    /// May the system's keychain be used for what sync keeps to itself?
    fn keychain(&self) -> bool;
    /// Folder with `model/` and `onnxruntime/`; `None` when there is none, and then only character features are used.
    fn model_dir(&self) -> Option<PathBuf>;
}

/// Twelve fresh bytes for an id.
pub fn fresh_id(outside: &mut dyn Outside) -> [u8; 12] {
    let mut bytes = [0; 12];
    outside.random(&mut bytes);
    bytes
}
