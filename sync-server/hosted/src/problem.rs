//! Refusals of the API as problem details (RFC 9457): programs branch on the code, people read the detail.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use relay::AppendError;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Something in the request is not what it must be; `field` says what.
    BadRequest,
    /// The token is missing, wrong, expired or revoked.
    Unauthorised,
    /// The token may not do that.
    Forbidden,
    /// There is no such thing in this book.
    NotFound,
    /// It is locked, or was changed meanwhile in a way that forbids this.
    Conflict,
    /// `If-Match` names another version.
    PreconditionFailed,
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    /// The first request with this `Idempotency-Key` is still under way.
    InProgress,
    /// The owner's room is full.
    Quota,
    /// Too often; `Retry-After` says when to come back.
    TooMany,
    /// The server failed; the same may do later.
    Internal,
}

/// A refusal.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says more.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// For programs.
    pub code: ProblemCode,
    /// For people.
    pub detail: String,
    /// What of the request is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A refusal.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        let status = match code {
            ProblemCode::BadRequest => StatusCode::BAD_REQUEST,
            ProblemCode::Unauthorised => StatusCode::UNAUTHORIZED,
            ProblemCode::Forbidden | ProblemCode::Quota => StatusCode::FORBIDDEN,
            ProblemCode::NotFound => StatusCode::NOT_FOUND,
            ProblemCode::Conflict | ProblemCode::InProgress => StatusCode::CONFLICT,
            ProblemCode::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            ProblemCode::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ProblemCode::Internal => StatusCode::SERVICE_UNAVAILABLE,
        };
        let title = status.canonical_reason().unwrap_or("Refused");
        let (status, detail) = (status.as_u16(), detail.into());
        Self { kind: "about:blank", title, status, code, detail, field: None, retry_after: None }
    }

    /// A field is wrong.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(ProblemCode::BadRequest, detail) }
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        Self::new(ProblemCode::NotFound, format!("there is no such {what} in this book"))
    }

    /// Come back in so many seconds.
    pub fn too_many(seconds: u64) -> Self {
        let detail = "too often; come back later";
        Self { retry_after: Some(seconds), ..Self::new(ProblemCode::TooMany, detail) }
    }

    /// The server failed, for this reason, which is for the log alone.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::warn!(%error, "a request failed");
        Self::new(ProblemCode::Internal, "the server failed; try again later")
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Quota => Self::new(ProblemCode::Quota, "the owner's room on this server is full"),
            AppendError::Forbidden => {
                Self::new(ProblemCode::Forbidden, "the server may no longer write to this book")
            }
            AppendError::Refused | AppendError::Silent => Self::internal(&error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, axum::Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
