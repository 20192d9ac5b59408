//! `sync.check_phrase`: does what a person wrote down still bring the book back?

use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::sync::check_phrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say whether these words are the open book's recovery phrase.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPhrase {
    /// 24 words.
    pub phrase: Passphrase,
}

/// Whether they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PhraseVerdict {
    /// They are.
    pub right: bool,
}

impl HostAction for CheckPhrase {
    type Output = PhraseVerdict;
    const NAME: &'static str = "sync.check_phrase";
    const TOPICS: &'static [Topic] = &[];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<PhraseVerdict, AppError> {
        let right = host.with_book(|open| open.read(|reader| check_phrase(reader, self.phrase.text())))?;
        Ok(PhraseVerdict { right })
    }
}
