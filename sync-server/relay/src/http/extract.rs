//! Who asks, and from where.

use super::errors::{ApiError, Code};
use crate::accounts::{Device, authenticate};
use crate::{Port, Relay};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRef, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// The device whose token the request carries. A handler that does not name it gets no row of an account.
impl<S: Send + Sync> FromRequestParts<S> for Device
where
    Port: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Port(relay) = Port::from_ref(state);
        let refused = || ApiError::new(Code::Unauthorised, "the token is missing, wrong or revoked");
        let token = bearer(&parts.headers).ok_or_else(refused)?;
        authenticate(&relay.pool, token).await?.ok_or_else(refused)
    }
}

/// The secret of an `Authorization: Bearer`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// The address a request comes from.
#[derive(Debug, Clone, Copy)]
pub struct Address(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Address
where
    Port: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Port(relay) = Port::from_ref(state);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.ok_or(ApiError::new(Code::Internal, "the peer has no address"))?;
        Ok(Self(network(behind(relay.settings.proxies, peer, &parts.headers))))
    }
}

/// The address before `proxies` of our own: each appends the one it saw, so only the last ones can be believed.
fn behind(proxies: usize, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let seen: Vec<IpAddr> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .collect();
    if proxies == 0 { peer } else { seen.len().checked_sub(proxies).map_or(peer, |at| seen[at]) }
}

/// Whoever has one IPv6 address has 2^64: the network counts as one.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// An address that has not opened too many connections in this minute. Named before [`Device`], so that whoever has opened too many does
/// not reach the database.
#[derive(Debug, Clone, Copy)]
pub struct Unhurried(pub IpAddr);

impl FromRequestParts<Arc<Relay>> for Unhurried {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, ApiError> {
        let Address(address) = Address::from_request_parts(parts, relay).await?;
        let most = relay.settings.connects_per_minute;
        if let Err(seconds) = relay.limiter.allow(&format!("connect:{address}"), most).await {
            relay.metrics.limited.inc();
            return Err(ApiError::too_many(seconds));
        }
        Ok(Self(address))
    }
}

/// A JSON body; what is wrong with it is said like every other refusal.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(ApiError::new(Code::BadRequest, rejection.body_text())),
        }
    }
}

/// A body of bytes; one that is too large is refused like everything else.
pub struct Octets(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Octets {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => Err(ApiError::new(Code::BadRequest, rejection.body_text())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_our_own_proxies_saw_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 1.2.3.4".parse().expect("a value"));
        headers.append("x-forwarded-for", "10.0.0.1".parse().expect("a value"));
        let peer: IpAddr = "10.0.0.2".parse().expect("an address");
        for (proxies, expected) in [(0, "10.0.0.2"), (1, "10.0.0.1"), (2, "1.2.3.4"), (9, "10.0.0.2")] {
            assert_eq!(behind(proxies, peer, &headers).to_string(), expected);
        }
    }
    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        for (address, expected) in [("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::ffff:1.2.3.4", "1.2.3.4")]
        {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(network(address).to_string(), expected);
        }
    }
}
