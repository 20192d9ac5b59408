//! Sending mail over SMTP, or writing it into a folder where no server is set.

use super::{Kept, Language, Target, kept};
use crate::settings::Delivery;
use crate::{Context, Job, JobError, WorkerError};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a mail cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none.
    #[error("{address} is no mail address: {source}")]
    Address {
        /// As it stands.
        address: String,
        /// Why.
        source: lettre::address::AddressError,
    },
    /// The message cannot be put together.
    #[error("the message: {0}")]
    Message(#[from] lettre::error::Error),
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Mails a notification to its account. A mail may come twice when the worker is lost after sending it; its Message-ID stays the same.
pub struct SendMail {
    from: Mailbox,
    way: Way,
}

impl SendMail {
    /// As the settings say.
    ///
    /// # Errors
    /// When the sender or the SMTP URL cannot be used.
    pub fn new(delivery: &Delivery) -> Result<Self, WorkerError> {
        let from = &delivery.mail_from;
        let wrong = |error| {
            WorkerError::Setting(format!("--mail-from {from}: {error}; write Name <name@example.org>"))
        };
        let from = from.parse().map_err(wrong)?;
        let way = match &delivery.smtp {
            Some(url) => {
                let wrong = |error| {
                    let form = "write smtps://user:password@host or smtp://host?tls=required";
                    WorkerError::Setting(format!("--smtp: {error}; {form}"))
                };
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(wrong)?;
                Way::Smtp(builder.timeout(Some(Duration::from_secs(20))).build())
            }
            None => Way::Folder(delivery.mail_folder.clone()),
        };
        Ok(Self { from, way })
    }

    fn message(&self, id: i64, email: &str, language: Language, notice: &Kept) -> Result<Message, MailError> {
        let wrong = |source| MailError::Address { address: email.to_owned(), source };
        let to = Mailbox::new(None, email.parse().map_err(wrong)?);
        let footer = match language {
            Language::English => {
                "You get this because your Valorize account asks for mail. Its settings end that."
            }
            Language::Portuguese => {
                "Você recebe isto porque sua conta Valorize pede e-mails. As configurações dela encerram isso."
            }
        };
        let parts = [notice.title.as_str(), notice.body.as_str(), "-- ", footer];
        let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(notice.kind.subject(language))
            .date_now()
            .message_id(Some(format!("<notification-{id}@{}>", self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(text.join("\n\n") + "\n")?)
    }
}

impl Job for SendMail {
    const NAME: &'static str = "mail.send";
    const VERSION: u32 = 1;
    const TRIES: u32 = 20;
    const TIMEOUT: Duration = Duration::from_mins(2);
    type Payload = Target;

    async fn run(&self, context: &mut Context, target: Target) -> Result<(), JobError> {
        let id = target.notification;
        let row = sqlx::query!(
            "select a.email, a.language from notification n join notification_address a on a.account = n.account
             where n.id = $1",
            id
        )
        .fetch_optional(context.pool())
        .await?;
        // Mail is wanted no longer, or the notification forgotten: nothing is left to be done.
        let (Some(row), Some(notice)) = (row, kept(context.pool(), id).await?) else { return Ok(()) };
        let message = self
            .message(id, &row.email, Language::parse(&row.language), &notice)
            .map_err(|error| JobError::Refused(error.to_string()))?;
        match &self.way {
            Way::Folder(folder) => write(folder, id, &message.formatted())
                .await
                .map_err(|error| JobError::Retry(format!("{}: {error}", folder.display()))),
            Way::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(JobError::Refused(error.to_string())),
                Err(error) => Err(JobError::Retry(error.to_string())),
            },
        }
    }
}

/// Under the notification's number, whole or not at all.
async fn write(folder: &Path, id: i64, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let part = folder.join(format!(".notification-{id}.part"));
    tokio::fs::write(&part, bytes).await?;
    tokio::fs::rename(&part, folder.join(format!("notification-{id}.eml"))).await
}
