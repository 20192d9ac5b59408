//! Finding and mending what does not agree.

use prost::Message;

/// See [`super::Frame::Digest`].
#[derive(Clone, PartialEq, Message)]
pub struct Digest {
    /// The cursor it was taken at, with nothing left to push.
    #[prost(uint64, tag = "1")]
    pub at: u64,
    /// SHA-256 over the sorted (document, heads), keyed so that it says nothing.
    #[prost(bytes = "vec", tag = "2")]
    pub sha256: Vec<u8>,
}

/// See [`super::Frame::Reconcile`].
#[derive(Clone, PartialEq, Message)]
pub struct Reconcile {
    /// Chosen anew each time: two changes that look the same under one seed do not under the next.
    #[prost(uint64, tag = "1")]
    pub seed: u64,
    /// First eight bytes of SHA-256 over the seed and the hash of each change the device has.
    #[prost(fixed64, repeated, tag = "2")]
    pub fingerprints: Vec<u64>,
    /// More frames of this reconciliation follow.
    #[prost(bool, tag = "3")]
    pub more: bool,
}

/// See [`super::Frame::Want`].
#[derive(Clone, PartialEq, Message)]
pub struct Want {
    /// [`HashTag`]s, or fingerprints of changes, the server lacks.
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub hashes: Vec<Vec<u8>>,
    /// Fingerprints of changes the server lacks, from the device's own list.
    #[prost(fixed64, repeated, tag = "2")]
    pub fingerprints: Vec<u64>,
}
