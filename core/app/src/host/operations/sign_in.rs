//! `sync.sign_in`: signs in through a server's issuer.

use crate::error::{AppError, ErrorCode};
use crate::host::desk::{Came, Standing};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Begin to sign in through the issuer that a server trusts. A person goes on at the address that is answered; then the operations that ask
/// for an account and its password need neither.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginSignIn {
    /// Address of the server, https://...
    pub server: String,
}

/// Say what became of signing in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowSignIn {}

/// A sign-in, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SignInView {
    /// Where the person signs in, in their browser.
    pub url: String,
    /// Seconds it still stands.
    pub seconds_left: u64,
    /// Somebody did.
    pub ready: bool,
    /// Why nobody did.
    pub problem: Option<AppError>,
}

impl HostAction for BeginSignIn {
    type Output = SignInView;
    const NAME: &'static str = "sync.sign_in";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<SignInView, AppError> {
        Ok(view(host.desk.begin(&self.server, (host.outside)().as_mut(), host.ears())?))
    }
}

impl HostAction for ShowSignIn {
    type Output = SignInView;
    const NAME: &'static str = "sync.sign_in_state";
    const TOPICS: &'static [Topic] = &[Topic::Sync];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<SignInView, AppError> {
        host.desk.standing().map(view).ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "nobody is signing in").remedy("begin with `sync.sign_in`")
        })
    }
}

fn view(standing: Standing) -> SignInView {
    let (ready, problem) = match standing.came {
        Came::Nobody => (false, None),
        Came::Token(_) => (true, None),
        Came::Failed(error) => (false, Some(error)),
    };
    let left = standing.until.saturating_duration_since(Instant::now());
    SignInView { url: standing.url, seconds_left: left.as_secs(), ready, problem }
}
