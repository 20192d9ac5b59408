//! Accounts, devices and books: each handler one call of `accounts`.

use super::errors::{ApiError, Code};
use super::extract::{Address, Json};
use crate::Relay;
use crate::accounts::{
    self, Attempt, BookEntry, Credentials, Device, DeviceEntry, DeviceInput, IdentityInput, MemberEntry,
    MemberInput, SignedIn, parse_tag,
};
use crate::oidc::SignInIssuer;
use crate::reading::ReadingEntry;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use std::sync::Arc;
use sync_protocol::BookTag;

type Answer<T> = Result<axum::Json<T>, ApiError>;

/// Passwords are tried only so often, from one address and for one name.
async fn limit(relay: &Relay, address: Address, name: &str) -> Result<(), ApiError> {
    let most = relay.settings.sign_ins_per_minute;
    for key in [format!("sign-in:{}", address.0), format!("sign-in:{}", name.trim().to_lowercase())] {
        if let Err(seconds) = relay.limiter.allow(&key, most).await {
            relay.metrics.limited.inc();
            return Err(ApiError::too_many(seconds));
        }
    }
    Ok(())
}

pub async fn sign_up(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Json(input): Json<Credentials>,
) -> Answer<SignedIn> {
    limit(&relay, address, &input.name).await?;
    let signed_in = accounts::sign_up(&relay.pool, &relay.settings, &relay.passwords, input).await?;
    Ok(axum::Json(signed_in))
}

pub async fn sign_in(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Json(input): Json<Credentials>,
) -> Answer<SignedIn> {
    limit(&relay, address, &input.name).await?;
    let result = accounts::sign_in(&relay.pool, &relay.settings, &relay.passwords, input).await;
    if result.is_err() {
        relay.metrics.failed_sign_ins.inc();
    }
    Ok(axum::Json(result?))
}

fn issuer(relay: &Relay) -> Result<&SignInIssuer, ApiError> {
    let none = ApiError::new(Code::NotFound, "this server has no issuer: sign in with a password");
    relay.issuer.as_ref().ok_or(none)
}

/// Attempts through the issuer are counted as sign-ins of the address.
async fn limit_oidc(relay: &Relay, address: Address) -> Result<(), ApiError> {
    let most = relay.settings.sign_ins_per_minute;
    relay.limiter.allow(&format!("sign-in:{}", address.0), most).await.map_err(|seconds| {
        relay.metrics.limited.inc();
        ApiError::too_many(seconds)
    })
}

pub async fn begin_oidc(State(relay): State<Arc<Relay>>, address: Address) -> Answer<Attempt> {
    let issuer = issuer(&relay)?;
    limit_oidc(&relay, address).await?;
    Ok(axum::Json(accounts::begin(&relay.pool, issuer).await?))
}

pub async fn sign_in_oidc(
    State(relay): State<Arc<Relay>>,
    address: Address,
    Json(input): Json<IdentityInput>,
) -> Answer<SignedIn> {
    let issuer = issuer(&relay)?;
    limit_oidc(&relay, address).await?;
    let result = accounts::sign_in_with(&relay.pool, &relay.settings, issuer, &input).await;
    if result.is_err() {
        relay.metrics.failed_sign_ins.inc();
    }
    Ok(axum::Json(result?))
}

pub async fn rotate(State(relay): State<Arc<Relay>>, device: Device) -> Answer<SignedIn> {
    Ok(axum::Json(accounts::rotate_token(&relay.pool, &device).await?))
}

pub async fn devices(State(relay): State<Arc<Relay>>, device: Device) -> Answer<Vec<DeviceEntry>> {
    Ok(axum::Json(accounts::list_devices(&relay.pool, &device).await?))
}

pub async fn add(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Json(newcomer): Json<DeviceInput>,
) -> Answer<SignedIn> {
    Ok(axum::Json(accounts::add_device(&relay.pool, &relay.settings, &device, &newcomer).await?))
}

pub async fn revoke(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<StatusCode, ApiError> {
    let revoked = accounts::revoke_device(&relay.pool, &device, parse_tag(&tag)?).await?;
    relay.hub.revoked(revoked);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn books(State(relay): State<Arc<Relay>>, device: Device) -> Answer<Vec<BookEntry>> {
    Ok(axum::Json(accounts::list_books(&relay.pool, &device).await?))
}

pub async fn create(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<StatusCode, ApiError> {
    accounts::create_book(&relay.pool, &relay.settings, &device, parse_tag(&tag)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn members(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
) -> Answer<Vec<MemberEntry>> {
    Ok(axum::Json(accounts::list_members(&relay.pool, &device, parse_tag(&tag)?).await?))
}

pub async fn reading(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
) -> Answer<ReadingEntry> {
    Ok(axum::Json(crate::reading::list(&relay, &device, BookTag(parse_tag(&tag)?)).await?))
}

pub async fn share(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path(tag): Path<String>,
    Json(member): Json<MemberInput>,
) -> Result<StatusCode, ApiError> {
    accounts::share_book(&relay.pool, &device, parse_tag(&tag)?, &member).await?;
    relay.hub.rights_changed();
    Ok(StatusCode::NO_CONTENT)
}

pub async fn unshare(
    State(relay): State<Arc<Relay>>,
    device: Device,
    Path((tag, name)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    accounts::unshare_book(&relay.pool, &device, parse_tag(&tag)?, &name).await?;
    relay.hub.rights_changed();
    Ok(StatusCode::NO_CONTENT)
}
