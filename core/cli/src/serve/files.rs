//! `POST /files?name=NAME`: keeps the body until it is imported by the path in the answer.

use super::Shared;
use super::rpc::{blocking, refusal};
use app::{AppError, ErrorCode};
use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::Deserialize;
use std::path::Path;
use tokio::io::AsyncWriteExt as _;

/// Largest file taken: 200 MiB. Statements are far smaller.
const LARGEST: u64 = 200 << 20;

/// What is said about the file.
#[derive(Deserialize)]
pub struct Upload {
    name: String,
}

/// Keeps a file.
pub async fn upload(State(shared): State<Shared>, Query(upload): Query<Upload>, body: Body) -> Response {
    let host = shared.host.clone();
    let place = blocking(move || host.stage(&upload.name)).await;
    let path = match place {
        Ok(path) => path,
        Err(error) => return refusal(error),
    };
    match keep(&path, body).await {
        Ok(()) => Json(serde_json::json!({ "path": path.display().to_string() })).into_response(),
        Err(error) => {
            // The rest of the file goes with the host at the latest; why it is not whole matters more.
            drop(tokio::fs::remove_file(&path).await);
            if error.code == ErrorCode::InvalidInput {
                return (StatusCode::PAYLOAD_TOO_LARGE, Json(error)).into_response();
            }
            refusal(error)
        }
    }
}

async fn keep(path: &Path, body: Body) -> Result<(), AppError> {
    let failed = |error: std::io::Error| {
        AppError::new(ErrorCode::Io, format!("the file cannot be kept: {error}"))
            .at(path.display().to_string())
    };
    let mut file = tokio::fs::File::create(path).await.map_err(failed)?;
    let mut parts = body.into_data_stream();
    let mut length = 0;
    while let Some(part) = parts.next().await {
        let part =
            part.map_err(|error| AppError::new(ErrorCode::Io, format!("the upload broke off: {error}")))?;
        length += part.len() as u64;
        if length > LARGEST {
            return Err(AppError::invalid("file", "the file is larger than 200 MiB")
                .remedy("import it with `valorize import FILE`, or download a shorter period"));
        }
        file.write_all(&part).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}
