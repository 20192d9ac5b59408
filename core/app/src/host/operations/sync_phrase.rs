//! `sync.phrase`: the words that open the book on another device.

use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Show the open book's recovery phrase. Whoever has it and the account can read all of the book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowPhrase {}

/// The phrase.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// 24 words in their order.
    pub words: Vec<String>,
}

impl HostAction for ShowPhrase {
    type Output = Phrase;
    const NAME: &'static str = "sync.phrase";
    const TOPICS: &'static [Topic] = &[];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<Phrase, AppError> {
        let words = host.with_book(|open| open.read(|reader| Ok(words(&*reader.secret()?))))?;
        Ok(Phrase { words: words.split(' ').map(str::to_owned).collect() })
    }
}
