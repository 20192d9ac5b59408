//! How a new device gets in: recovery blobs and pairing. Bodies are bytes nobody here can read.

use super::errors::{ApiError, Code};
use super::extract::{Address, Octets, bearer};
use crate::Relay;
use crate::accounts::{self, Device, authenticate, parse_tag};
use crate::pairing::{self, Caller, Guest, PairingEntry, Side};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

const OCTETS: &str = "application/octet-stream";

pub async fn recovery(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<Response, ApiError> {
    let found = accounts::read_recovery(&relay.pool, &device, parse_tag(&tag)?).await?;
    let headers = [(CONTENT_TYPE, OCTETS.to_owned()), (ETAG, etag(found.version))];
    Ok((headers, found.bytes).into_response())
}

pub async fn keep_recovery(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
    headers: HeaderMap,
    Octets(bytes): Octets,
) -> Result<Response, ApiError> {
    let expected = expected(&headers)?;
    let tag = parse_tag(&tag)?;
    let version = accounts::write_recovery(&relay.pool, &device, tag, &bytes, expected).await?;
    Ok((StatusCode::NO_CONTENT, [(ETAG, etag(version))]).into_response())
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The version of `If-Match`.
fn expected(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let version =
        value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    version.map(Some).ok_or(ApiError::new(Code::BadRequest, "If-Match holds an ETag of this blob"))
}

pub async fn open(
    State(relay): State<Arc<Relay>>,
    device: Device,
) -> Result<axum::Json<PairingEntry>, ApiError> {
    Ok(axum::Json(pairing::open(&relay.pool, &device).await?))
}

/// A guest may guess: numbers are short. So all that fails, and every first message, counts for its address.
async fn limit(relay: &Relay, address: Address) -> Result<(), ApiError> {
    let most = relay.settings.pairings_per_minute;
    relay.limiter.allow(&format!("pairing:{}", address.0), most).await.map_err(|seconds| {
        relay.metrics.limited.inc();
        ApiError::too_many(seconds)
    })
}

/// Whoever shows a token or a guest's secret; none for whoever shows nothing.
async fn caller(relay: &Relay, headers: &HeaderMap) -> Result<Option<Caller>, ApiError> {
    let Some(token) = bearer(headers) else { return Ok(None) };
    if token.starts_with("vp_") {
        return Ok(Some(Caller::Guest(token.to_owned())));
    }
    let device = authenticate(&relay.pool, token).await?;
    device.map(|device| Some(Caller::Host(device))).ok_or_else(unauthorised)
}

fn unauthorised() -> ApiError {
    ApiError::new(Code::Unauthorised, "the token is missing, wrong or revoked")
}

fn side_of(name: &str) -> Result<Side, ApiError> {
    Side::named(name).ok_or(ApiError::new(Code::BadRequest, "the sides are `host` and `guest`"))
}

pub async fn leave(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Path((id, side, step)): Path<(i32, String, i16)>,
    headers: HeaderMap,
    Octets(bytes): Octets,
) -> Result<Response, ApiError> {
    let side = side_of(&side)?;
    let Some(caller) = caller(&relay, &headers).await? else {
        if (side, step) != (Side::Guest, 1) {
            return Err(unauthorised());
        }
        limit(&relay, address).await?;
        let guest: Guest = pairing::join(&relay.pool, id, &bytes).await?;
        return Ok(axum::Json(guest).into_response());
    };
    if let Err(error) = pairing::leave(&relay.pool, id, &caller, side, step, &bytes).await {
        limit(&relay, address).await?;
        return Err(error);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn wait(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Path((id, side, step)): Path<(i32, String, i16)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let side = side_of(&side)?;
    let caller = caller(&relay, &headers).await?.ok_or_else(unauthorised)?;
    match pairing::wait(&relay.pool, id, &caller, side, step).await {
        Ok(Some(bytes)) => Ok(([(CONTENT_TYPE, OCTETS)], bytes).into_response()),
        Ok(None) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => {
            limit(&relay, address).await?;
            Err(error)
        }
    }
}

pub async fn end(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Path(id): Path<i32>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    let caller = caller(&relay, &headers).await?.ok_or_else(unauthorised)?;
    if let Err(error) = pairing::end(&relay.pool, id, &caller).await {
        limit(&relay, address).await?;
        return Err(error);
    }
    Ok(StatusCode::NO_CONTENT)
}
