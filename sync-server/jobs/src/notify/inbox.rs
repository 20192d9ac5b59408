//! What an account was told, for the app: unread first.

use sqlx::PgPool;

/// A notification as it is shown. Times are UTC.
#[derive(Debug, serde::Serialize)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// Of what kind.
    pub kind: String,
    /// In one line.
    pub title: String,
    /// In full.
    pub body: String,
    /// When it was given.
    pub created_at: String,
    /// When it was read.
    pub read_at: Option<String>,
}

/// Where a page begins: behind this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// It had been read.
    pub read: bool,
    /// Its number.
    pub id: i64,
}

/// Notifications of an account about something, unread ones first and the newest first among them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn inbox(
    pool: &PgPool,
    account: i64,
    about: &str,
    behind: Option<Behind>,
    most: u32,
) -> Result<Vec<Told>, sqlx::Error> {
    sqlx::query_as!(
        Told,
        r#"select id, kind, title, body,
             to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "created_at!",
             to_char(read_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as read_at
           from notification
           where account = $1 and about = $2
             and ($3::boolean is null or (read_at is not null, -id) > ($3, -$4::bigint))
           order by read_at is not null, id desc limit $5"#,
        account,
        about,
        behind.map(|behind| behind.read),
        behind.map(|behind| behind.id),
        i64::from(most)
    )
    .fetch_all(pool)
    .await
}

/// How many of them are unread.
///
/// # Errors
/// When the database cannot be asked.
pub async fn unread(pool: &PgPool, account: i64, about: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from notification where account = $1 and about = $2 and read_at is null"#,
        account,
        about
    )
    .fetch_one(pool)
    .await
}

/// Notes that it was read; false when the account has none of this number about that.
///
/// # Errors
/// When the database refuses it.
pub async fn mark_read(pool: &PgPool, account: i64, about: &str, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update notification set read_at = coalesce(read_at, now()) where account = $1 and about = $2 and id = $3",
        account,
        about,
        id
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}
