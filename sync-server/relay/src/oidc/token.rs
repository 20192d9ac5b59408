//! Reading an ID token: signature first, then everything it says about whom it is for.

use super::{Issuer, OidcError};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

/// Signatures by a private key. With a shared one whoever may check a token could make one.
const SIGNED_WITH: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// Seconds two clocks may differ by.
const SLACK: u64 = 60;

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

impl Issuer {
    /// Whom this token speaks of.
    pub async fn check(&self, token: &str) -> Result<Person, OidcError> {
        let bad = |error: jsonwebtoken::errors::Error| OidcError::Token(error.to_string());
        let header = decode_header(token).map_err(bad)?;
        if !SIGNED_WITH.contains(&header.alg) {
            return Err(OidcError::Token(format!("signed with {:?}", header.alg)));
        }
        let key = self.key(header.kid.as_deref()).await?;
        self.read(token, header.alg, &key)
    }

    fn read(&self, token: &str, algorithm: Algorithm, key: &Jwk) -> Result<Person, OidcError> {
        let bad = |error: jsonwebtoken::errors::Error| OidcError::Token(error.to_string());
        let mut wanted = Validation::new(algorithm);
        wanted.set_issuer(&[&self.url]);
        wanted.set_audience(&[&self.client_id]);
        wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        wanted.validate_nbf = true;
        wanted.leeway = SLACK;
        let claims =
            decode::<Claims>(token, &DecodingKey::from_jwk(key).map_err(bad)?, &wanted).map_err(bad)?.claims;
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
