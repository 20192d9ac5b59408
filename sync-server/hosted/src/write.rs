//! Writes through the API: done once however often they are sent, recorded, sealed and appended to the log.

use crate::book::OpenBook;
use crate::problem::{Problem, ProblemCode};
use crate::project::{self, Place, lock};
use crate::tenant::Tenant;
use crate::{App, Hosted};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use replica::{ChangeHeader, RawChange, ShardDocument, ShardKey, Write, mint};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use std::sync::Arc;
use sync_protocol::{Item, Limits};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Seconds after which a first try that gave no answer may be tried again.
const TRIED: f64 = 30.0;

/// A write as it came.
pub struct Call {
    method: String,
    path: String,
    query: String,
    body: Bytes,
    key: Option<String>,
    if_match: Option<String>,
}

impl FromRequest<App> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, hosted: &App) -> Result<Self, Problem> {
        let (key, if_match) = (text(&request, &KEY), text(&request, &header::IF_MATCH));
        if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > 200) {
            return Err(Problem::field("Idempotency-Key", "it has 1 to 200 characters"));
        }
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let query = request.uri().query().unwrap_or_default().to_owned();
        let body = Bytes::from_request(request, hosted)
            .await
            .map_err(|rejection| Problem::new(ProblemCode::BadRequest, rejection.body_text()))?;
        Ok(Self { method, path, query, body, key, if_match })
    }
}

/// A header's text.
fn text(request: &Request, name: &HeaderName) -> Option<String> {
    Some(request.headers().get(name)?.to_str().ok()?.trim().to_owned())
}

impl Call {
    /// Its body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.body.is_empty() {
            return Err(Problem::new(ProblemCode::BadRequest, "the body is missing: it is JSON"));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Problem::new(ProblemCode::BadRequest, error.to_string()))
    }

    /// Its body as it came.
    pub const fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Refuses when `If-Match` names another version.
    pub fn matches(&self, etag: &str) -> Result<(), Problem> {
        match &self.if_match {
            Some(wanted) if wanted != "*" && !wanted.split(',').any(|one| one.trim() == etag) => {
                Err(Problem::new(ProblemCode::PreconditionFailed, "it was changed meanwhile: read it again"))
            }
            _ => Ok(()),
        }
    }

    fn hash(&self) -> Vec<u8> {
        let parts = [
            self.method.as_str(),
            self.path.as_str(),
            self.query.as_str(),
            self.if_match.as_deref().unwrap_or_default(),
        ]
        .map(str::as_bytes);
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.chain_update(&self.body).finalize().to_vec()
    }
}

/// Ids of what a write makes: the same ones when it is tried again under the same key.
pub struct Ids {
    book: Arc<OpenBook>,
    seed: Vec<u8>,
    given: std::sync::atomic::AtomicU32,
}

impl Ids {
    fn new(book: &Arc<OpenBook>, tenant: &Tenant, call: &Call) -> Self {
        let seed = match &call.key {
            Some(key) => {
                [b"key".as_slice(), &tenant.caller.number().to_le_bytes(), key.as_bytes(), &call.hash()]
                    .concat()
            }
            None => relay::random::<32>().to_vec(),
        };
        Self { book: book.clone(), seed, given: std::sync::atomic::AtomicU32::new(0) }
    }

    /// A secret that goes with what is made: nobody knows it from any id.
    pub fn secret(&self) -> [u8; 32] {
        let parts: [[u8; 12]; 3] = std::array::from_fn(|_| self.next());
        Sha256::digest(parts.as_flattened()).into()
    }

    /// The next one.
    pub fn next(&self) -> [u8; 12] {
        self.book.id(&self.seed, self.given.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }
}

/// What a write answers.
pub struct Answer {
    status: StatusCode,
    etag: Option<String>,
    body: Option<String>,
}

impl Answer {
    /// Something was made or changed.
    pub fn of<T: Serialize>(status: StatusCode, value: &T, etag: Option<String>) -> Result<Self, Problem> {
        let body = serde_json::to_string(value).map_err(|error| Problem::internal(&error))?;
        Ok(Self { status, etag, body: Some(body) })
    }

    /// Nothing is left to be said.
    pub const fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, etag: None, body: None }
    }

    fn response(self) -> Response {
        let mut response = match self.body {
            Some(body) => (self.status, [(header::CONTENT_TYPE, "application/json")], body).into_response(),
            None => self.status.into_response(),
        };
        if let Some(etag) = self.etag.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
            response.headers_mut().insert(header::ETAG, etag);
        }
        response
    }
}

impl Hosted {
    /// Does a write, unless it was done under its key before, and records it.
    pub async fn write<F>(
        &self,
        tenant: &Tenant,
        call: &Call,
        act: impl FnOnce(Arc<OpenBook>, Ids) -> F,
    ) -> Result<Response, Problem>
    where
        F: Future<Output = Result<Answer, Problem>>,
    {
        if let Some(key) = &call.key
            && let Some(before) = self.claim(tenant, call, key).await?
        {
            return Ok(before.response());
        }
        let book = self.opened(tenant).await?;
        let ids = Ids::new(&book, tenant, call);
        match act(book, ids).await {
            Ok(answer) => {
                self.finish(tenant, call, &answer).await?;
                Ok(answer.response())
            }
            Err(problem) => {
                // A refusal is no answer to keep: the same may be right later.
                if let Some(key) = &call.key {
                    sqlx::query!(
                        "delete from hosted_answer where book = $1 and token = $2 and key = $3 and status is null",
                        tenant.book.as_ref(),
                        tenant.caller.number(),
                        key
                    )
                    .execute(&self.work)
                    .await?;
                }
                Err(problem)
            }
        }
    }

