//! Whose book a request is about: it follows from the access token and from nothing in the request. A handler that names none of these gets no row.

use crate::book::OpenBook;
use crate::problem::{Problem, ProblemCode};
use crate::project::ProjectError;
use crate::{App, Hosted};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use relay::{bearer, hash_secret};
use sqlx::Postgres;
use sqlx::pool::PoolConnection;
use std::sync::Arc;
use sync_protocol::{BookTag, DeviceTag};

/// A book, as a token may reach it, and where its log and its read model were when it was asked.
#[derive(Debug, Clone)]
pub struct Tenant {
    pub book: BookTag,
    pub token: i64,
    pub account: i64,
    /// Of the book's keys.
    version: i32,
    epoch: Vec<u8>,
    pub head: i64,
    projected: i64,
    writes: bool,
}

/// A token that may read.
pub struct Reads(pub Tenant);

/// A token that may write.
pub struct Writes(pub Tenant);

impl FromRequestParts<App> for Reads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hosted: &App) -> Result<Self, Problem> {
        Ok(Self(hosted.tenant(parts, "read").await?))
    }
}

impl FromRequestParts<App> for Writes {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hosted: &App) -> Result<Self, Problem> {
        let tenant = hosted.tenant(parts, "write").await?;
        if tenant.writes {
            return Ok(Self(tenant));
        }
        Err(Problem::new(ProblemCode::Forbidden, "the token's account may only read this book"))
    }
}

impl Hosted {
    /// One question to the database: token, role, that the server's device still stands, and how far log and read model are.
    async fn tenant(&self, parts: &Parts, scope: &str) -> Result<Tenant, Problem> {
        let refused =
            || Problem::new(ProblemCode::Unauthorised, "the access token is missing, wrong or ended");
        let token = bearer(&parts.headers).ok_or_else(refused)?;
        let row = sqlx::query!(
            "select t.id, t.book, t.account, t.scopes, m.role, h.version, h.projected, b.head, b.epoch
             from hosted_token t
             join hosted h on h.book = t.book and h.state = 'hosted'
             join book b on b.id = t.book
             join member m on m.book = t.book and m.account = t.account
             join device d on d.id = h.device and d.revoked_at is null
             where t.secret = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())",
            hash_secret(token)
        )
        .fetch_optional(&self.reads)
        .await?
        .ok_or_else(refused)?;
        let most = self.settings.api_per_minute;
        if let Err(seconds) = self.limiter.allow(&row.id.to_string(), most).await {
            return Err(Problem::too_many(seconds));
        }
        if !row.scopes.iter().any(|known| known == scope) {
            return Err(Problem::new(ProblemCode::Forbidden, format!("the token lacks the scope `{scope}`")));
        }
        Ok(Tenant {
            book: BookTag::from_slice(&row.book).ok_or_else(refused)?,
            token: row.id,
            account: row.account,
            version: row.version,
            epoch: row.epoch,
            head: row.head,
            projected: row.projected,
            writes: row.role != "reader",
        })
    }

    /// Makes sure that the read model holds everything the asker could have seen.
    pub async fn reached(&self, tenant: &Tenant) -> Result<(), Problem> {
        if tenant.projected == tenant.head {
            return Ok(());
        }
        // Whoever was before may have gone far enough.
        let turn = self.turn(tenant.book);
        drop(turn.lock().await);
        let row = sqlx::query!(
            "select h.projected, b.head from hosted h join book b on b.id = h.book where h.book = $1",
            tenant.book.as_ref()
        )
        .fetch_optional(&self.reads)
        .await?;
        if row.is_some_and(|row| (tenant.head..=row.head).contains(&row.projected)) {
            return Ok(());
        }
        Ok(Box::pin(self.catch_up(tenant.book)).await?)
    }

    /// A connection that sees this book's rows and no others.
    pub async fn reading(&self, tenant: &Tenant) -> Result<PoolConnection<Postgres>, Problem> {
        let mut connection = self.reads.acquire().await?;
        sqlx::query("select set_config('valorize.book', $1, false)")
            .bind(tenant.book.to_string())
            .execute(&mut *connection)
            .await?;
        Ok(connection)
    }

    /// The book's keys.
    pub async fn opened(&self, tenant: &Tenant) -> Result<Arc<OpenBook>, Problem> {
        if let Some(book) = self.in_memory(tenant.book, tenant.version) {
            return Ok(book);
        }
        self.opened_by_tag(tenant.book).await
    }

    /// The keys of a hosted book as they are kept now.
    pub async fn opened_by_tag(&self, tag: BookTag) -> Result<Arc<OpenBook>, Problem> {
        let row = sqlx::query!(
            "select device, member, sealed, version from hosted where book = $1 and state = 'hosted'",
            tag.as_ref()
        )
        .fetch_optional(&self.work)
        .await?
        .ok_or(ProjectError::NotHosted)?;
        let secrets = self.vault.open(tag, &row.sealed).map_err(ProjectError::Locked)?;
        let member = DeviceTag::from_slice(&row.member).ok_or(ProjectError::NotHosted)?;
        let book = OpenBook::new(tag, row.device, member, row.version, secrets);
        Ok(self.remember(book.ok_or(ProjectError::NotHosted)?))
    }
}

impl Tenant {
    /// Under what answers to a question are remembered.
    pub fn key(&self, question: &str) -> String {
        let epoch = sync_protocol::hex_of_bytes(&self.epoch);
        format!("book:{}:{epoch}:{}:{question}", self.book, self.head)
    }
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::NotHosted => Self::new(ProblemCode::Unauthorised, "the book is no longer hosted"),
            error => Self::internal(&error),
        }
    }
}
