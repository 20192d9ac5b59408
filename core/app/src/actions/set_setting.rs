//! `setting.set`: a setting of this device.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::settings::Setting;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Change a setting of this device; an empty value goes back to the default.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSetting {
    /// Which one; `setting.list` names them all.
    pub key: String,
    /// The value.
    pub value: String,
}

impl Action for SetSetting {
    type Output = Done;
    const NAME: &'static str = "setting.set";
    const TOPICS: &'static [Topic] = &[Topic::Book, Topic::Suggestions];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let setting = Setting::named(&self.key)?;
        if self.value.is_empty() {
            session
                .store
                .local(|tx| tx.execute("delete from setting where key = ?1", [setting.key]).map(drop))?;
        } else {
            setting.check(&self.value)?;
            session.store.local(|tx| {
                tx.execute(
                    "insert into setting (key, value) values (?1, ?2) on conflict (key) do update set value = excluded.value",
                    params![setting.key, self.value],
                )
                .map(drop)
            })?;
        }
        session.brain.forget();
        Ok(Done { changed: 1 })
    }
}
