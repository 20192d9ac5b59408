//! Looking after hosted books from time to time, so that none falls behind silently.

use crate::Hosted;
use std::collections::BTreeSet;
use std::sync::Weak;
use std::time::Duration;
use sync_protocol::BookTag;

const EVERY: Duration = Duration::from_secs(2);
/// Books looked after at once.
const BOOKS: i64 = 256;

/// Looks until the server ends.
pub async fn watch(hosted: Weak<Hosted>) {
    let mut swept = std::time::Instant::now();
    let mut notices = Notices::default();
    loop {
        let Some(hosted) = hosted.upgrade() else { return };
        let _woken = tokio::time::timeout(EVERY, hosted.wake.notified()).await;
        if hosted.port.is_draining() {
            return;
        }
        if let Err(error) = look(&hosted).await {
            tracing::warn!(%error, "hosted books could not be looked at");
        }
        if let Err(error) = notices.tell(&hosted).await {
            tracing::warn!(%error, "what there is to tell could not be looked at");
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

/// Notifications that this instance's devices were told of. A worker may have written them, anywhere.
#[derive(Default)]
struct Notices {
    /// The newest looked at, once anything was.
    newest: Option<i64>,
    /// Those of the last moments: numbers are given before they can be seen, so a smaller one may come later.
    told: BTreeSet<i64>,
}

/// How many numbers back it is looked for those that came late, and how many are told at once.
const LATE: i64 = 1_000;

impl Notices {
    /// Tells connected devices that there is something to ask for. One that is missed is seen when the device asks next.
    async fn tell(&mut self, hosted: &Hosted) -> Result<(), sqlx::Error> {
        let Some(newest) = self.newest.filter(|_| hosted.port.is_attended()) else {
            // Whoever connects asks by itself: what is older need not be told.
            let newest = sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "newest!" from notification"#);
            self.newest = Some(newest.fetch_one(&hosted.work).await?);
            return Ok(());
        };
        let rows = sqlx::query!(
            r#"select id, account, about as "about!" from notification
               where id > $1 and about is not null and created_at > now() - interval '1 minute' order by id limit $2"#,
            newest - LATE,
            LATE * 2
        )
        .fetch_all(&hosted.work)
        .await?;
        for row in rows {
            if self.told.insert(row.id)
                && let Ok(book) = relay::parse_tag(&row.about)
            {
                hosted.port.notice(BookTag(book), row.account, row.id.cast_unsigned());
            }
        }
        let newest = self.told.last().copied().unwrap_or(newest).max(newest);
        self.told = self.told.split_off(&(newest - LATE));
        self.newest = Some(newest);
        Ok(())
    }
}
