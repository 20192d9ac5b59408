//! Categories from descriptors, on the device: normalise, remember, embed, decide, and say how sure.
//!
//! Order of evidence: a rule's result (the caller's), what a person chose for the same descriptor, and a linear head over
//! text embedding, character n-grams, operation, sign and amount on top of shipped knowledge about each
//! [`domain::CategoryKey`]. Floats stay inside this crate; money is `i64` minor units.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores and counts become features and shares here; nothing is money"
)]

mod calibrate;
mod categorizer;
mod embed;
pub mod evaluate;
mod features;
mod knowledge;
mod knowledge_file;
mod lexicon;
mod linear;
mod memory;
mod normalize;
pub mod novelty;
mod prior;
mod types;

pub use categorizer::Categorizer;
pub use embed::{
    EmbedError, Embedder, EmbedderChoice, MemoryCache, ModelId, OnnxEmbedder, Vector, VectorCache,
    open_embedder, vectors_for,
};
pub use knowledge::Knowledge;
pub use normalize::{Normalized, Operation, TEXT_VERSION, embedding_text, normalize};
pub use types::{Alternative, CategorySeed, Config, Example, Neighbour, Query, Source, Suggestion};
