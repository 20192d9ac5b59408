//! How well the categoriser does on a labelled file, beside the simple methods it must beat. No book is touched.

use crate::brain;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use categorize::MemoryCache;
use categorize::evaluate::{self, Figures, Mode, Options};
use serde::Serialize;
use std::path::Path;

/// The figures; the product's own stand at the top level.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// The file.
    pub file: String,
    /// The categoriser's figures.
    #[serde(flatten)]
    pub product: Figures,
    /// Embeddings were in use.
    pub embeddings: bool,
    /// The simple methods on the same rows.
    pub baselines: Vec<Figures>,
}

/// What is learned before what.
///
/// # Errors
/// `invalid_input` naming the modes.
pub fn mode(text: &str) -> Result<Mode, AppError> {
    match text {
        "chronological" => Ok(Mode::Chronological),
        "unseen" => Ok(Mode::UnseenMerchants),
        "cold" => Ok(Mode::ColdStart),
        other => Err(AppError::invalid("mode", format!("`{other}` is none of chronological, unseen, cold"))),
    }
}

/// Replays a labelled file.
///
/// # Errors
/// `io` when it cannot be read, `invalid_input` when it is no labelled file.
pub fn evaluate(file: &Path, mode: Mode, outside: &dyn Outside) -> Result<Evaluation, AppError> {
    let place = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| {
        AppError::new(ErrorCode::Io, format!("the file cannot be read: {error}")).at(place.clone())
    })?;
    let rows = evaluate::read_csv(&bytes)
        .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string()).at(place.clone()))?;
    let (embedder, _, _) = brain::embedder("minilm", outside);
    let report = evaluate::evaluate(&rows, embedder, Box::<MemoryCache>::default(), Options { mode })
        .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string()).at(place.clone()))?;
    Ok(Evaluation {
        file: place,
        product: report.product,
        embeddings: report.embeddings,
        baselines: report.baselines,
    })
}
