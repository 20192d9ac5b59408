//! Serving links into a folder.

use super::{Links, Objects, link};
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use std::sync::Arc;
use std::time::SystemTime;

#[derive(serde::Deserialize)]
struct Signed {
    expires: u64,
    signature: String,
}

/// `GET /objects/NAME?expires=…&signature=…`
pub fn routes(objects: Arc<Objects>) -> Router {
    Router::new().route("/objects/{*name}", get(download)).with_state(objects)
}

async fn download(
    State(objects): State<Arc<Objects>>,
    Path(name): Path<String>,
    signed: Result<Query<Signed>, QueryRejection>,
) -> Response {
    let Links::Own { secret, .. } = &objects.links else { return StatusCode::NOT_FOUND.into_response() };
    let now = SystemTime::now();
    let open =
        signed.is_ok_and(|Query(signed)| link::opens(secret, &name, signed.expires, &signed.signature, now));
    if !open {
        return (StatusCode::FORBIDDEN, "this link is not good, or no longer: ask for a new one\n")
            .into_response();
    }
    match objects.stream(&name).await {
        Ok(Some(found)) => {
            let file = name.rsplit('/').next().unwrap_or(&name);
            let headers = [
                (header::CONTENT_TYPE, kind(file).to_owned()),
                (header::CONTENT_LENGTH, found.meta.size.to_string()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, Body::from_stream(found.into_stream())).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "it is not there any more\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "an object could not be read");
            (StatusCode::SERVICE_UNAVAILABLE, "it could not be read; try again later\n").into_response()
        }
    }
}

fn kind(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
