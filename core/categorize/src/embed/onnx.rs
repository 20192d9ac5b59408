//! The encoder run by ONNX Runtime through `fastembed`: mean pooling, one text at a time, one thread per session.
//!
//! The 8-bit model scales activations over the whole batch, so a vector would depend on its batch mates: texts are
//! embedded one by one, on as many sessions as there are cores.

use super::{EmbedError, Embedder, EmbedderChoice, ModelId, Vector};
use fastembed::{InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel};
use ort::environment::Environment;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

/// Longest text in tokens; descriptors are far shorter.
const MAX_TOKENS: usize = 64;

/// A model held by ONNX Runtime.
pub struct OnnxEmbedder {
    id: ModelId,
    sessions: Vec<TextEmbedding>,
}

impl OnnxEmbedder {
    /// Loads library and model.
    ///
    /// # Errors
    /// [`EmbedError::File`], [`EmbedError::Library`] or [`EmbedError::Engine`].
    pub fn open(choice: &EmbedderChoice) -> Result<Self, EmbedError> {
        let model = read(&choice.model_dir.join("model.onnx"))?;
        let files = TokenizerFiles {
            tokenizer_file: read(&choice.model_dir.join("tokenizer.json"))?,
            config_file: read(&choice.model_dir.join("config.json"))?,
            special_tokens_map_file: read(&choice.model_dir.join("special_tokens_map.json"))?,
            tokenizer_config_file: read(&choice.model_dir.join("tokenizer_config.json"))?,
        };
        let checksum = Sha256::digest(&model).iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
            text
        });
        let environment = environment(&choice.library)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let count = cores.min(choice.sessions).max(1);
        let sessions = (0..count)
            .map(|_| {
                let model =
                    UserDefinedEmbeddingModel::new(model.clone(), files.clone()).with_pooling(Pooling::Mean);
                let options = InitOptionsUserDefined::new()
                    .with_environment(environment.clone())
                    .with_max_length(MAX_TOKENS)
                    .with_intra_threads(1)
                    .with_session_config("session.intra_op.allow_spinning", "0");
                TextEmbedding::try_new_from_user_defined(model, options)
                    .map_err(|error| EmbedError::Engine(error.to_string()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let engine = "onnxruntime".to_owned();
        let id = ModelId { name: choice.name.clone(), checksum, engine, text_version: crate::TEXT_VERSION };
        Ok(Self { id, sessions })
    }
}

impl Embedder for OnnxEmbedder {
    fn model_id(&self) -> &ModelId {
        &self.id
    }

    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vector>, EmbedError> {
        let share = texts.len().div_ceil(self.sessions.len()).max(1);
        let parts: Vec<Result<Vec<Vector>, EmbedError>> = std::thread::scope(|scope| {
            let workers: Vec<_> = self
                .sessions
                .iter_mut()
                .zip(texts.chunks(share))
                .map(|(session, part)| {
                    scope.spawn(move || part.iter().map(|text| embed_one(session, text)).collect())
                })
                .collect();
            workers
                .into_iter()
                .map(|worker| {
                    worker.join().unwrap_or_else(|_| Err(EmbedError::Engine("a worker stopped".to_owned())))
                })
                .collect()
        });
        let mut vectors = Vec::with_capacity(texts.len());
        for part in parts {
            vectors.extend(part?);
        }
        Ok(vectors)
    }
}

fn embed_one(session: &mut TextEmbedding, text: &str) -> Result<Vector, EmbedError> {
    let mut vectors =
        session.embed([text], Some(1)).map_err(|error| EmbedError::Engine(error.to_string()))?;
    vectors.pop().ok_or_else(|| EmbedError::Engine("no vector came back".to_owned()))
}

fn read(path: &Path) -> Result<Vec<u8>, EmbedError> {
    std::fs::read(path).map_err(|source| EmbedError::File { path: path.display().to_string(), source })
}

/// The one environment of this process; the library is loaded at the first call and stays.
fn environment(library: &Path) -> Result<Environment, EmbedError> {
    static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);
    let failed = |reason: String| EmbedError::Library { path: library.display().to_string(), reason };
    let mut slot = ENVIRONMENT.lock().map_err(|_| failed("an earlier attempt was interrupted".to_owned()))?;
    if let Some(environment) = slot.as_ref() {
        return Ok(environment.clone());
    }
    if !library.is_file() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(EmbedError::File { path: library.display().to_string(), source });
    }
    let builder = ort::init_from(library).map_err(|error| failed(error.to_string()))?;
    let environment = builder
        .with_name("valorize")
        .with_telemetry(false)
        .build()
        .map_err(|error| failed(error.to_string()))?;
    *slot = Some(environment.clone());
    Ok(environment)
}
