//! Refusals: programs branch on the code, people read the message.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Something in the request is not what it must be.
    BadRequest,
    /// The token, or name and password, are wrong, expired or revoked.
    Unauthorised,
    /// The account may not do that.
    Forbidden,
    /// There is no such thing for this account.
    NotFound,
    /// The name or tag is in use.
    NameTaken,
    /// Something else stands there already.
    Conflict,
    /// The server takes no new accounts.
    SignUpClosed,
    /// A new account needs a valid invitation.
    InvitationNeeded,
    /// A limit of the account is reached.
    Quota,
    /// Too often; `Retry-After` says when to come back.
    TooMany,
    /// The server failed; the same may do later.
    Internal,
}

/// A refusal.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ApiError {
    /// For programs.
    pub code: Code,
    /// For people.
    pub message: String,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl ApiError {
    /// A refusal without more to it.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None }
    }

    /// Come back in so many seconds.
    pub fn too_many(seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(Code::TooMany, "too often; come back later") }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        tracing::warn!(%error, "a request failed in the database");
        Self::new(Code::Internal, "the server failed; try again later")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = match self.code {
            Code::BadRequest => StatusCode::BAD_REQUEST,
            Code::Unauthorised => StatusCode::UNAUTHORIZED,
            Code::Forbidden | Code::SignUpClosed | Code::InvitationNeeded | Code::Quota => {
                StatusCode::FORBIDDEN
            }
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::NameTaken | Code::Conflict => StatusCode::CONFLICT,
            Code::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Code::Internal => StatusCode::SERVICE_UNAVAILABLE,
        };
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
