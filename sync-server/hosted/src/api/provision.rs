//! An account, a book and sample data of their own for a load test, for whoever knows the provisioning secret.

use super::sample;
use crate::App;
use crate::problem::{Problem, ProblemCode};
use crate::tokens::{Scope, TokenInput};
use crate::write::Call;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use relay::{bearer, hash_secret};
use sync_protocol::Chain;
use sync_protocol::seal::BookKeys;

/// How much.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Transactions, spread over the accounts and the last 24 months: at most 100,000, 1,000 without.
    pub transactions: Option<u32>,
}

/// What was made.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Provisioned {
    /// An access token that may read and write.
    pub token: String,
    /// The book's tag.
    pub ledger_id: String,
    /// Its accounts.
    pub account_ids: Vec<String>,
}

pub async fn provision(
    State(hosted): State<App>,
    headers: HeaderMap,
    call: Call,
) -> Result<(StatusCode, axum::Json<Provisioned>), Problem> {
    let refused =
        || Problem::new(ProblemCode::Unauthorised, "the provisioning secret is wrong, or there is none");
    let secret = hosted
        .settings
        .provision_secret
        .as_deref()
        .filter(|secret| !secret.is_empty())
        .ok_or_else(refused)?;
    // Hashes are compared, so that the time it takes tells nothing.
    if bearer(&headers).is_none_or(|given| hash_secret(given) != hash_secret(secret)) {
        return Err(refused());
    }
    let input: Provision = call.json()?;
    let count = input.transactions.unwrap_or(1_000);
    if count > 100_000 {
        return Err(Problem::field("transactions", "at most 100,000"));
    }
    let keys = BookKeys::from_secret(&relay::random());
    let (book, start) = (keys.tag(), Chain::start(keys.tag()).0);
    let account = sqlx::query_scalar!(
        "with made as (insert into account (name) values ($1) returning id),
           book as (insert into book (id, owner, epoch, chain)
             select $2, id, uuid_send(gen_random_uuid()), $3 from made returning id, owner)
         insert into member (book, account, role) select id, owner, 'owner' from book returning account",
        format!("load-{book}"),
        book.as_ref(),
        start.as_slice()
    )
    .fetch_one(&hosted.work)
    .await?;
    let failed = |error: relay::ApiError| Problem::new(ProblemCode::Internal, error.message);
    hosted.offer(book, account).await.map_err(failed)?;
    let generations = keys.generations().map(|generation| generation.to_bytes().to_vec()).collect();
    hosted.host(book, *keys.names().bytes(), generations).await.map_err(failed)?;
    let input =
        TokenInput { name: "load test".to_owned(), scopes: vec![Scope::Read, Scope::Write], days: Some(7) };
    let token = hosted.new_token(book, account, &input).await.map_err(failed)?;
    let open = hosted.opened_by_tag(book).await?;
    let (writes, account_ids) = sample::writes(&open, count)?;
    hosted.mint(&open, &writes).await?;
    hosted.catch_up(book).await?;
    let account_ids = account_ids.iter().map(ToString::to_string).collect();
    Ok((
        StatusCode::CREATED,
        axum::Json(Provisioned { token: token.token, ledger_id: book.to_string(), account_ids }),
    ))
}
