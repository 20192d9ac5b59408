//! Backups: whole copies of a book in a folder, verified by opening them, the old ones taken away by a rule.

use crate::error::{AppError, ErrorCode};
use crate::settings;
use domain::Day;
use domain::retention::{Retention, keep};
use replica::{day_from_number, day_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use store::Reader;

const EXTENSION: &str = "valorize";
const DAY_MS: i64 = 86_400_000;

/// Why a backup was made; stands in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// By itself; the rule takes old ones away.
    Automatic,
    /// A person asked for it; it stays.
    Manual,
    /// Before the book was replaced by a backup; it stays.
    BeforeRestore,
}

impl Reason {
    const ALL: [Self; 3] = [Self::Automatic, Self::Manual, Self::BeforeRestore];

    const fn word(self) -> &'static str {
        match self {
            Self::Automatic => "auto",
            Self::Manual => "manual",
            Self::BeforeRestore => "before-restore",
        }
    }
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Backup {
    /// Its file.
    pub path: String,
    /// When it was made, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Why.
    pub reason: Reason,
    /// Size in bytes.
    pub bytes: u64,
    /// Only a passphrase opens it.
    pub encrypted: bool,
}

/// Where the backups of this book lie.
///
/// # Errors
/// When the book cannot be read.
pub fn folder(reader: &Reader, book: &Path) -> Result<PathBuf, AppError> {
    let chosen = settings::value(reader, settings::BACKUP_FOLDER)?;
    if !chosen.is_empty() {
        return Ok(PathBuf::from(chosen));
    }
    Ok(book.with_file_name(format!("{}-backups", stem(book))))
}

/// The backups of this book in the folder, newest first.
///
/// # Errors
/// When the folder is there and cannot be read.
pub fn list(folder: &Path, book: &Path) -> Result<Vec<Backup>, AppError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| failed(folder, &error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, &error))?;
        let name = entry.file_name();
        let Some((at, reason)) = name.to_str().and_then(|name| read_name(name, &stem(book))) else {
            continue;
        };
        let bytes = entry.metadata().map_err(|error| failed(folder, &error))?.len();
        let encrypted = store::is_encrypted(&entry.path())?;
        found.push(Backup { path: entry.path().display().to_string(), at, reason, bytes, encrypted });
    }
    found.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.path.cmp(&other.path)));
    Ok(found)
}

/// Makes a backup and then takes those away that the rule does not keep. `None` when `go_on` stopped it.
///
/// # Errors
/// When the folder or the copy cannot be written, or the copy does not verify; no copy is left then.
pub fn make(
    reader: &Reader,
    book: &Path,
    reason: Reason,
    at: i64,
    go_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Option<Backup>, AppError> {
    let folder = folder(reader, book)?;
    std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let name = |at| folder.join(format!("{}-{}-{}.{EXTENSION}", stem(book), stamp(at), reason.word()));
    let mut path = name(at);
    // Two in the same second: the later one takes the next that is free.
    for later in 1..60 {
        if path.exists() {
            path = name(at + later * 1_000);
        }
    }
    if !reader.backup_to(&path, go_on)? {
        return Ok(None);
    }
    rotate(reader, &folder, book)?;
    let made = list(&folder, book)?.into_iter().find(|backup| Path::new(&backup.path) == path);
    Ok(made)
}

/// Is it time for one by itself?
///
/// # Errors
/// When the book or the folder cannot be read.
pub fn is_due(reader: &Reader, book: &Path, now: i64) -> Result<bool, AppError> {
    if settings::value(reader, settings::BACKUP_AUTOMATIC)? != "on" {
        return Ok(false);
    }
    let newest = list(&folder(reader, book)?, book)?.first().map(|backup| backup.at);
    Ok(newest.is_none_or(|newest| now - newest >= DAY_MS))
}

/// The rule in force.
///
/// # Errors
/// When the book cannot be read.
pub fn retention(reader: &Reader) -> Result<Retention, AppError> {
    let number =
        |key| settings::number(reader, key).map(|number| usize::try_from(number).unwrap_or(usize::MAX));
    Ok(Retention {
        daily: number(settings::BACKUP_DAILY)?,
        weekly: number(settings::BACKUP_WEEKLY)?,
        monthly: number(settings::BACKUP_MONTHLY)?,
    })
}

fn rotate(reader: &Reader, folder: &Path, book: &Path) -> Result<(), AppError> {
    let automatic: Vec<Backup> =
        list(folder, book)?.into_iter().filter(|backup| backup.reason == Reason::Automatic).collect();
    let days: Vec<Day> = automatic.iter().filter_map(|backup| day_of(backup.at)).collect();
    if days.len() != automatic.len() {
        return Ok(());
    }
    for (backup, stays) in automatic.iter().zip(keep(&days, retention(reader)?)) {
        if !stays {
            let path = Path::new(&backup.path);
            std::fs::remove_file(path).map_err(|error| failed(path, &error))?;
        }
    }
    Ok(())
}

/// The book's file name without extension.
fn stem(book: &Path) -> String {
    book.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn day_of(at: i64) -> Option<Day> {
    day_from_number(i32::try_from(at.div_euclid(DAY_MS)).ok()?)
}

/// A moment as `20261125T130509Z`.
pub fn stamp(at: i64) -> String {
    let day = day_of(at).unwrap_or(Day::constant(1970, 1, 1));
    let seconds = at.rem_euclid(DAY_MS) / 1000;
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{:04}{:02}{:02}T{hour:02}{minute:02}{second:02}Z", day.year(), day.month(), day.day())
}

fn read_name(name: &str, stem: &str) -> Option<(i64, Reason)> {
    let rest = name.strip_prefix(stem)?.strip_prefix('-')?;
    let (stamp, rest) = rest.split_once('-')?;
    let word = rest.strip_suffix(EXTENSION)?.strip_suffix('.')?;
    let reason = Reason::ALL.into_iter().find(|reason| reason.word() == word)?;
    Some((read_stamp(stamp)?, reason))
}

fn read_stamp(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    if date.len() != 8 || time.len() != 6 || !text.is_ascii() {
        return None;
    }
    let day = Day::new(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?).ok()?;
    let part = |from: usize| time[from..from + 2].parse::<i64>().ok();
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    Some(i64::from(day_number(day)) * DAY_MS + seconds * 1000)
}

/// A folder or file of the backups that cannot be used.
pub fn failed(path: &Path, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    AppError::new(code, format!("the backups cannot be kept here: {error}"))
        .at(path.display().to_string())
        .remedy("choose another folder in the settings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_when_and_why() {
        let at = 1_795_611_909_000;
        for reason in Reason::ALL {
            let name = format!("casa-2-{}-{}.valorize", stamp(at), reason.word());
            assert_eq!(read_name(&name, "casa-2"), Some((at, reason)));
            assert_eq!(read_name(&name, "casa"), None);
        }
        for name in ["casa.valorize", "casa-x-auto.valorize", "casa-20261399T000000Z-auto.valorize", ""] {
            assert_eq!(read_name(name, "casa"), None, "{name}");
        }
    }
}
