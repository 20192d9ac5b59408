//! Whom an ID token vouches for. The device speaks with the issuer (authorisation code with PKCE, in the person's browser); the
//! server sees only the token, once.

use ::oidc::{Issuer, OidcError};
use serde_json::Value;

/// The issuer people sign in through, and our name there.
pub struct SignInIssuer {
    issuer: Issuer,
    /// Our name there.
    pub client_id: String,
}

#[derive(serde::Deserialize)]
struct Claims {
    sub: String,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
}

/// Whom the issuer vouches for.
#[derive(Debug, PartialEq)]
pub struct Person {
    /// The issuer's name for them; never another's.
    pub subject: String,
    /// What the device asked the issuer to put into the token.
    pub nonce: String,
    /// Their address, when the issuer says it is theirs.
    pub email: Option<String>,
}

impl SignInIssuer {
    /// One at this URL.
    ///
    /// # Errors
    /// When the URL is none that can be trusted.
    pub fn new(url: &str, client_id: &str) -> Result<Self, OidcError> {
        Ok(Self { issuer: Issuer::new(url)?, client_id: client_id.to_owned() })
    }

    /// As it names itself.
    pub fn url(&self) -> &str {
        &self.issuer.url
    }

    /// Whom this token speaks of.
    pub async fn check(&self, token: &str) -> Result<Person, OidcError> {
        let claims: Claims = self.issuer.verify(token, &self.client_id).await?;
        // For several at once: then it must say that it was us who asked.
        let for_others = claims.aud.as_array().is_some_and(|all| all.len() > 1);
        let asked = claims.azp.as_ref();
        if asked.map_or(for_others, |azp| *azp != self.client_id) {
            return Err(OidcError::Token("it was asked for by somebody else".to_owned()));
        }
        let nonce = claims.nonce.ok_or(OidcError::Token("it carries no nonce".to_owned()))?;
        if claims.sub.is_empty() || claims.sub.len() > 255 {
            return Err(OidcError::Token("its subject is none".to_owned()));
        }
        Ok(Person { subject: claims.sub, nonce, email: claims.email.filter(|_| claims.email_verified) })
    }
}
