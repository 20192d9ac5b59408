//! Access tokens for the API: each for one book and one account, made and ended by the account's devices.

use crate::{App, Hosted};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use relay::{Access, ApiError, Code, Device, Json, Role, hash_secret, parse_tag, secret};
use sync_protocol::BookTag;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Read the book.
    Read,
    /// Change it.
    Write,
}

impl Scope {
    const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A token to be.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenInput {
    /// For people: "spreadsheet".
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Days until it ends; it does not end by itself without.
    pub days: Option<u16>,
}

/// A token, shown once.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct NewToken {
    /// Its number.
    pub id: i64,
    /// To be sent as `Authorization: Bearer`.
    pub token: String,
}

/// A token as it is listed.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct TokenEntry {
    /// Its number.
    pub id: i64,
    /// For people.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// It works no longer.
    pub ended: bool,
}

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/v1/books/{tag}/tokens", get(list).post(create))
        .route("/v1/books/{tag}/tokens/{id}", delete(end))
}

async fn access(hosted: &Hosted, device: Device, tag: &str) -> Result<Access, ApiError> {
    let found = Access::find(hosted.port.pool(), device, BookTag(parse_tag(tag)?)).await?;
    found.ok_or_else(|| ApiError::new(Code::NotFound, "no such book"))
}

async fn create(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
    Json(input): Json<TokenInput>,
) -> Result<axum::Json<NewToken>, ApiError> {
    let access = access(&hosted, device, &tag).await?;
    if input.name.is_empty() || input.name.len() > 200 || input.scopes.is_empty() {
        return Err(ApiError::new(
            Code::BadRequest,
            "a token has a name of 1 to 200 bytes and at least one scope",
        ));
    }
    if access.role == Role::Reader && input.scopes.contains(&Scope::Write) {
        return Err(ApiError::new(Code::Forbidden, "the account may only read this book"));
    }
    Ok(axum::Json(hosted.new_token(access.book, device.account, &input).await?))
}

async fn list(
    State(hosted): State<App>,
    device: Device,
    Path(tag): Path<String>,
) -> Result<axum::Json<Vec<TokenEntry>>, ApiError> {
    let access = access(&hosted, device, &tag).await?;
    let entries = sqlx::query_as!(
        TokenEntry,
        r#"select id, name, scopes, (revoked_at is not null or coalesce(expires_at <= now(), false)) as "ended!"
           from hosted_token where book = $1 and account = $2 order by id"#,
        access.book.as_ref(),
        device.account
    )
    .fetch_all(hosted.port.pool())
    .await?;
    Ok(axum::Json(entries))
}

async fn end(
    State(hosted): State<App>,
    device: Device,
    Path((tag, id)): Path<(String, i64)>,
) -> Result<StatusCode, ApiError> {
    let access = access(&hosted, device, &tag).await?;
    let ended = sqlx::query!(
        "update hosted_token set revoked_at = coalesce(revoked_at, now()) where id = $3 and book = $1 and account = $2",
        access.book.as_ref(),
        device.account,
        id
    )
    .execute(hosted.port.pool())
    .await?;
    if ended.rows_affected() == 0 {
        return Err(ApiError::new(Code::NotFound, "no such token"));
    }
    Ok(StatusCode::NO_CONTENT)
}

impl Hosted {
    /// Makes a token for a hosted book.
    pub async fn new_token(
        &self,
        book: BookTag,
        account: i64,
        input: &TokenInput,
    ) -> Result<NewToken, ApiError> {
        let token = secret("vza_");
        let scopes: Vec<String> = input.scopes.iter().map(|scope| scope.name().to_owned()).collect();
        let id = sqlx::query_scalar!(
            "insert into hosted_token (book, account, name, scopes, secret, expires_at)
             select book, $2, $3, $4, $5, now() + make_interval(days => $6) from hosted where book = $1 returning id",
            book.as_ref(),
            account,
            input.name,
            &scopes,
            hash_secret(&token),
            input.days.map(i32::from)
        )
        .fetch_optional(self.port.pool())
        .await?
        .ok_or_else(|| ApiError::new(Code::NotFound, "the book is not hosted"))?;
        Ok(NewToken { id, token })
    }
}
