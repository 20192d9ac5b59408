//! Vectors of descriptors: read from the book, new ones collected until a commit writes them.

use categorize::{EmbedError, ModelId, Vector, VectorCache};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// A vector not yet in the book.
#[derive(Clone)]
pub struct Entry {
    /// What made it.
    pub model: ModelId,
    /// Normalised descriptor.
    pub key: String,
    /// Little-endian f32.
    pub bytes: Vec<u8>,
}

/// Vectors not yet in the book, shared between the categoriser's cache and the session that commits.
#[derive(Clone, Default)]
pub struct Fresh(Arc<Mutex<HashMap<(String, String), Entry>>>);

impl Fresh {
    /// Takes all, in the order of their keys.
    pub fn take(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.lock().drain().map(|(_, entry)| entry).collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        entries
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(String, String), Entry>> {
        // The map is whole after every operation, so a panic elsewhere leaves nothing torn.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The cache the categoriser sees.
pub struct BookCache {
    reader: Reader,
    fresh: Fresh,
}

impl BookCache {
    /// Over a connection of its own.
    pub const fn new(reader: Reader, fresh: Fresh) -> Self {
        Self { reader, fresh }
    }
}

fn failed(error: impl std::fmt::Display) -> EmbedError {
    EmbedError::Cache(error.to_string())
}

impl VectorCache for BookCache {
    fn get_many(&mut self, model: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError> {
        let fresh = self.fresh.lock();
        let space = model.cache_key();
        let sql =
            "select vector from vector where model = ?1 and engine = ?2 and text_version = ?3 and key = ?4";
        let mut statement = self.reader.connection().prepare_cached(sql).map_err(failed)?;
        let mut vectors = Vec::with_capacity(keys.len());
        for key in keys {
            let bytes: Option<Vec<u8>> = match fresh.get(&(space.clone(), (*key).to_owned())) {
                Some(entry) => Some(entry.bytes.clone()),
                None => statement
                    .query_row(params![model.checksum, model.engine, model.text_version, key], |row| {
                        row.get(0)
                    })
                    .optional()
                    .map_err(failed)?,
            };
            vectors.push(bytes.map(|bytes| from_bytes(&bytes)));
        }
        Ok(vectors)
    }

    fn put_many(&mut self, model: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError> {
        let mut fresh = self.fresh.lock();
        for (key, vector) in entries {
            let bytes = vector.iter().flat_map(|value| value.to_le_bytes()).collect();
            let entry = Entry { model: model.clone(), key: (*key).to_owned(), bytes };
            fresh.insert((model.cache_key(), entry.key.clone()), entry);
        }
        Ok(())
    }
}

fn from_bytes(bytes: &[u8]) -> Vector {
    bytes.chunks_exact(4).map(|chunk| f32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])).collect()
}
