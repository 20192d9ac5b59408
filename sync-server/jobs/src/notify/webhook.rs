//! Calling webhooks.

use super::address::{check, is_public};
use super::signature::sign;
use super::{Target, kept};
use crate::{Context, Job, JobError, WorkerError, encryption};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, StatusCode, redirect};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);

/// Posts a notification to a webhook. A call may happen twice when the worker is lost after it; its `webhook-id` stays the same.
pub struct SendWebhook {
    client: Client,
    private: bool,
}

/// Resolves names to public addresses only. The connection goes to what was looked at here, so that a name cannot change in between.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One private address among them is reason enough not to trust the rest.
            if let Some(at) = found.iter().find(|at| !is_public(at.ip())) {
                return Err(
                    format!("{} lies at {}, which is no public address", name.as_str(), at.ip()).into()
                );
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl SendWebhook {
    /// With `private` it calls every address, over plain http too.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(private: bool) -> Result<Self, WorkerError> {
        encryption();
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent("Valorize");
        if !private {
            builder = builder.dns_resolver(Arc::new(PublicOnly));
        }
        let client = builder.build().map_err(|error| WorkerError::Setting(format!("webhooks: {error}")))?;
        Ok(Self { client, private })
    }
}

impl Job for SendWebhook {
    const NAME: &'static str = "webhook.send";
    const VERSION: u32 = 1;
    /// Over about a day and a half, as receivers may be down for a night.
    const TRIES: u32 = 40;
    const TIMEOUT: Duration = Duration::from_secs(30);
    type Payload = Target;

    async fn run(&self, context: &mut Context, target: Target) -> Result<(), JobError> {
        let webhook = target.webhook.unwrap_or_default();
        let row = sqlx::query!("select url, secret from webhook where id = $1", webhook)
            .fetch_optional(context.pool())
            .await?;
        // Removed in the meantime, or the notification forgotten: nothing is left to be done.
        let (Some(row), Some(notice)) = (row, kept(context.pool(), target.notification).await?) else {
            return Ok(());
        };
        let url = check(&row.url, self.private).map_err(JobError::Refused)?;
        let id = format!("notification_{}", target.notification);
        let body = serde_json::json!({
            "type": notice.kind.name(),
            "data": {"notification": target.notification, "title": notice.title, "body": notice.body},
        })
        .to_string();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let signature = sign(&row.secret, &id, now, body.as_bytes());
        let sent = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", now)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await;
        judge(sent.map(|answer| answer.status()).map_err(|error| told(&error)))
    }
}

fn judge(sent: Result<StatusCode, String>) -> Result<(), JobError> {
    match sent {
        Ok(status) if status.is_success() => Ok(()),
        Ok(StatusCode::GONE) => Err(JobError::Refused("the receiver says it is gone (410)".to_owned())),
        Ok(status) if status.is_redirection() => Err(JobError::Refused(format!(
            "it answers {status}: redirects are not followed, name the last URL"
        ))),
        Ok(status) => Err(JobError::Retry(format!("the receiver answers {status}"))),
        Err(error) => Err(JobError::Retry(error)),
    }
}

/// With what lies below, which says more than the top.
fn told(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut below: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = below {
        text = format!("{text}: {error}");
        below = error.source();
    }
    text
}
