//! Looking after hosted books from time to time, so that none falls behind silently.

use crate::Hosted;
use std::sync::Weak;
use std::time::Duration;
use sync_protocol::BookTag;

const EVERY: Duration = Duration::from_secs(2);
/// Books looked after at once.
const BOOKS: i64 = 256;

/// Looks until the server ends.
pub async fn watch(hosted: Weak<Hosted>) {
    let mut swept = std::time::Instant::now();
    loop {
        let Some(hosted) = hosted.upgrade() else { return };
        let _woken = tokio::time::timeout(EVERY, hosted.wake.notified()).await;
        if hosted.port.is_draining() {
            return;
        }
        if let Err(error) = look(&hosted).await {
            tracing::warn!(%error, "hosted books could not be looked at");
        }
        if swept.elapsed() > Duration::from_mins(10) {
            swept = std::time::Instant::now();
            if let Err(error) = sweep(&hosted).await {
                tracing::warn!(%error, "old answers could not be forgotten");
            }
        }
    }
}

async fn look(hosted: &Hosted) -> Result<(), sqlx::Error> {
    let behind = sqlx::query!(
        r#"select h.book, b.head - h.projected as "lag!" from hosted h join book b on b.id = h.book
           where h.state = 'hosted' and b.head <> h.projected order by b.head - h.projected desc limit $1"#,
        BOOKS
    )
    .fetch_all(&hosted.work)
    .await?;
    hosted.metrics.lag.set(behind.iter().map(|row| row.lag.abs()).sum());
    for row in behind {
        let Some(book) = BookTag::from_slice(&row.book) else { continue };
        if let Err(error) = hosted.catch_up(book).await {
            hosted.metrics.failed.inc();
            tracing::warn!(%book, %error, "a hosted book could not be projected");
        }
    }
    Ok(())
}

/// Answers are given again for a day.
async fn sweep(hosted: &Hosted) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from hosted_answer where at < now() - interval '1 day'")
        .execute(&hosted.work)
        .await?;
    Ok(())
}
