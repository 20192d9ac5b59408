//! The server over HTTP: accounts, devices, books, the WebSocket, and what operators ask.

mod api;
mod errors;
mod extract;
mod joining;
mod measure;
mod openapi;
mod operations;
mod upgrade;

pub use errors::{ApiError, Code};
pub(crate) use extract::network;
pub use extract::{Address, Json, bearer};
pub(crate) use measure::measure;
pub use openapi::openapi;

use crate::Relay;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post, put};
use std::sync::Arc;

/// Bytes of a request's body; none needs more.
const BODY: usize = 16 << 10;

/// Every route. [`openapi`] describes those below `/v1`, and a test compares.
pub(crate) fn router(relay: Arc<Relay>) -> Router {
    Router::new()
        .route("/healthz", get(operations::healthz))
        .route("/readyz", get(operations::readyz))
        .route("/metrics", get(operations::metrics))
        .route("/v1/accounts", post(api::sign_up))
        .route("/v1/sessions", post(api::sign_in))
        .route("/v1/oidc/attempts", post(api::begin_oidc))
        .route("/v1/oidc/sessions", post(api::sign_in_oidc))
        .route("/v1/token", post(api::rotate))
        .route("/v1/devices", get(api::devices).post(api::add))
        .route("/v1/devices/{tag}", delete(api::revoke))
        .route("/v1/books", get(api::books))
        .route("/v1/books/{tag}", put(api::create))
        .route("/v1/books/{tag}/members", get(api::members).put(api::share))
        .route("/v1/books/{tag}/members/{name}", delete(api::unshare))
        .route("/v1/books/{tag}/reading", get(api::reading))
        .route("/v1/books/{tag}/recovery", get(joining::recovery).put(joining::keep_recovery))
        .route("/v1/pairings", post(joining::open))
        .route("/v1/pairings/{id}", delete(joining::end))
        .route("/v1/pairings/{id}/{side}/{step}", get(joining::wait).put(joining::leave))
        .route("/v1/sync", get(upgrade::sync))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(relay)
}
