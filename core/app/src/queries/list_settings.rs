//! `setting.list`: the settings of this device.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::settings::{self, SETTINGS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the settings of this device.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListSettings {}

/// The settings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SettingList {
    /// All of them.
    pub items: Vec<SettingView>,
}

/// A setting.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SettingView {
    /// Name.
    pub key: String,
    /// Value in force.
    pub value: String,
    /// Value when nobody set one.
    pub default: String,
    /// What it does.
    pub about: String,
}

impl Query for ListSettings {
    type Output = SettingList;
    const NAME: &'static str = "setting.list";
    const TOPICS: &'static [Topic] = &[Topic::Book];

    fn run(&self, reader: &Reader) -> Result<SettingList, AppError> {
        let mut items = Vec::with_capacity(SETTINGS.len());
        for setting in SETTINGS {
            items.push(SettingView {
                key: setting.key.to_owned(),
                value: settings::value(reader, setting.key)?,
                default: setting.default.to_owned(),
                about: setting.about.to_owned(),
            });
        }
        Ok(SettingList { items })
    }
}
