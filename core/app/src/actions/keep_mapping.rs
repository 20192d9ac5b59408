//! `mapping.rename`, `mapping.delete`, `mapping.import`: the CSV layouts this device remembers.

use super::update_account::Done;
use crate::error::AppError;
use crate::import_profile;
use crate::operation::{Action, Topic};
use crate::parse;
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Give a remembered CSV mapping a name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameMapping {
    /// Its fingerprint, from `mapping.list`.
    pub fingerprint: String,
    /// The name.
    pub name: String,
}

impl Action for RenameMapping {
    type Output = Done;
    const NAME: &'static str = "mapping.rename";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut profile = import_profile::named(session.reader(), &self.fingerprint)?;
        profile.name = Some(parse::name("name", &self.name)?);
        session.store.local(|tx| profile.write(tx, &self.fingerprint))?;
        Ok(Done { changed: 1 })
    }
}

/// Forget a CSV mapping: the next file of this layout is looked at anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteMapping {
    /// Its fingerprint, from `mapping.list`.
    pub fingerprint: String,
}

impl Action for DeleteMapping {
    type Output = Done;
    const NAME: &'static str = "mapping.delete";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let sql = "delete from csv_profile where fingerprint = ?1";
        let gone = session.store.local(|tx| tx.execute(sql, [&self.fingerprint]))?;
        if gone == 0 {
            return Err(AppError::not_found("CSV mapping", &self.fingerprint));
        }
        Ok(Done { changed: 1 })
    }
}

/// Remember a CSV mapping out of a file that `mapping.export` wrote.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// The file's content.
    pub text: String,
}

impl Action for ImportMapping {
    type Output = Done;
    const NAME: &'static str = "mapping.import";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let (fingerprint, mut profile) = import_profile::profile_in(&self.text)?;
        if let Some(before) = import_profile::remembered(session.reader(), &fingerprint)? {
            profile.account = before.account;
            profile.used_at = before.used_at;
        }
        session.store.local(|tx| profile.write(tx, &fingerprint))?;
        Ok(Done { changed: 1 })
    }
}
