//! Whose book a request is about. It follows from the access token; or, for a device, from the account of its token, which must have the book it names.
//! A handler that names none of these gets no row.

use crate::book::OpenBook;
use crate::problem::{Problem, ProblemCode};
use crate::project::ProjectError;
use crate::reads::Connection;
use crate::{App, Hosted};
use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use relay::{Device, bearer, hash_secret, parse_tag};
use std::sync::Arc;
use sync_protocol::{BookTag, DeviceTag};

/// The header in which a device says which of its account's books it asks about.
const BOOK: &str = "valorize-book";

/// A book, as the asker may reach it, and where its log and its read model were when it was asked.
#[derive(Debug, Clone)]
pub struct Tenant {
    pub book: BookTag,
    pub caller: Caller,
    pub account: i64,
    /// Of the book's keys.
    version: i32,
    epoch: Vec<u8>,
    pub head: i64,
    projected: i64,
    writes: bool,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Whoever has an access token for the book.
    Token(i64),
    /// A device that syncs it.
    Device(i64),
}

impl Caller {
    /// As one number, as it is kept: a device's is negative.
    pub const fn number(self) -> i64 {
        match self {
            Self::Token(id) => id,
            Self::Device(id) => -id,
        }
    }
}

/// What is asked of a token.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    scope: &'static str,
    writes: bool,
}

/// Who may read.
pub struct Reads(pub Tenant);

/// Who may write.
pub struct Writes(pub Tenant);

impl FromRequestParts<App> for Reads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hosted: &App) -> Result<Self, Problem> {
        Ok(Self(hosted.tenant(parts, Wanted { scope: "read", writes: false }).await?))
    }
}

impl FromRequestParts<App> for Writes {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hosted: &App) -> Result<Self, Problem> {
        Ok(Self(hosted.tenant(parts, Wanted { scope: "write", writes: true }).await?))
    }
}

fn unauthorised() -> Problem {
    Problem::new(ProblemCode::Unauthorised, "the access token is missing, wrong or ended")
}

impl App {
    async fn tenant(&self, parts: &mut Parts, wanted: Wanted) -> Result<Tenant, Problem> {
        let tenant = match parts.headers.get(BOOK).cloned() {
            Some(book) => self.by_device(parts, &book).await?,
            None => self.by_token(parts, wanted.scope).await?,
        };
        if wanted.writes && !tenant.writes {
            return Err(Problem::new(ProblemCode::Forbidden, "the account may only read this book"));
        }
        Ok(tenant)
    }

    /// A device's own token lets it ask about a book of its account's. A book of somebody else looks like none.
    async fn by_device(&self, parts: &mut Parts, book: &HeaderValue) -> Result<Tenant, Problem> {
        let device = Device::from_request_parts(parts, self).await.map_err(|_| unauthorised())?;
        self.in_time(Caller::Device(device.id)).await?;
        let none = || Problem::new(ProblemCode::NotFound, "the server reads no such book of this account");
        let book = book.to_str().ok().and_then(|text| parse_tag(text).ok()).map(BookTag).ok_or_else(none)?;
        let row = sqlx::query!(
            "select m.role, h.version, h.projected, b.head, b.epoch
             from hosted h
             join book b on b.id = h.book
             join member m on m.book = h.book and m.account = $2
             join device d on d.id = h.device and d.revoked_at is null
             where h.book = $1 and h.state = 'hosted'",
            book.as_ref(),
            device.account
        )
        .fetch_optional(&mut *self.reads.of(book).await?)
        .await?
        .ok_or_else(none)?;
        Ok(Tenant {
            book,
            caller: Caller::Device(device.id),
            account: device.account,
            version: row.version,
            epoch: row.epoch,
            head: row.head,
            projected: row.projected,
            writes: row.role != "reader",
        })
    }

    async fn by_token(&self, parts: &Parts, scope: &str) -> Result<Tenant, Problem> {
        let token = bearer(&parts.headers).ok_or_else(unauthorised)?;
        let holder = self.holders.of(hash_secret(token)).await?.ok_or_else(unauthorised)?;
        self.in_time(Caller::Token(holder.token)).await?;
        if !holder.scopes.iter().any(|known| known == scope) {
            return Err(Problem::new(ProblemCode::Forbidden, format!("the token lacks the scope `{scope}`")));
        }
        Ok(Tenant {
            book: BookTag::from_slice(&holder.book).ok_or_else(unauthorised)?,
            caller: Caller::Token(holder.token),
            account: holder.account,
            version: holder.version,
            epoch: holder.epoch,
            head: holder.head,
            projected: holder.projected,
            writes: holder.role != "reader",
        })
    }

    /// Refuses who asks too often.
    async fn in_time(&self, caller: Caller) -> Result<(), Problem> {
        let most = self.settings.api_per_minute;
        let allowed = self.limiter.allow(&caller.number().to_string(), most).await;
        allowed.map_err(Problem::too_many)
    }
}

impl Hosted {
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
        .fetch_optional(&mut *self.reading(tenant).await?)
        .await?;
        if row.is_some_and(|row| (tenant.head..=row.head).contains(&row.projected)) {
            return Ok(());
        }
        Ok(Box::pin(self.catch_up(tenant.book)).await?)
    }

    /// A connection that sees this book's rows and no others.
    pub async fn reading(&self, tenant: &Tenant) -> Result<Connection, Problem> {
        Ok(self.reads.of(tenant.book).await?)
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
