//! Webhooks: addresses of the account's own that hear of this book's notifications.

use super::parse;
use super::view::List;
use crate::App;
use crate::problem::Problem;
use crate::tenant::{Reads, Writes};
use crate::write::{Answer, Call};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jobs::notify::{self, NotifyError, Webhook};

/// A webhook of the token's account.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct WebhookEntry {
    /// Its number.
    pub id: i64,
    /// What is called.
    pub url: String,
    /// When it was added, UTC.
    pub created_at: String,
}

/// A webhook to be added.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// What is to be called: https, at an address that everybody reaches.
    pub url: String,
}

/// A webhook that was added.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct WebhookAdded {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookEntry,
    /// Its calls are signed with this, as [Standard Webhooks](https://www.standardwebhooks.com) say. It is shown this once.
    pub secret: String,
}

impl From<Webhook> for WebhookEntry {
    fn from(webhook: Webhook) -> Self {
        let Webhook { id, url, created_at } = webhook;
        Self { id, url, created_at }
    }
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
) -> Result<Json<List<WebhookEntry>>, Problem> {
    let found = notify::webhooks(&hosted.work, tenant.account, &tenant.book.to_string()).await?;
    let items = found.into_iter().map(WebhookEntry::from).collect();
    Ok(Json(List { items, next_cursor: None }))
}

pub async fn add(State(hosted): State<App>, Writes(tenant): Writes, call: Call) -> Result<Response, Problem> {
    let NewWebhook { url } = call.json()?;
    hosted
        .write(&tenant, &call, async |_, ids| {
            let secret = ids.secret();
            let new = notify::NewWebhook { url: &url, secret, private: hosted.private_webhooks };
            let about = tenant.book.to_string();
            let added = notify::add_webhook(&hosted.work, tenant.account, &about, new).await;
            let webhook = added.map_err(|error| match error {
                NotifyError::Wrong(why) => Problem::field("url", why),
                error => error.into(),
            })?;
            let secret = format!("whsec_{}", STANDARD.encode(secret));
            Answer::of(StatusCode::CREATED, &WebhookAdded { webhook: webhook.into(), secret }, None)
        })
        .await
}

pub async fn remove(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id = parse::number("id", &id)?;
    hosted
        .write(&tenant, &call, async |_, _| {
            let about = tenant.book.to_string();
            if notify::remove_webhook(&hosted.work, tenant.account, &about, id).await? {
                return Ok(Answer::nothing());
            }
            Err(Problem::not_found("webhook"))
        })
        .await
}
