//! How well the categoriser does on a labelled file, beside the simple methods it must beat. No book is touched.

use crate::brain;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use categorize::MemoryCache;
use categorize::evaluate::{self, Figures, LabelledRow, Mode, Options};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use std::path::Path;
use store::Reader;

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
    let (embedder, _) = brain::embedder("minilm", outside);
    let report = evaluate::evaluate(&rows, embedder, Box::<MemoryCache>::default(), Options { mode })
        .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string()).at(place.clone()))?;
    Ok(Evaluation {
        file: place,
        product: report.product,
        embeddings: report.embeddings,
        baselines: report.baselines,
    })
}

/// Fewer rows than this say nothing.
const FEWEST: usize = 20;

/// How the categoriser did on the rows of a book. Shares in per mille, as whole numbers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OwnEvaluation {
    /// Rows replayed.
    pub rows: u32,
    /// Rows of merchants not seen before.
    pub rows_new: u32,
    /// Right of all, per mille.
    pub accuracy: u32,
    /// Right of merchants seen before, per mille.
    pub accuracy_known: u32,
    /// Right of merchants not seen before, per mille.
    pub accuracy_new: u32,
    /// Rows it could have set with 95 of 100 right, per mille.
    pub coverage_at_95: u32,
    /// How far its confidence is from how often it is right, per mille; less is better.
    pub calibration_error: u32,
    /// The model that was used; none when it works without.
    pub model: Option<String>,
    /// Simply choosing the category most used for the payee, per mille right.
    pub simple_accuracy: Option<u32>,
}

/// The newest rows that a person categorised, oldest first, and the model the book uses.
///
/// # Errors
/// When the book cannot be read, or `invalid_input` when there are too few.
pub fn own_rows(reader: &Reader, limit: u32) -> Result<(Vec<LabelledRow>, String), AppError> {
    let sql = "select * from (select t.day as day, t.id as id, t.description, t.amount, a.currency, c.name, \
      coalesce(c.key, '') from transactions t join account a on a.id = t.account join category c on c.id = t.category \
      where t.visible = 1 and t.user_category is not null order by t.day desc, t.id desc limit ?1) order by day, id";
    let mut find = reader.connection().prepare_cached(sql)?;
    let rows = find.query_map([limit], |row| {
        let description: String = row.get(2)?;
        Ok(LabelledRow {
            date: crate::row::day_text(row.get(0)?),
            merchant: domain::identity::fold(&description),
            description,
            amount_minor: row.get(3)?,
            currency: row.get(4)?,
            label: row.get(5)?,
            common: row.get(6)?,
            user: String::new(),
        })
    })?;
    let rows: Vec<LabelledRow> = rows.collect::<Result<_, _>>()?;
    if rows.len() < FEWEST {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{} row(s) have a category you gave; {FEWEST} are needed to measure", rows.len()),
        )
        .remedy("categorise or accept more rows first"));
    }
    Ok((rows, crate::settings::value(reader, crate::settings::MODEL)?))
}

/// Replays them.
///
/// # Errors
/// When the model fails.
pub fn own(rows: &[LabelledRow], model: &str, outside: &dyn Outside) -> Result<OwnEvaluation, AppError> {
    let (embedder, used) = brain::embedder(model, outside);
    let options = Options { mode: Mode::Chronological };
    let report = evaluate::evaluate(rows, embedder, Box::<MemoryCache>::default(), options)
        .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string()))?;
    let product = &report.product;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(OwnEvaluation {
        rows: count(product.rows),
        rows_new: count(product.rows_unseen),
        accuracy: per_mille(product.accuracy),
        accuracy_known: per_mille(product.accuracy_seen),
        accuracy_new: per_mille(product.accuracy_unseen),
        coverage_at_95: per_mille(product.coverage_at_95),
        calibration_error: per_mille(product.ece),
        model: used.name,
        simple_accuracy: report.baselines.first().map(|figures| per_mille(figures.accuracy)),
    })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000 before")]
fn per_mille(share: f64) -> u32 {
    (share * 1000.0).round().clamp(0.0, 1000.0) as u32
}