    /// Claims a key; gives the answer there was when the same was asked before.
    async fn claim(&self, tenant: &Tenant, call: &Call, key: &str) -> Result<Option<Answer>, Problem> {
        let request = call.hash();
        let claimed = sqlx::query!(
            "insert into hosted_answer as a (book, token, key, request) values ($1, $2, $3, $4)
             on conflict (book, token, key) do update set at = now()
               where a.request = excluded.request and a.status is null and a.at < now() - make_interval(secs => $5)",
            tenant.book.as_ref(),
            tenant.caller.number(),
            key,
            request,
            TRIED
        )
        .execute(&self.work)
        .await?;
        if claimed.rows_affected() == 1 {
            return Ok(None);
        }
        let row = sqlx::query!(
            "select request, status, etag, body from hosted_answer where book = $1 and token = $2 and key = $3",
            tenant.book.as_ref(),
            tenant.caller.number(),
            key
        )
        .fetch_optional(&self.work)
        .await?;
        let busy = || {
            Problem::new(ProblemCode::InProgress, "the first request with this Idempotency-Key is under way")
        };
        let row = row.ok_or_else(busy)?;
        if row.request != request {
            let detail = "the Idempotency-Key was used for another request: draw another";
            return Err(Problem::new(ProblemCode::KeyReused, detail));
        }
        let status = row.status.and_then(|status| StatusCode::from_u16(status.cast_unsigned()).ok());
        Ok(Some(Answer { status: status.ok_or_else(busy)?, etag: row.etag, body: row.body }))
    }

    /// Records that it was done, and the answer when it may be asked for again.
    async fn finish(&self, tenant: &Tenant, call: &Call, answer: &Answer) -> Result<(), Problem> {
        sqlx::query!(
            "with answered as (
               update hosted_answer set status = $6, etag = $7, body = $8 where book = $1 and token = $2 and key = $9
             )
             insert into hosted_audit (book, token, account, method, path, status) values ($1, $2, $3, $4, $5, $6)",
            tenant.book.as_ref(),
            tenant.caller.number(),
            tenant.account,
            call.method,
            call.path,
            answer.status.as_u16().cast_signed(),
            answer.etag,
            answer.body,
            call.key
        )
        .execute(&self.work)
        .await?;
        Ok(())
    }

    /// Appends writes to keys nobody has written before, without loading a document.
    pub async fn mint(&self, book: &OpenBook, writes: &[Write]) -> Result<(), Problem> {
        let mut by_shard: BTreeMap<ShardKey, Vec<&Write>> = BTreeMap::new();
        for write in writes {
            by_shard.entry(write.shard()).or_default().push(write);
        }
        let mut changes = Vec::new();
        for (shard, writes) in by_shard {
            changes.extend(mint(shard, &writes, &book.identity).map_err(|error| Problem::internal(&error))?);
        }
        let items = seal_all(book, &changes)?;
        self.port.append(book.tag, book.device, items).await?;
        Ok(())
    }

    /// Appends what `say` wants of a book that stands still meanwhile: nobody else writes to it through any instance, and the read model is at
    /// the log's head. Shards are loaded as far as they are written to.
    pub async fn edit<T>(
        &self,
        book: &OpenBook,
        say: impl AsyncFnOnce(&mut PgConnection) -> Result<(Vec<Write>, T), Problem>,
    ) -> Result<T, Problem> {
        let turn = self.turn(book.tag);
        let _mine = turn.lock().await;
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book.tag).await?;
        while self.advance(&mut transaction, book.tag).await? == Place::More {}
        let (writes, value) = say(&mut transaction).await?;
        let mut by_shard: BTreeMap<ShardKey, Vec<&Write>> = BTreeMap::new();
        for write in &writes {
            by_shard.entry(write.shard()).or_default().push(write);
        }
        let actor: [u8; 16] = relay::random();
        let mut changes = Vec::new();
        for (shard, writes) in by_shard {
            let mut document: ShardDocument = project::load(&mut transaction, book.tag, shard).await?;
            let made = tokio::task::block_in_place(|| document.write(&actor, &writes));
            changes.extend(made.map_err(|error| Problem::internal(&error))?);
        }
        let items = seal_all(book, &changes)?;
        whole(&items)?;
        if !items.is_empty() {
            self.port.append(book.tag, book.device, items).await?;
        }
        while self.advance(&mut transaction, book.tag).await? == Place::More {}
        transaction.commit().await?;
        Ok(value)
    }
}

/// What the log takes in one push is there as a whole or not at all; an action that needs more is refused before anything is written.
fn whole(items: &[Item]) -> Result<(), Problem> {
    let Limits { push_items, push_bytes, .. } = Limits::DEFAULT;
    let bytes: usize = items.iter().map(|item| item.body.len()).sum();
    if items.len() <= push_items && bytes <= push_bytes {
        return Ok(());
    }
    let detail = format!(
        "it touches {} months of accounts with {} KiB: at most {push_items} and {} KiB go together, send it in parts",
        items.len(),
        bytes >> 10,
        push_bytes >> 10
    );
    Err(Problem::new(ProblemCode::BadRequest, detail))
}

/// Changes of one action share a group, so that devices get them together.
pub fn seal_all(book: &OpenBook, changes: &[(RawChange, ChangeHeader)]) -> Result<Vec<Item>, Problem> {
    let group = if changes.len() > 1 { u64::from_le_bytes(relay::random()) } else { 0 };
    let seal = |(change, header): &(RawChange, ChangeHeader)| {
        book.seal(change, header, group, relay::random()).map_err(|error| Problem::internal(&error))
    };
    changes.iter().map(seal).collect()
}
