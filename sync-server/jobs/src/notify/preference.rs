//! Where an account wants to be told, and of what.

use super::{Kind, Language, NotifyError};
use lettre::Address;
use sqlx::PgPool;

/// A way out of the server. In the app everything is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By mail.
    Email,
    /// To the account's webhooks.
    Webhook,
}

/// How an account wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Where mail goes; none where none is wanted.
    pub email: Option<(String, Language)>,
    /// What is not wanted.
    pub unwanted: Vec<(Kind, Channel)>,
}

/// How an account wants to be told, as it stands.
///
/// # Errors
/// When the database cannot be asked.
pub async fn wishes(pool: &PgPool, account: i64) -> Result<Wishes, sqlx::Error> {
    let email = sqlx::query!("select email, language from notification_address where account = $1", account)
        .fetch_optional(pool)
        .await?;
    let rows = sqlx::query!(
        "select kind, channel from notification_preference where account = $1 and not wanted order by kind, channel",
        account
    )
    .fetch_all(pool)
    .await?;
    let unwanted = rows.into_iter().filter_map(|row| {
        let channel = [Channel::Email, Channel::Webhook].into_iter().find(|one| one.name() == row.channel)?;
        Some((Kind::parse(&row.kind)?, channel))
    });
    Ok(Wishes {
        email: email.map(|row| (row.email, Language::parse(&row.language))),
        unwanted: unwanted.collect(),
    })
}

impl Channel {
    /// As the database says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }
}

/// Where mail goes, or that none is wanted. The caller has made sure that the address is the account's own.
///
/// # Errors
/// When the address is none, or the database refuses it.
pub async fn set_email(
    pool: &PgPool,
    account: i64,
    email: Option<(&str, Language)>,
) -> Result<(), NotifyError> {
    let Some((email, language)) = email else {
        sqlx::query!("delete from notification_address where account = $1", account).execute(pool).await?;
        return Ok(());
    };
    let wrong = |error| NotifyError::Wrong(format!("{email} is no mail address: {error}"));
    email.parse::<Address>().map_err(wrong)?;
    sqlx::query!(
        "insert into notification_address (account, email, language) values ($1, $2, $3)
         on conflict (account) do update set email = excluded.email, language = excluded.language",
        account,
        email,
        language.name()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Whether notices of a kind are wanted over a channel. They are until somebody says otherwise.
///
/// # Errors
/// When the database refuses it.
pub async fn prefer(
    pool: &PgPool,
    account: i64,
    kind: Kind,
    channel: Channel,
    wanted: bool,
) -> Result<(), NotifyError> {
    sqlx::query!(
        "insert into notification_preference (account, kind, channel, wanted) values ($1, $2, $3, $4)
         on conflict (account, kind, channel) do update set wanted = excluded.wanted",
        account,
        kind.name(),
        channel.name(),
        wanted
    )
    .execute(pool)
    .await?;
    Ok(())
}
