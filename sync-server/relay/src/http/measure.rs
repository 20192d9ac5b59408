//! How long requests take, by route, method and status.

use crate::Relay;
use crate::metrics::RequestLabels;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument as _;

/// Measures a request. A WebSocket counts as answered once it stands.
pub async fn measure(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let path = request.extensions().get::<MatchedPath>();
    // What is no route has no name of its own: anybody could make up any number of those.
    let route = path.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = method(request.method());
    let span = tracing::info_span!("request", method, route, status = tracing::field::Empty);
    // Whoever asks may have a trace of their own (W3C Trace Context).
    if let Some(parent) = request.headers().get("traceparent").and_then(|parent| parent.to_str().ok()) {
        telemetry::adopt(&span, parent);
    }
    let response = next.run(request).instrument(span.clone()).await;
    span.record("status", response.status().as_u16());
    let labels = RequestLabels { route, method, status: response.status().as_u16() };
    relay.metrics.requested(&labels, began.elapsed());
    response
}

/// A method may be any word of the asker's.
fn method(method: &axum::http::Method) -> &'static str {
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
        .into_iter()
        .find(|known| *known == method.as_str())
        .unwrap_or("other")
}
