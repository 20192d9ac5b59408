//! Settings of this device: names, defaults, and what they accept.

use crate::error::AppError;
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// A setting.
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// Value when nobody set one.
    pub default: &'static str,
    /// What it does, for people.
    pub about: &'static str,
    /// Lowest and highest number, for settings that are numbers.
    range: Option<(u32, u32)>,
}

/// Confidence from which a suggestion is written to a row, in per cent.
pub const THRESHOLD: &str = "categorizer.threshold";
/// Name or folder of the embedding model.
pub const MODEL: &str = "categorizer.model";

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: THRESHOLD,
        default: "70",
        about: "Confidence, in per cent, from which the machine writes a category to a row; below it only suggests",
        range: Some((0, 100)),
    },
    Setting {
        key: MODEL,
        default: "minilm",
        about: "Embedding model: minilm (shipped), none, or a folder with model.onnx and tokenizer.json",
        range: None,
    },
];

impl Setting {
    /// The setting of this name.
    ///
    /// # Errors
    /// `not_found` naming all settings.
    pub fn named(key: &str) -> Result<&'static Self, AppError> {
        SETTINGS.iter().find(|setting| setting.key == key).ok_or_else(|| {
            let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
            AppError::not_found("setting", key).remedy(format!("settings are: {}", names.join(", ")))
        })
    }

    /// Refuses a value it does not accept.
    ///
    /// # Errors
    /// `invalid_input` with the range.
    pub fn check(&self, value: &str) -> Result<(), AppError> {
        let Some((low, high)) = self.range else { return Ok(()) };
        match value.parse::<u32>() {
            Ok(number) if (low..=high).contains(&number) => Ok(()),
            _ => Err(AppError::invalid(
                "value",
                format!("{} takes a whole number from {low} to {high}", self.key),
            )),
        }
    }
}

/// The value in force.
///
/// # Errors
/// When the book cannot be read.
pub fn value(reader: &Reader, key: &str) -> Result<String, AppError> {
    let setting = Setting::named(key)?;
    let stored = reader
        .connection()
        .prepare_cached("select value from setting where key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(stored.unwrap_or_else(|| setting.default.to_owned()))
}
