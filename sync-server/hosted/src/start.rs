//! Starting: the connections, the cache, the look after books that fall behind, and the routes.

use crate::reads::Reads;
use crate::vault::Vault;
use crate::{App, Hosted, HostedSettings, api, cache, holder, hosting, metrics, tokens, watch};
use axum::Router;
use jobs::objects::Objects;
use jobs::{ObjectSettings, WebhookSettings};
use relay::{Limiter, Port, RelayError};
use std::sync::Arc;

/// Starts what hosted books need and gives their routes: none when there is no master key. `objects`: where uploads and reports lie; `webhooks`: where those
/// of accounts may lie.
///
/// # Errors
/// When the master key is none, or the objects' place cannot be used.
pub async fn start(
    port: Port,
    settings: HostedSettings,
    objects: &ObjectSettings,
    webhooks: &WebhookSettings,
) -> Result<Router, RelayError> {
    if settings.hosted_key.is_none() {
        return Ok(Router::new());
    }
    let objects = Objects::open(objects).map_err(|error| RelayError::Part(error.to_string()))?;
    let Some(app) = open(port, settings, Arc::new(objects), webhooks)? else { return Ok(Router::new()) };
    tokio::spawn(watch::watch(Arc::downgrade(&app.0)));
    Ok(Router::new()
        .merge(hosting::routes())
        .merge(tokens::routes())
        .merge(api::routes(&app.settings))
        .with_state(app))
}

/// What requests and jobs reach; none when there is no master key.
pub(crate) fn open(
    port: Port,
    settings: HostedSettings,
    objects: Arc<Objects>,
    webhooks: &WebhookSettings,
) -> Result<Option<App>, RelayError> {
    let Some(key) = &settings.hosted_key else { return Ok(None) };
    let wrong = "VALORIZE_HOSTED_KEY: 64 hexadecimal digits are expected, as `openssl rand -hex 32` gives";
    let vault = Vault::new(key).ok_or_else(|| RelayError::Part(wrong.to_owned()))?;
    let metrics = metrics::Metrics::default();
    port.metrics().add(|registry| metrics.register(registry));
    let server = port.pool().connect_options();
    let reads = Reads::new((*server).clone(), settings.hosted_connections)
        .map_err(|error| RelayError::Part(error.to_string()))?;
    let reads = Arc::new(reads);
    let work = relay::pool_options(settings.hosted_connections).connect_lazy_with((*server).clone());
    Ok(Some(App(Arc::new(Hosted {
        vault,
        holders: holder::Holders::new(reads.clone()),
        reads,
        work,
        books: std::sync::Mutex::default(),
        turns: std::sync::Mutex::default(),
        cache: cache::Cache::new(settings.cache_mib),
        limiter: Limiter::new(None),
        metrics,
        objects,
        private_webhooks: webhooks.webhooks_private,
        wake: tokio::sync::Notify::new(),
        settings,
        port,
    }))))
}
