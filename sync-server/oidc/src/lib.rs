//! Is this ID token of our issuer, for us, of now? The issuer is asked for nothing but its public keys.

mod issuer;
mod token;

pub use issuer::Issuer;

/// Why a token is not taken.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The issuer does not answer, or with something else than it must.
    #[error("the issuer: {0}")]
    Issuer(String),
    /// The token is not good: signature, issuer, audience, time, form.
    #[error("the ID token: {0}")]
    Token(String),
}
