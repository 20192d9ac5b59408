//! The worker over HTTP: a job by its number, for Cloud Tasks; health and numbers, for operators.
//!
//! 2xx means that nothing more is to be done about the task. Everything else asks to come again.

use crate::objects::Objects;
use crate::queue::{self, State as JobState};
use crate::tokens::{Door, Refusal};
use crate::worker::{End, Worker};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a call; it carries a number.
const BODY: usize = 4 << 10;

/// What the endpoints reach.
pub struct Endpoints {
    pub worker: Arc<Worker>,
    pub door: Option<Door>,
}

/// Why a call is not done. Programs branch on the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Code {
    /// It names no job.
    BadRequest,
    /// Its token is missing or not good.
    Unauthorised,
    /// Its token is of somebody else.
    Forbidden,
    /// This worker does not know the job, a newer one will.
    UnknownJob,
    /// The attempt failed, or is under way elsewhere.
    Again,
    /// The worker has no hand free, or is about to end.
    Busy,
    /// The worker failed.
    Internal,
}

/// Every route of a worker, and links to objects where they lie in a folder.
pub fn router(endpoints: Arc<Endpoints>, objects: Option<Arc<Objects>>) -> Router {
    let routes = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .route("/worker/jobs/{name}", post(run))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(endpoints);
    match objects {
        Some(objects) => routes.merge(crate::objects::routes(objects)),
        None => routes,
    }
}

async fn readyz(State(endpoints): State<Arc<Endpoints>>) -> (StatusCode, &'static str) {
    if endpoints.worker.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    let asked = sqlx::query_scalar!(r#"select 1 as "one!""#).fetch_one(&endpoints.worker.pool);
    match tokio::time::timeout(Duration::from_secs(2), asked).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn metrics(State(endpoints): State<Arc<Endpoints>>) -> Result<String, Response> {
    endpoints.worker.metrics.text(&endpoints.worker.pool).await.map_err(|error| failed(&error))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    job: i64,
}

async fn run(
    State(endpoints): State<Arc<Endpoints>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, Response> {
    enter(&endpoints, &headers).await?;
    let call: Call = serde_json::from_slice(&body)
        .map_err(|error| refuse(Code::BadRequest, &format!("the body is no {{\"job\": NUMBER}}: {error}")))?;
    let worker = &endpoints.worker;
    if worker.is_draining() {
        return Err(refuse(Code::Busy, "the worker ends"));
    }
    let entry = queue::find(&worker.pool, call.job).await.map_err(|error| failed(&error))?;
    // Forgotten, and with it its effect: long over.
    let Some(entry) = entry else { return Ok(over(call.job, "gone")) };
    if entry.name != name {
        return Err(refuse(Code::BadRequest, &format!("job {} is {}, not {name}", entry.id, entry.name)));
    }
    if worker.registry.find(&name).is_none() {
        return Err(refuse(Code::UnknownJob, &format!("this worker knows no job {name}")));
    }
    if entry.state == JobState::Done.name() || entry.state == JobState::Dead.name() {
        return Ok(over(call.job, &entry.state));
    }
    let Some(slot) = worker.slot() else { return Err(refuse(Code::Busy, "every hand is full")) };
    let claimed = queue::claim_one(&worker.pool, &worker.registry, call.job, worker.pace.lease).await;
    let Some(claimed) = claimed.map_err(|error| failed(&error))? else {
        return Err(refuse(Code::Again, "another worker has the job, or it needs a newer one"));
    };
    let end = worker.run(claimed).await;
    drop(slot);
    match end {
        End::Done | End::Dead => Ok(over(call.job, end.name())),
        End::Failed => Err(refuse(Code::Again, "the attempt failed; its error is kept with the job")),
        End::Lost => Err(refuse(Code::Again, "the job went elsewhere")),
    }
}

async fn enter(endpoints: &Endpoints, headers: &HeaderMap) -> Result<(), Response> {
    let refusal = match (&endpoints.door, bearer(headers)) {
        (None, _) => Refusal::Token("this worker takes no calls: --worker-issuer is not set".to_owned()),
        (Some(_), None) => Refusal::Token("there is none".to_owned()),
        (Some(door), Some(token)) => match door.check(token).await {
            Ok(()) => return Ok(()),
            Err(refusal) => refusal,
        },
    };
    endpoints.worker.metrics.refused_tokens.inc();
    Err(match refusal {
        Refusal::Token(why) => refuse(Code::Unauthorised, &format!("the token: {why}")),
        Refusal::Account(who) => refuse(Code::Forbidden, &format!("the token is of {who}")),
        Refusal::Issuer(why) => {
            tracing::warn!(%why, "a token could not be checked");
            refuse(Code::Internal, "the token could not be checked now")
        }
    })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn over(job: i64, state: &str) -> Response {
    Json(json!({"job": job, "state": state})).into_response()
}

fn refuse(code: Code, message: &str) -> Response {
    let status = match code {
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Unauthorised => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::Busy => StatusCode::TOO_MANY_REQUESTS,
        Code::UnknownJob | Code::Again | Code::Internal => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(json!({"code": code, "message": message}))).into_response()
}

fn failed(error: &sqlx::Error) -> Response {
    tracing::warn!(%error, "a call failed in the database");
    refuse(Code::Internal, "the worker failed; try again later")
}
