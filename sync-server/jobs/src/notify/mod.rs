//! Telling an account something: kept for the app, and sent by mail and to webhooks as jobs of their own.

mod address;
mod inbox;
mod kind;
mod mail;
mod preference;
mod signature;
mod subscription;
mod webhook;

pub use inbox::{Behind, Told, inbox, mark_read, unread};
pub use kind::{Kind, Language};
pub use mail::{MailError, SendMail};
pub use preference::{Channel, Wishes, prefer, set_email, wishes};
pub use signature::sign;
pub use subscription::{MOST_WEBHOOKS, NewWebhook, Webhook, add_webhook, remove_webhook, webhooks};
pub use webhook::SendWebhook;

use crate::settings::Delivery;
use crate::{NewJob, Registry, WorkerError, enqueue_all};
use sqlx::{PgConnection, PgPool};

/// What an account is told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Of what kind. A mail's subject comes from this alone.
    pub kind: Kind,
    /// Twice the same key of a kind is the same notification: 1 to 200 bytes.
    pub key: String,
    /// What it is about, in a word that the giver understands: what is shown may be confined to that. 1 to 200 bytes.
    pub about: Option<String>,
    /// In one line: 1 to 400 bytes.
    pub title: String,
    /// In full: up to 8 KiB of plain text.
    pub body: String,
}

/// Why a notice cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The database refused it.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// It cannot be put into the queue.
    #[error("a payload: {0}")]
    Payload(#[from] serde_json::Error),
    /// A part of it, or an address, is not what it must be.
    #[error("{0}")]
    Wrong(String),
    /// This URL is called already.
    #[error("this URL is called already")]
    There,
    /// The account has as many webhooks as it may.
    #[error("there are {MOST_WEBHOOKS} webhooks already, and no more are kept")]
    Full,
}

/// What the jobs of one notification are told.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Which notification.
    pub notification: i64,
    /// To which webhook; for mail none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<i64>,
}

/// Keeps a notice for the account, with its deliveries, when the caller's transaction commits. Gives its number, or none when it was given
/// before.
///
/// # Errors
/// When a part is empty or too long, or the database refuses it.
pub async fn notify(
    connection: &mut PgConnection,
    account: i64,
    notice: &Notice,
) -> Result<Option<i64>, NotifyError> {
    for (what, text, most) in
        [("key", &notice.key, 200), ("title", &notice.title, 400), ("body", &notice.body, 8_192)]
    {
        if text.len() > most || (text.is_empty() && what != "body") {
            return Err(NotifyError::Wrong(format!(
                "a notice's {what} has 1 to {most} bytes, not {}",
                text.len()
            )));
        }
    }
    let kind = notice.kind.name();
    let id = sqlx::query_scalar!(
        "insert into notification (account, kind, key, title, body, about) values ($1, $2, $3, $4, $5, $6)
         on conflict (account, kind, key) do nothing returning id",
        account,
        kind,
        notice.key,
        notice.title,
        notice.body,
        notice.about
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = id else { return Ok(None) };
    let targets = sqlx::query!(
        r#"select target.webhook from (
             select null::bigint as webhook, 'email' as channel from notification_address where account = $1
             union all select id, 'webhook' from webhook where account = $1 and (about is null or about = $3)
           ) target
           where not exists (
             select 1 from notification_preference p
             where p.account = $1 and p.kind = $2 and p.channel = target.channel and not p.wanted
           )"#,
        account,
        kind,
        notice.about
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut jobs = Vec::new();
    for target in targets {
        let payload = Target { notification: id, webhook: target.webhook };
        let job = match target.webhook {
            Some(webhook) => NewJob::of::<SendWebhook>(format!("{id}/{webhook}"), &payload)?,
            None => NewJob::of::<SendMail>(id.to_string(), &payload)?,
        };
        jobs.push(job.account(account));
    }
    enqueue_all(connection, jobs).await?;
    Ok(Some(id))
}

/// Adds the jobs that deliver.
///
/// # Errors
/// When a setting of theirs cannot be used.
pub fn register(registry: Registry, delivery: &Delivery) -> Result<Registry, WorkerError> {
    Ok(registry.with(SendMail::new(delivery)?).with(SendWebhook::new(delivery.webhooks.webhooks_private)?))
}

/// Deletes notifications older than so many days; gives how many.
///
/// # Errors
/// When the database refuses it.
pub async fn prune(pool: &PgPool, days: u32) -> Result<u64, sqlx::Error> {
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    let gone =
        sqlx::query!("delete from notification where created_at < now() - make_interval(days => $1)", days)
            .execute(pool)
            .await?;
    Ok(gone.rows_affected())
}

/// What a delivery reads of a notification.
pub(crate) struct Kept {
    kind: Kind,
    title: String,
    body: String,
}

pub(crate) async fn kept(pool: &PgPool, id: i64) -> Result<Option<Kept>, sqlx::Error> {
    let row = sqlx::query!("select kind, title, body from notification where id = $1", id)
        .fetch_optional(pool)
        .await?;
    Ok(row.and_then(|row| Some(Kept { kind: Kind::parse(&row.kind)?, title: row.title, body: row.body })))
}
