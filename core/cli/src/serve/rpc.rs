//! `POST /rpc/{name}`: an operation of the catalogs, JSON in and out. `POST /cancel/{call}` stops one under way.

use super::Shared;
use app::{AppError, ErrorCode};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The header with the id of a call, under which its progress is told and it can be stopped.
const CALL: &str = "x-valorize-call";

/// Calls an operation.
pub async fn call(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    input: Bytes,
) -> Response {
    let id = headers.get(CALL).and_then(|id| id.to_str().ok()).map(str::to_owned);
    let host = shared.host;
    blocking(move || host.call(&name, &input, id.as_deref()))
        .await
        .map_or_else(refusal, |output| ([(header::CONTENT_TYPE, "application/json")], output).into_response())
}

/// Asks a call to stop.
pub async fn cancel(State(shared): State<Shared>, Path(call): Path<String>) -> StatusCode {
    if shared.host.cancel(&call) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

/// Runs what may take long beside the threads that serve.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(AppError::new(ErrorCode::Internal, format!("the operation broke off: {error}"))),
    }
}

/// An error as an answer. The status is for programs that only look at it; the body says it all.
pub fn refusal(error: AppError) -> Response {
    let status = match error.code {
        ErrorCode::InvalidInput => StatusCode::BAD_REQUEST,
        ErrorCode::UnknownOperation | ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::CONFLICT,
    };
    (status, Json(error)).into_response()
}
