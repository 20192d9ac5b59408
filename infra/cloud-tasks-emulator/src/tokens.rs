//! The emulator as the issuer of its tokens: a key made at the start, published as Google publishes its own.

use crate::Emulator;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// What stands before an Ed25519 secret in PKCS #8 (RFC 8410).
const BEFORE: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Signs ID tokens.
pub struct Signer {
    issuer: String,
    id: String,
    secret: [u8; 32],
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

/// A random number.
pub fn number() -> u64 {
    u64::from_le_bytes(random())
}

impl Signer {
    /// One with a key of its own.
    pub fn new(issuer: &str) -> Self {
        Self { issuer: issuer.to_owned(), id: format!("{:016x}", number()), secret: random() }
    }

    /// Another key in the place of the one before, which is published no longer.
    pub fn rotate(&mut self) {
        *self = Self::new(&self.issuer);
    }

    /// What a good token says.
    pub fn claims(&self, email: &str, audience: &str) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        json!({
            "iss": self.issuer, "aud": audience, "azp": "100000000000000000001", "sub": "100000000000000000001",
            "email": email, "email_verified": true, "iat": now, "exp": now + 3_600,
        })
    }

    /// A good token of this service account for this audience.
    pub fn token(&self, email: &str, audience: &str) -> String {
        self.sign(&self.claims(email, audience))
    }

    /// Any claims, signed.
    ///
    /// # Panics
    /// When they are no JSON object.
    pub fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::EdDSA) };
        let key = EncodingKey::from_ed_der(&[BEFORE.as_slice(), &self.secret].concat());
        encode(&header, claims, &key).expect("claims are JSON")
    }

    fn public(&self) -> Value {
        let key = ed25519_dalek::SigningKey::from_bytes(&self.secret).verifying_key();
        json!({
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(key.as_bytes()),
        })
    }
}

/// Where the keys are.
pub async fn description(State(emulator): State<Arc<Emulator>>) -> Json<Value> {
    Json(json!({"issuer": emulator.address, "jwks_uri": format!("{}/keys", emulator.address)}))
}

/// The key.
pub async fn keys(State(emulator): State<Arc<Emulator>>) -> Json<Value> {
    Json(json!({"keys": [emulator.signer().public()]}))
}
