//! The interface's files, carried in the program. A build for development reads them from `ui/dist` as they are now.

use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../ui/dist/"]
#[allow_missing = true]
struct Interface;

const NOT_BUILT: &str =
    "The interface is not built. Run `make ui` in the sources, then load this page again.\n";

/// A file of the interface; every other address is a page of the interface, which finds its own way.
pub async fn file(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Interface::get(path).filter(|_| !path.is_empty()) {
        return answer(path, file);
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    match Interface::get("index.html") {
        Some(page) => answer("index.html", page),
        None => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
    }
}

fn answer(path: &str, file: EmbeddedFile) -> Response {
    // Names below assets/ hold a hash of the content.
    let keep = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-store" };
    let kind = file.metadata.mimetype().to_owned();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep.to_owned())], file.data.into_owned())
        .into_response()
}
