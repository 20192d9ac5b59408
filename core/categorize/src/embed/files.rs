//! Which model and library to use: the folder set-up fills, or one the user names.

use super::{EmbedError, Embedder, OnnxEmbedder};
use std::path::{Path, PathBuf};

/// Where the model and the runtime lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedderChoice {
    /// Name of the model for people; part of no checksum.
    pub name: String,
    /// Folder with `model.onnx`, `tokenizer.json`, `config.json`, `special_tokens_map.json`, `tokenizer_config.json`.
    pub model_dir: PathBuf,
    /// The ONNX Runtime library.
    pub library: PathBuf,
    /// Sessions at most, each with a thread and memory of its own; there are no more than cores.
    pub sessions: usize,
}

/// Sessions beyond this gain nothing and cost memory.
const MAX_SESSIONS: usize = 4;

/// File name of the runtime on this system.
const LIBRARY: &str = if cfg!(windows) {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

impl EmbedderChoice {
    /// The model set-up puts into a cache folder.
    pub fn in_cache(cache_dir: &Path) -> Self {
        Self {
            name: "all-MiniLM-L6-v2".to_owned(),
            model_dir: cache_dir.join("model"),
            library: cache_dir.join("onnxruntime").join(LIBRARY),
            sessions: MAX_SESSIONS,
        }
    }

    /// Another sentence encoder: `name` is a folder below `cache_dir/models`, or the path of a folder anywhere.
    pub fn named(cache_dir: &Path, name: &str) -> Self {
        let below = cache_dir.join("models").join(name);
        let model_dir = if below.is_dir() { below } else { PathBuf::from(name) };
        let name =
            model_dir.file_name().map_or_else(|| name.to_owned(), |last| last.to_string_lossy().into_owned());
        let library = cache_dir.join("onnxruntime").join(LIBRARY);
        Self { name, model_dir, library, sessions: MAX_SESSIONS }
    }
}

/// Opens the chosen model.
///
/// # Errors
/// [`EmbedError::File`] or [`EmbedError::Library`] where a part is missing; the categoriser then works without.
pub fn open_embedder(choice: &EmbedderChoice) -> Result<Box<dyn Embedder>, EmbedError> {
    Ok(Box::new(OnnxEmbedder::open(choice)?))
}
