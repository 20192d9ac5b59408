//! `mapping.list`, `mapping.export`: the CSV layouts this device remembers.

use crate::error::AppError;
use crate::import_mapping::MappingView;
use crate::import_profile::{self, Profile};
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// List the CSV mappings that are remembered, one per bank's header.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMappings {}

/// The mappings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MappingList {
    /// Last used first.
    pub items: Vec<KeptMapping>,
}

/// A remembered mapping.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct KeptMapping {
    /// What files of this layout are recognised by; the other operations take it.
    pub fingerprint: String,
    /// What a person calls it.
    pub name: Option<String>,
    /// Header names.
    pub header: Vec<String>,
    /// Name of the account the last file went to.
    pub account: Option<String>,
    /// Last use, milliseconds since 1970-01-01 UTC.
    pub used_at: Option<i64>,
    /// How files are read.
    pub mapping: Option<MappingView>,
}

impl Query for ListMappings {
    type Output = MappingList;
    const NAME: &'static str = "mapping.list";
    const TOPICS: &'static [Topic] = &[Topic::Imports, Topic::Accounts];

    fn run(&self, reader: &Reader) -> Result<MappingList, AppError> {
        let connection = reader.connection();
        let mut statement = connection.prepare_cached("select fingerprint, profile from csv_profile")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut name = connection.prepare_cached("select name from account where id = ?1 and deleted = 0")?;
        let mut items = Vec::new();
        for row in rows {
            let (fingerprint, text) = row?;
            // One that another version wrote is shown by its fingerprint alone, so that it can be deleted.
            let profile: Profile = serde_json::from_str(&text).unwrap_or_default();
            let account = match profile.account {
                Some(account) => name.query_row([account.0], |row| row.get(0)).optional()?,
                None => None,
            };
            items.push(KeptMapping {
                fingerprint,
                name: profile.name,
                header: profile.header,
                account,
                used_at: profile.used_at,
                mapping: profile.mapping.as_ref().map(MappingView::of).transpose()?,
            });
        }
        items.sort_by(|a, b| b.used_at.cmp(&a.used_at).then_with(|| a.fingerprint.cmp(&b.fingerprint)));
        Ok(MappingList { items })
    }
}

/// Write a remembered CSV mapping as a small JSON file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportMapping {
    /// Its fingerprint, from `mapping.list`.
    pub fingerprint: String,
}

/// A mapping as a file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MappingText {
    /// The file's content; `mapping.import` and `valorize import --mapping` take it.
    pub text: String,
}

impl Query for ExportMapping {
    type Output = MappingText;
    const NAME: &'static str = "mapping.export";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(&self, reader: &Reader) -> Result<MappingText, AppError> {
        let profile = import_profile::named(reader, &self.fingerprint)?;
        Ok(MappingText { text: import_profile::file(&self.fingerprint, &profile)? })
    }
}
