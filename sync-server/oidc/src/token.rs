//! Reading an ID token: signature first, then whom it is of and for, and of when. What else it says is for the caller to judge.

use crate::{Issuer, OidcError};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

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

impl Issuer {
    /// What a token for `audience` says.
    ///
    /// # Errors
    /// When it is not good, or the issuer's keys are not to be had.
    pub async fn verify<C: serde::de::DeserializeOwned>(
        &self,
        token: &str,
        audience: &str,
    ) -> Result<C, OidcError> {
        let bad = |error: jsonwebtoken::errors::Error| OidcError::Token(error.to_string());
        let header = decode_header(token).map_err(bad)?;
        if !SIGNED_WITH.contains(&header.alg) {
            return Err(OidcError::Token(format!("signed with {:?}", header.alg)));
        }
        let key = self.key(header.kid.as_deref()).await?;
        let mut wanted = Validation::new(header.alg);
        wanted.set_issuer(&[&self.url]);
        wanted.set_audience(&[audience]);
        wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        wanted.validate_nbf = true;
        wanted.leeway = SLACK;
        let key = DecodingKey::from_jwk(&key).map_err(bad)?;
        Ok(decode::<C>(token, &key, &wanted).map_err(bad)?.claims)
    }
}
