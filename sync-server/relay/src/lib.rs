//! The server's side of sync: accounts, devices, the log of every book, snapshots and the WebSocket hub.
//!
//! It reads headers and carries bodies; nothing here could say what a change means. A request goes from [`http`] or [`hub`] to
//! one module that holds its statements. [`Port`] is what the rest of the program may do here. What may be believed of the wire is said in `docs/sync-protocol.md`.

mod accounts;
mod database;
mod digests;
mod error;
mod gate;
mod http;
mod hub;
mod limiter;
mod log;
mod metrics;
mod oidc;
mod pairing;
mod port;
mod reading;
mod serve;
mod settings;
mod snapshots;

pub use accounts::{
    Access, Device, Role, enrol_server, forget_expired, hash_secret, invite, parse_tag, secret,
};
pub use database::{connect, fence, migrate, pool_options};
pub use error::RelayError;
pub use http::{Address, ApiError, Code, Json, bearer, openapi};
pub use hub::RedisLink;
pub use limiter::Limiter;
pub use log::{Pulled, prune};
pub use metrics::Metrics;
pub use port::{AppendError, Port};
pub use serve::{open, serve};
pub use settings::{Settings, SignUp};

use std::sync::Arc;

/// What every request reaches.
pub(crate) struct Relay {
    pub settings: Settings,
    pub pool: sqlx::PgPool,
    pub hub: Arc<hub::Hub>,
    pub writer: log::Writer,
    pub limiter: limiter::Limiter,
    pub metrics: Arc<metrics::Metrics>,
    pub passwords: accounts::Passwords,
    pub issuer: Option<oidc::SignInIssuer>,
}

/// Random bytes of the system.
///
/// # Panics
/// When the system gives none.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

/// A random number below `most`, at least 0: for spreading what would come all at once.
pub(crate) fn jitter(most: u64) -> u64 {
    u64::from_le_bytes(random()) % most.max(1)
}
