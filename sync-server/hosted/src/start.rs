//! Starting: the connections, the cache, the look after books that fall behind, and the routes.

use crate::vault::Vault;
use crate::{App, Hosted, HostedSettings, api, cache, holder, hosting, metrics, tokens, watch};
use axum::Router;
use jobs::objects::Objects;
use jobs::{ObjectSettings, WebhookSettings};
use relay::{Limiter, Port, RelayError};
use sqlx::postgres::PgConnection;
use sqlx::{Executor as _, PgPool};
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
    let reads = pool(&port, settings.hosted_connections, true);
    Ok(Some(App(Arc::new(Hosted {
        vault,
        holders: holder::Holders::new(reads.clone()),
        reads,
        work: pool(&port, settings.hosted_connections, false),
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

/// Connections like the relay's, but apart from them.
fn pool(port: &Port, connections: u32, reads: bool) -> PgPool {
    let options = relay::pool_options(connections).after_connect(move |connection, _| {
        Box::pin(async move { if reads { under_policies(connection).await } else { Ok(()) } })
    });
    options.connect_lazy_with((*port.pool().connect_options()).clone())
}

/// Row-level security binds everybody but superusers: one of those reads as a role that it binds.
async fn under_policies(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let above: bool =
        sqlx::query_scalar("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
            .fetch_one(&mut *connection)
            .await?;
    if above {
        connection.execute("set role pg_read_all_data").await?;
    }
    Ok(())
}
