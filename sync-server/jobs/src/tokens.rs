//! Who may ask this worker to run a job: whoever the issuer vouches for, for this worker, and is the account named in the settings.

use crate::WorkerError;
use crate::settings::DoorSettings;
use oidc::{Issuer, OidcError};

/// Checks the tokens of calls.
pub struct Door {
    issuer: Issuer,
    audience: String,
    account: String,
}

#[derive(serde::Deserialize)]
struct Claims {
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
}

/// Why a call is not let in.
#[derive(Debug)]
pub enum Refusal {
    /// Its token is not good.
    Token(String),
    /// It is good, and of somebody else.
    Account(String),
    /// The issuer's keys are not to be had.
    Issuer(String),
}

impl Door {
    /// None when no issuer is set: nobody may call then.
    pub fn new(settings: &DoorSettings) -> Result<Option<Self>, WorkerError> {
        match (&settings.worker_issuer, &settings.worker_audience, &settings.worker_account) {
            (Some(issuer), Some(audience), Some(account)) => Ok(Some(Self {
                issuer: Issuer::new(issuer)?,
                audience: audience.clone(),
                account: account.clone(),
            })),
            _ => Ok(None),
        }
    }

    /// Lets the bearer of this token in, or says why not.
    pub async fn check(&self, token: &str) -> Result<(), Refusal> {
        let claims: Claims =
            self.issuer.verify(token, &self.audience).await.map_err(|error| match error {
                OidcError::Token(why) => Refusal::Token(why),
                OidcError::Issuer(why) => Refusal::Issuer(why),
            })?;
        match claims.email.filter(|_| claims.email_verified) {
            Some(email) if email == self.account => Ok(()),
            Some(email) => Err(Refusal::Account(email)),
            None => Err(Refusal::Account("nobody".to_owned())),
        }
    }
}
