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
    /// What it accepts.
    takes: Takes,
}

/// What a setting accepts.
enum Takes {
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// One of these.
    Choice(&'static [&'static str]),
    /// Any text.
    Text,
}

/// Folder of the backups; empty is one beside the book.
pub const BACKUP_FOLDER: &str = "backup.folder";
/// Whether backups are made by themselves.
pub const BACKUP_AUTOMATIC: &str = "backup.automatic";
/// Days of which a backup is kept.
pub const BACKUP_DAILY: &str = "backup.daily";
/// Weeks of which a backup is kept.
pub const BACKUP_WEEKLY: &str = "backup.weekly";
/// Months of which a backup is kept.
pub const BACKUP_MONTHLY: &str = "backup.monthly";
/// Minutes without use after which the book is locked; 0 never.
pub const LOCK_AFTER: &str = "lock.after_minutes";
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
        takes: Takes::Number(0, 100),
    },
    Setting {
        key: MODEL,
        default: "minilm",
        about: "Embedding model: minilm (shipped), none, or a folder with model.onnx and tokenizer.json",
        takes: Takes::Text,
    },
    Setting {
        key: BACKUP_AUTOMATIC,
        default: "on",
        about: "Make a backup when a book is opened and the last one is older than a day: on or off",
        takes: Takes::Choice(&["on", "off"]),
    },
    Setting {
        key: BACKUP_FOLDER,
        default: "",
        about: "Folder of the backups; by default one beside the book",
        takes: Takes::Text,
    },
    Setting {
        key: BACKUP_DAILY,
        default: "7",
        about: "Days of which the last backup is kept",
        takes: Takes::Number(1, 366),
    },
    Setting {
        key: BACKUP_WEEKLY,
        default: "4",
        about: "Weeks of which the last backup is kept",
        takes: Takes::Number(0, 520),
    },
    Setting {
        key: BACKUP_MONTHLY,
        default: "12",
        about: "Months of which the last backup is kept",
        takes: Takes::Number(0, 1_200),
    },
    Setting {
        key: LOCK_AFTER,
        default: "0",
        about: "Minutes without use after which the window locks a book that has a passphrase; 0 is never",
        takes: Takes::Number(0, 1_440),
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
        let wants = match self.takes {
            Takes::Text => return Ok(()),
            Takes::Choice(choices) if choices.contains(&value) => return Ok(()),
            Takes::Choice(choices) => choices.join(", "),
            Takes::Number(low, high) => match value.parse::<u32>() {
                Ok(number) if (low..=high).contains(&number) => return Ok(()),
                _ => format!("a whole number from {low} to {high}"),
            },
        };
        Err(AppError::invalid("value", format!("{} takes {wants}", self.key)))
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

/// The number in force.
///
/// # Errors
/// When the book cannot be read.
pub fn number(reader: &Reader, key: &str) -> Result<u32, AppError> {
    let text = value(reader, key)?;
    text.parse().map_err(|_| AppError::invalid(key, format!("`{text}` is no whole number")))
}
