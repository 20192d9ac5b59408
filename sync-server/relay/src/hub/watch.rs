//! Looking at the database from time to time: what no hint told, rights that ended, another database, bodies to prune.

use super::rooms::Hub;
use crate::Relay;
use crate::accounts::Role;
use crate::{database, log, pairing};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync_protocol::{BookTag, Epoch};

const PRUNE_EVERY: Duration = Duration::from_hours(1);

/// Looks until the server ends.
pub async fn watch(relay: Arc<Relay>) {
    let mut pruned = Instant::now();
    loop {
        let seconds = relay.settings.poll_seconds.max(1);
        let wait = Duration::from_millis(seconds * 750 + crate::jitter(seconds * 500));
        let _woken = tokio::time::timeout(wait, relay.hub.look.notified()).await;
        if let Err(error) = look(&relay).await {
            tracing::warn!(%error, "the database could not be looked at");
        }
        if let Some(days) = relay.settings.prune_after_days.filter(|_| pruned.elapsed() > PRUNE_EVERY) {
            pruned = Instant::now();
            match log::prune(&relay.pool, days).await {
                Ok(entries) => tracing::info!(entries, "pruned"),
                Err(error) => tracing::warn!(%error, "pruning failed"),
            }
        }
    }
}

async fn look(relay: &Relay) -> Result<(), sqlx::Error> {
    if database::fence(&relay.pool).await? {
        tracing::warn!("this is another database than before: every log has a new epoch");
        relay.metrics.fences.inc();
    }
    pairing::sweep(&relay.pool).await?;
    heads(relay).await?;
    rights(relay, &relay.hub).await
}

async fn heads(relay: &Relay) -> Result<(), sqlx::Error> {
    for known in relay.hub.books().chunks(1_000) {
        let tags: Vec<Vec<u8>> = known.iter().map(|(book, _)| book.0.to_vec()).collect();
        let rows = sqlx::query!("select id, epoch, head from book where id = any($1)", &tags)
            .fetch_all(&relay.pool)
            .await?;
        for row in rows {
            let (Some(book), Some(epoch)) = (BookTag::from_slice(&row.id), Epoch::from_slice(&row.epoch))
            else {
                continue;
            };
            let before = known.iter().find(|(tag, _)| *tag == book).map_or(0, |(_, head)| *head);
            relay.hub.seen(book, epoch, log::unsigned(row.head), before);
        }
    }
    Ok(())
}

/// Parts from devices that were revoked and from those whose account lost the book; those whose role is another one greet anew.
async fn rights(relay: &Relay, hub: &Hub) -> Result<(), sqlx::Error> {
    for occupants in hub.occupants().chunks(1_000) {
        let devices: Vec<i64> = occupants.iter().map(|(device, ..)| *device).collect();
        let books: Vec<Vec<u8>> = occupants.iter().map(|(_, book, _)| book.0.to_vec()).collect();
        let rows = sqlx::query!(
            r#"select d.id, m.book as "book?", m.role as "role?" from unnest($1::bigint[], $2::bytea[]) as w(device, book)
               join device d on d.id = w.device and d.revoked_at is null
               left join member m on m.account = d.account and m.book = w.book"#,
            &devices,
            &books
        )
        .fetch_all(&relay.pool)
        .await?;
        let alive: HashSet<i64> = rows.iter().map(|row| row.id).collect();
        let allowed: HashMap<(i64, BookTag), Role> = rows
            .iter()
            .filter_map(|row| {
                let book = BookTag::from_slice(row.book.as_deref()?)?;
                Some(((row.id, book), Role::from_name(row.role.as_deref()?)?))
            })
            .collect();
        for (device, book, role) in occupants {
            if !alive.contains(device) {
                hub.part(*device, None);
                continue;
            }
            match allowed.get(&(*device, *book)) {
                None => hub.part(*device, Some(*book)),
                Some(now) if now != role => hub.greet_anew(*device, *book),
                Some(_) => {}
            }
        }
    }
    Ok(())
}
