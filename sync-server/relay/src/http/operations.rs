//! For operators and load balancers.

use crate::Relay;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;

/// The process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// It can serve: the database answers, and it is not about to end. Redis is not asked for.
pub async fn readyz(State(relay): State<Arc<Relay>>) -> (StatusCode, &'static str) {
    if relay.hub.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    let asked = sqlx::query_scalar!(r#"select 1 as "one!""#).fetch_one(&relay.pool);
    match tokio::time::timeout(Duration::from_secs(2), asked).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Prometheus' text.
pub async fn metrics(State(relay): State<Arc<Relay>>) -> String {
    relay.metrics.text()
}
