//! An account's webhooks: where each lies, what its calls are signed with, and of which book it hears.

use super::{NotifyError, address};
use sqlx::PgPool;

/// Webhooks that an account may have about one thing.
pub const MOST_WEBHOOKS: u8 = 10;

/// A webhook as it is shown; its secret was shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its number.
    pub id: i64,
    /// What is called.
    pub url: String,
    /// When it was added, UTC.
    pub created_at: String,
}

/// A webhook to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewWebhook<'a> {
    /// What is called.
    pub url: &'a str,
    /// Calls are signed with it.
    pub secret: [u8; 32],
    /// It may lie at a private address, and be called over plain http.
    pub private: bool,
}

/// Webhooks of an account about something, in the order in which they were added.
///
/// # Errors
/// When the database cannot be asked.
pub async fn webhooks(pool: &PgPool, account: i64, about: &str) -> Result<Vec<Webhook>, sqlx::Error> {
    sqlx::query_as!(
        Webhook,
        r#"select id, url, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "created_at!"
           from webhook where account = $1 and about = $2 order by id"#,
        account,
        about
    )
    .fetch_all(pool)
    .await
}

/// Adds a webhook, which hears of what is about this and nothing else. The same with the same secret once more is the same webhook.
///
/// # Errors
/// [`NotifyError::Wrong`] when the URL cannot be called; [`NotifyError::There`] when it is called already; [`NotifyError::Full`]; when
/// the database refuses it.
pub async fn add_webhook(
    pool: &PgPool,
    account: i64,
    about: &str,
    new: NewWebhook<'_>,
) -> Result<Webhook, NotifyError> {
    address::check(new.url, new.private).map_err(NotifyError::Wrong)?;
    if !(8..=2_000).contains(&new.url.len()) {
        return Err(NotifyError::Wrong("a webhook's URL has 8 to 2,000 bytes".to_owned()));
    }
    let mut transaction = pool.begin().await?;
    // Two at once are counted one after the other.
    sqlx::query!("select id from account where id = $1 for no key update", account)
        .fetch_one(&mut *transaction)
        .await?;
    let there =
        sqlx::query!("select url, secret from webhook where account = $1 and about = $2", account, about)
            .fetch_all(&mut *transaction)
            .await?;
    match there.iter().find(|one| one.url == new.url) {
        Some(same) if same.secret != new.secret => return Err(NotifyError::There),
        None if there.len() >= MOST_WEBHOOKS.into() => return Err(NotifyError::Full),
        _ => (),
    }
    let added = sqlx::query_as!(
        Webhook,
        r#"insert into webhook as w (account, about, url, secret) values ($1, $2, $3, $4)
           on conflict (account, about, url) do update set url = w.url
           returning id, url, to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "created_at!""#,
        account,
        about,
        new.url,
        new.secret.as_slice()
    )
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(added)
}

/// Removes a webhook of the account about this; false when there is none of this number.
///
/// # Errors
/// When the database refuses it.
pub async fn remove_webhook(pool: &PgPool, account: i64, about: &str, id: i64) -> Result<bool, sqlx::Error> {
    let gone =
        sqlx::query!("delete from webhook where account = $1 and about = $2 and id = $3", account, about, id)
            .execute(pool)
            .await?;
    Ok(gone.rows_affected() == 1)
}
