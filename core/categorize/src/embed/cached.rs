//! Vectors for keys: from the cache where it has them, else embedded and put there.

use super::{EmbedError, Embedder, Vector, VectorCache};
use crate::normalize::embedding_text;
use std::collections::BTreeSet;

/// One vector per key, in order; every distinct key is embedded at most once, ever.
///
/// # Errors
/// Those of the embedder and of the cache.
pub fn vectors_for(
    embedder: &mut dyn Embedder,
    cache: &mut dyn VectorCache,
    keys: &[&str],
) -> Result<Vec<Vector>, EmbedError> {
    let model = embedder.model_id().clone();
    let mut found = cache.get_many(&model, keys)?;
    let missing: BTreeSet<(usize, &str)> = keys
        .iter()
        .zip(&found)
        .filter(|(_, vector)| vector.is_none())
        .map(|(key, _)| (key.len(), *key))
        .collect();
    if !missing.is_empty() {
        let missing: Vec<&str> = missing.into_iter().map(|(_, key)| key).collect();
        for chunk in missing.chunks(512) {
            let texts: Vec<String> = chunk.iter().map(|key| embedding_text(key)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let vectors = embedder.embed(&texts)?;
            let entries: Vec<(&str, &[f32])> =
                chunk.iter().copied().zip(vectors.iter().map(Vec::as_slice)).collect();
            cache.put_many(&model, &entries)?;
            let fresh: rustc_hash::FxHashMap<&str, &Vector> = chunk.iter().copied().zip(&vectors).collect();
            for (slot, key) in found.iter_mut().zip(keys) {
                if slot.is_none() {
                    *slot = fresh.get(key).map(|vector| (*vector).clone());
                }
            }
        }
    }
    found
        .into_iter()
        .map(|vector| vector.ok_or_else(|| EmbedError::Engine("fewer vectors than texts".to_owned())))
        .collect()
}
