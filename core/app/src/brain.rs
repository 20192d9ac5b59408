//! The categoriser of an open book: made when first needed, fed with the book's own labels, its vectors kept in the book.

mod cache;
mod labels;

use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::settings;
use cache::{BookCache, Fresh};
use categorize::{
    Categorizer, Config, Embedder, EmbedderChoice, Knowledge, Neighbour, Query, Suggestion, open_embedder,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use store::rusqlite::{Connection, params};
use store::{Key, Reader};

/// The categoriser and what is known about its model.
pub struct Brain {
    path: PathBuf,
    key: Option<Key>,
    ready: Option<Ready>,
    labels_known: bool,
    fresh: Fresh,
}

struct Ready {
    categorizer: Categorizer,
    model: Model,
}

/// The embedding model in use, or why there is none. The categoriser then works on characters and word lists.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Its name; `None` when there is none.
    pub name: Option<String>,
    /// Why there is none.
    pub why_none: Option<NoModel>,
    /// What the engine said, in English, for a report.
    pub problem: Option<String>,
}

/// Why no embedding model is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoModel {
    /// The setting `categorizer.model` says so.
    SwitchedOff,
    /// No folder with models was found.
    NoFolder,
    /// The model or its runtime could not be loaded.
    NotLoaded,
}

/// Vectors made since they were last written to the book.
pub struct Vectors(Vec<cache::Entry>);

impl Brain {
    /// For the book in this file.
    pub fn new(path: &Path, key: Option<Key>) -> Self {
        Self { path: path.to_owned(), key, ready: None, labels_known: false, fresh: Fresh::default() }
    }

    /// Categories, settings or anything else changed: start anew when next needed.
    pub fn forget(&mut self) {
        self.ready = None;
        self.labels_known = false;
    }

    /// A person's choices changed: learn them anew when next needed.
    pub fn forget_labels(&mut self) {
        self.forget();
    }

    /// One suggestion per query.
    ///
    /// # Errors
    /// When the book cannot be read or the embedding engine fails.
    pub fn suggest(
        &mut self,
        reader: &Reader,
        outside: &dyn Outside,
        queries: &[Query],
    ) -> Result<Vec<Suggestion>, AppError> {
        let ready = self.ready(reader, outside)?;
        ready.categorizer.suggest(queries).map_err(|error| engine(&error))
    }

    /// The person's own rows most like the query.
    ///
    /// # Errors
    /// As [`Brain::suggest`].
    pub fn nearest(
        &mut self,
        reader: &Reader,
        outside: &dyn Outside,
        query: &Query,
        count: usize,
    ) -> Result<Vec<Neighbour>, AppError> {
        let ready = self.ready(reader, outside)?;
        ready.categorizer.nearest(query, count).map_err(|error| engine(&error))
    }

    /// The model in use, or why there is none.
    ///
    /// # Errors
    /// As [`Brain::suggest`].
    pub fn status(&mut self, reader: &Reader, outside: &dyn Outside) -> Result<Model, AppError> {
        Ok(self.ready(reader, outside)?.model.clone())
    }

    /// Hands over the vectors made since the last call, to be written with the next commit.
    pub fn take_vectors(&mut self) -> Vectors {
        Vectors(self.fresh.take())
    }

    fn ready(&mut self, reader: &Reader, outside: &dyn Outside) -> Result<&mut Ready, AppError> {
        let mut ready = match self.ready.take() {
            Some(ready) => ready,
            None => self.make(reader, outside)?,
        };
        if !self.labels_known {
            ready.categorizer.learn(&labels::examples(reader)?).map_err(|error| engine(&error))?;
            self.labels_known = true;
        }
        Ok(self.ready.insert(ready))
    }

    fn make(&self, reader: &Reader, outside: &dyn Outside) -> Result<Ready, AppError> {
        let threshold: u16 = settings::value(reader, settings::THRESHOLD)?.parse().unwrap_or(70);
        let (mut embedder, model) = embedder(&settings::value(reader, settings::MODEL)?, outside);
        let knowledge = Knowledge::kept(outside.model_dir().as_deref(), embedder.as_deref_mut())
            .map_err(|error| engine(&error))?;
        let cache = BookCache::new(Reader::open_with(&self.path, self.key.as_ref())?, self.fresh.clone());
        let categorizer = Categorizer::new(
            &labels::seeds(reader)?,
            knowledge,
            embedder,
            Box::new(cache),
            Config { threshold_permille: threshold.saturating_mul(10) },
        )
        .map_err(|error| engine(&error))?;
        Ok(Ready { categorizer, model })
    }
}

/// The embedder the setting names. A missing model is no error: the categoriser then works on characters and lists.
pub fn embedder(setting: &str, outside: &dyn Outside) -> (Option<Box<dyn Embedder>>, Model) {
    let without = |why_none, problem| (None, Model { name: None, why_none: Some(why_none), problem });
    if setting == "none" {
        return without(NoModel::SwitchedOff, None);
    }
    let Some(folder) = outside.model_dir() else {
        return without(NoModel::NoFolder, None);
    };
    let choice = match setting {
        "minilm" => EmbedderChoice::in_cache(&folder),
        other => EmbedderChoice::named(&folder, other),
    };
    match open_embedder(&choice) {
        Ok(embedder) => (Some(embedder), Model { name: Some(choice.name), ..Model::default() }),
        Err(error) => without(NoModel::NotLoaded, Some(error.to_string())),
    }
}

fn engine(error: &categorize::EmbedError) -> AppError {
    AppError::new(ErrorCode::Internal, error.to_string())
        .remedy("set categorizer.model to none to work without a model")
}

impl Vectors {
    /// Writes them to the book.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn write(&self, tx: &Connection) -> store::rusqlite::Result<()> {
        let sql = "insert into vector (model, engine, text_version, key, vector) values (?1, ?2, ?3, ?4, ?5) \
          on conflict do update set vector = excluded.vector";
        let mut statement = tx.prepare_cached(sql)?;
        for entry in &self.0 {
            let model = &entry.model;
            statement.execute(params![
                model.checksum,
                model.engine,
                model.text_version,
                entry.key,
                entry.bytes
            ])?;
        }
        Ok(())
    }
}
