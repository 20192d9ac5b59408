//! Text -> vector: the trait, the cache callers provide, and where model files are looked for.

mod cached;
mod files;
mod onnx;

pub use cached::vectors_for;
pub use files::{EmbedderChoice, open_embedder};
pub use onnx::OnnxEmbedder;

use rustc_hash::FxHashMap;

/// A unit vector.
pub type Vector = Vec<f32>;

/// What made a vector. Vectors of different models cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId {
    /// Name for people, for example `all-MiniLM-L6-v2`.
    pub name: String,
    /// Lower-case hexadecimal SHA-256 of the model file.
    pub checksum: String,
    /// Engine with its version, for example `onnxruntime`.
    pub engine: String,
    /// [`crate::TEXT_VERSION`] at the time.
    pub text_version: u32,
}

impl ModelId {
    /// One short text that identifies all four, for use as a cache key.
    pub fn cache_key(&self) -> String {
        format!("{}:{}:{}", self.checksum, self.engine, self.text_version)
    }
}

/// Why no vector could be made.
#[derive(Debug, thiserror::Error)]
pub enum EmbedError {
    /// A file of the model is missing or unreadable.
    #[error(
        "{path}: {source}; run the set-up (`python3 infra/model/setup.py`) or choose another model folder"
    )]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The runtime library does not load.
    #[error("the ONNX Runtime library {path} does not load: {reason}")]
    Library {
        /// Which file.
        path: String,
        /// What the loader said.
        reason: String,
    },
    /// The engine refused the model or a text.
    #[error("the embedding engine failed: {0}")]
    Engine(String),
    /// The caller's cache failed.
    #[error("the vector cache failed: {0}")]
    Cache(String),
}

/// A sentence encoder. The same text must always give the same vector, whatever stands beside it.
pub trait Embedder: Send {
    /// What it is.
    fn model_id(&self) -> &ModelId;

    /// One unit vector per text, in order.
    ///
    /// # Errors
    /// [`EmbedError::Engine`] when the engine fails.
    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vector>, EmbedError>;
}

/// Keeps vectors between runs. Keys are normalised descriptors; the model's [`ModelId::cache_key`] is the name space.
pub trait VectorCache: Send {
    /// For each key its vector, or `None`, in order.
    ///
    /// # Errors
    /// [`EmbedError::Cache`].
    fn get_many(&mut self, model: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError>;

    /// Keeps vectors; known keys are overwritten.
    ///
    /// # Errors
    /// [`EmbedError::Cache`].
    fn put_many(&mut self, model: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError>;
}

/// A cache in memory.
#[derive(Debug, Default)]
pub struct MemoryCache {
    vectors: FxHashMap<(String, String), Vector>,
}

impl VectorCache for MemoryCache {
    fn get_many(&mut self, model: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError> {
        let space = model.cache_key();
        Ok(keys.iter().map(|key| self.vectors.get(&(space.clone(), (*key).to_owned())).cloned()).collect())
    }

    fn put_many(&mut self, model: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError> {
        let space = model.cache_key();
        for (key, vector) in entries {
            self.vectors.insert((space.clone(), (*key).to_owned()), vector.to_vec());
        }
        Ok(())
    }
}
