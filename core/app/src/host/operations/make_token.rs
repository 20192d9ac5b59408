//! `sync.make_token`: an access token for the book's API.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::make_token;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Make an access token for the API of the open book, which the server reads. It is shown once and kept nowhere.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// What it is for.
    pub name: String,
    /// It may change the book too; it may only read it when left out.
    pub writes: Option<bool>,
}

/// An access token.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TokenShown {
    /// To be sent as `Authorization: Bearer`.
    pub token: String,
}

impl HostAction for MakeToken {
    type Output = TokenShown;
    const NAME: &'static str = "sync.make_token";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<TokenShown, AppError> {
        let shared = host.with_book(Open::shared)?;
        let token = make_token(&shared, &self.name, self.writes.unwrap_or(false))?;
        Ok(TokenShown { token: token.to_string() })
    }
}
