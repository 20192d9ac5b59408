//! `sync.new_phrase`: the words that bring the book back on a new device.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Make a recovery phrase for the open book, in the place of any before. It is shown once and kept nowhere.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPhrase {}

/// The phrase.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// 24 words in their order.
    pub words: Vec<String>,
}

impl HostAction for NewPhrase {
    type Output = Phrase;
    const NAME: &'static str = "sync.new_phrase";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::History];

    fn run(self, host: &Host, _: &Call) -> Result<Phrase, AppError> {
        let link = host.with_book(Open::shared)?.link;
        link.owned()?;
        let drawn = host.with_app(|app| app.draw_phrase(&link))?;
        // The network is asked without holding the book.
        let words = drawn.keep(&link)?;
        Ok(Phrase { words: words.split(' ').map(str::to_owned).collect() })
    }
}
