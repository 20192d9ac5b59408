//! CSV layouts this device remembers, one per bank's header: how to read the next file, and where it goes.

use crate::error::{AppError, ErrorCode};
use crate::import::csv;
use crate::import_mapping::MappingView;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::{self, Connection, OptionalExtension as _, params};

/// What is remembered of a CSV layout.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Profile {
    /// How to read it.
    pub mapping: Option<csv::Mapping>,
    /// Where the last file went.
    pub account: Option<domain::AccountId>,
    /// What a person calls it.
    #[serde(default)]
    pub name: Option<String>,
    /// Header names, to be recognised by people.
    #[serde(default)]
    pub header: Vec<String>,
    /// When it was last used, milliseconds since 1970-01-01 UTC.
    #[serde(default)]
    pub used_at: Option<i64>,
}

impl Profile {
    /// Remembers it.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn write(&self, tx: &Connection, fingerprint: &str) -> rusqlite::Result<()> {
        let text = serde_json::to_string(self)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        tx.execute(
            "insert into csv_profile (fingerprint, profile) values (?1, ?2) \
             on conflict (fingerprint) do update set profile = excluded.profile",
            params![fingerprint, text],
        )
        .map(drop)
    }
}

/// The profile kept for a layout.
///
/// # Errors
/// When the book cannot be read.
pub fn remembered(reader: &Reader, fingerprint: &str) -> Result<Option<Profile>, AppError> {
    let text: Option<String> = reader
        .connection()
        .prepare_cached("select profile from csv_profile where fingerprint = ?1")?
        .query_row([fingerprint], |row| row.get(0))
        .optional()?;
    // A profile another version wrote is no reason to refuse the file: it is inferred anew.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The profile a person speaks of.
///
/// # Errors
/// `not_found`.
pub fn named(reader: &Reader, fingerprint: &str) -> Result<Profile, AppError> {
    remembered(reader, fingerprint)?.ok_or_else(|| AppError::not_found("CSV mapping", fingerprint))
}

/// A mapping as a small file, to be given to another device or person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MappingFile {
    /// Version of the form.
    pub valorize_mapping: u32,
    /// What files of this layout are recognised by.
    pub fingerprint: String,
    /// What a person calls it.
    pub name: Option<String>,
    /// Header names.
    pub header: Vec<String>,
    /// How to read it.
    pub mapping: MappingView,
}

/// The version this program writes.
const VERSION: u32 = 1;

/// The file for a profile.
///
/// # Errors
/// `not_found` when nothing but an account is remembered.
pub fn file(fingerprint: &str, profile: &Profile) -> Result<String, AppError> {
    let mapping = profile.mapping.as_ref().ok_or_else(|| AppError::not_found("CSV mapping", fingerprint))?;
    let file = MappingFile {
        valorize_mapping: VERSION,
        fingerprint: fingerprint.to_owned(),
        name: profile.name.clone(),
        header: profile.header.clone(),
        mapping: MappingView::of(mapping)?,
    };
    serde_json::to_string_pretty(&file).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
}

/// The profile in a mapping file.
///
/// # Errors
/// `invalid_input` when the text is no such file, `newer_version` when a later program wrote it.
pub fn profile_in(text: &str) -> Result<(String, Profile), AppError> {
    let file: MappingFile = serde_json::from_str(text).map_err(|error| {
        AppError::invalid("text", format!("this is no mapping file: {error}"))
            .remedy("choose a file that was written by exporting a mapping")
    })?;
    if file.valorize_mapping > VERSION {
        return Err(AppError::new(ErrorCode::NewerVersion, "the mapping file is of a newer version"));
    }
    let profile = Profile {
        mapping: Some(file.mapping.mapping()?),
        name: file.name,
        header: file.header,
        ..Profile::default()
    };
    Ok((file.fingerprint, profile))
}

/// The mapping in a text: a mapping file, or a bare mapping.
///
/// # Errors
/// What is wrong with it as a bare mapping.
pub fn mapping_in(text: &str) -> Result<csv::Mapping, serde_json::Error> {
    match profile_in(text) {
        Ok((_, Profile { mapping: Some(mapping), .. })) => Ok(mapping),
        _ => serde_json::from_str(text),
    }
}
