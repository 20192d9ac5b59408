//! Starting, serving, and parting from the devices at the end.

use crate::accounts::Passwords;
use crate::gate::Gate;
use crate::hub::{self, Hub, RedisLink};
use crate::limiter::Limiter;
use crate::log::Writer;
use crate::metrics::Metrics;
use crate::oidc::SignInIssuer;
use crate::settings::Settings;
use crate::{Port, Relay, RelayError, database, http};
use axum::Router;
use axum::serve::ListenerExt as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::Instant;

/// Serves until `stop` comes true, then lets the devices go. `more` gives the routes of the rest of the program; `listening` hears the address.
///
/// # Errors
/// When the database, the schema or the address is not to be had.
pub async fn serve<F>(
    settings: Settings,
    more: impl FnOnce(Port) -> F,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), RelayError>
where
    F: Future<Output = Result<Router, RelayError>>,
{
    let (listen, drain) = (settings.listen, Duration::from_secs(settings.drain_seconds));
    let relay = begin(settings).await?;
    let hub = relay.hub.clone();
    let more = more(Port(relay.clone())).await?;
    let failed = |source| RelayError::Io { what: format!("listening on {listen}"), source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    listening(listener.local_addr().map_err(failed)?);
    let (sockets, proxies) = (relay.settings.connections_per_address, relay.settings.proxies);
    let gate = Gate::new(listener, sockets, proxies, &relay.metrics);
    // Tapped for nothing but its address, which axum gives of its own listeners and of tapped ones.
    let listener = gate.tap_io(|_| {});
    tokio::spawn(hub::watch(relay.clone()));
    let going = hub.clone();
    let stop = async move {
        stop.await;
        going.drain(u64::try_from(drain.as_millis()).unwrap_or(u64::MAX));
    };
    // Around each route, where its name is known, the other parts' included.
    let measured = axum::middleware::from_fn_with_state(relay.clone(), http::measure);
    let routes = http::router(relay.clone()).merge(more).layer(measured);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop).into_future();
    let until = parted(&hub, &relay.metrics, drain);
    let mut served = std::pin::pin!(served);
    let mut until = std::pin::pin!(until);
    // Requests may outlast the connections, but not the deadline.
    tokio::select! {
        result = &mut served => {
            until.await;
            result.map_err(failed)
        }
        () = &mut until => Ok(()),
    }
}

/// The relay without its routes, for a process that appends to logs and serves no device: hints of what it appends go to the instances that
/// do, through Redis.
///
/// # Errors
/// When the database or the schema is not to be had.
pub async fn open(settings: Settings) -> Result<Port, RelayError> {
    Ok(Port(begin(settings).await?))
}

/// Everything but routes and the address.
async fn begin(settings: Settings) -> Result<Arc<Relay>, RelayError> {
    let pool = database::connect(&settings).await?;
    if settings.migrate {
        database::migrate(&pool).await?;
    }
    let metrics = Arc::new(Metrics::new());
    if database::fence(&pool).await? {
        tracing::warn!("this is another database than before: every log has a new epoch");
        metrics.fences.inc();
    }
    let redis = match &settings.redis {
        Some(url) => Some(Arc::new(RedisLink::new(url, &metrics)?)),
        None => None,
    };
    let (hub, ends) = Hub::new(&metrics, redis.is_some());
    if let (Some(redis), Some(ends)) = (&redis, ends) {
        hub::subscribe(&hub, redis, ends);
    }
    let to_hub = hub.clone();
    let quota = settings.quota_bytes();
    let writer = Writer::start(&pool, settings.writers, quota, &metrics, move |grown| to_hub.grown(grown));
    let limiter = Limiter::new(redis);
    let passwords = Passwords::new();
    let issuer = match (&settings.oidc_issuer, &settings.oidc_client_id) {
        (Some(url), Some(client)) => Some(SignInIssuer::new(url, client)?),
        _ => None,
    };
    Ok(Arc::new(Relay { settings, pool, hub, writer, limiter, metrics, passwords, issuer }))
}

/// Ends when the server is going and its devices are gone, or time is over.
async fn parted(hub: &Hub, metrics: &Metrics, drain: Duration) {
    while !hub.is_draining() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let deadline = Instant::now() + drain;
    tracing::info!(connections = metrics.connections.get(), "draining");
    while metrics.connections.get() > 0 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tracing::info!(connections = metrics.connections.get(), "the devices are gone");
    tokio::time::sleep_until(deadline.min(Instant::now() + Duration::from_secs(1))).await;
}
