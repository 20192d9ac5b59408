//! What another part of the same program may do here: look at a log, append to it as a device of its own, ask who somebody is.

use crate::Relay;
use crate::hub::RedisLink;
use crate::limiter::Limiter;
use crate::log::{self, Pulled, Pushed};
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::snapshots;
use axum::extract::FromRef;
use sqlx::PgPool;
use std::sync::Arc;
use sync_protocol::{BookTag, Item, Limits, Push, PushResult, SnapshotHead};

/// The relay as the rest of the program sees it.
#[derive(Clone)]
pub struct Port(pub(crate) Arc<Relay>);

/// Why nothing, or not everything, was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The owner's room is full.
    #[error("the owner's quota is full")]
    Quota,
    /// The device may not write to the book any more.
    #[error("the server's own device may not write to the book")]
    Forbidden,
    /// Something else stands in its place, or what it builds on is not there.
    #[error("the log has no place for the change")]
    Refused,
    /// The database was away for too long; the change may be in the log or not.
    #[error("the log did not answer")]
    Silent,
}

impl Port {
    /// The pool of the relay's connections.
    pub fn pool(&self) -> &PgPool {
        &self.0.pool
    }

    /// How the server runs.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Redis, where there is one.
    pub fn redis(&self) -> Option<&Arc<RedisLink>> {
        self.0.limiter.redis()
    }

    /// Counts attempts.
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// What an operator can watch; the rest of the program adds its own.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Is the server about to end?
    pub fn is_draining(&self) -> bool {
        self.0.hub.is_draining()
    }

    /// Reads what comes after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, book: BookTag, after: u64) -> Result<Pulled, sqlx::Error> {
        log::page(&self.0.pool, book, after, 0).await
    }

    /// The packed states of a book that a device vouched for, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verified_snapshots(&self, book: BookTag) -> Result<Vec<SnapshotHead>, sqlx::Error> {
        snapshots::verified(&self.0.pool, book).await
    }

    /// A packed state's bytes; none when it is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn snapshot(&self, book: BookTag, id: &[u8]) -> Result<Option<Vec<u8>>, sqlx::Error> {
        snapshots::whole(&self.0.pool, book, id).await
    }

    /// Appends as a device of the server's own, whose row's id this is. Connected devices hear of it as of any push. Answers the place of
    /// the last item; items that were there already keep theirs.
    ///
    /// # Errors
    /// [`AppendError`]; items before the one that was refused are in the log.
    pub async fn append(&self, book: BookTag, device: i64, items: Vec<Item>) -> Result<u64, AppendError> {
        let mut last = 0;
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let (mut bytes, mut part) = (0, Vec::new());
            while let Some(item) = items.next_if(|item| {
                part.is_empty()
                    || (part.len() < Limits::DEFAULT.push_items
                        && bytes + item.body.len() <= Limits::DEFAULT.push_bytes)
            }) {
                bytes += item.body.len();
                part.push(item);
            }
            let push = Push { number: 0, items: part };
            let answer = self.0.writer.push(Pushed { device, book, push }).await;
            let ack = answer.await.map_err(|_| AppendError::Silent)?;
            for (result, place) in ack.results.iter().zip(&ack.places) {
                match PushResult::try_from(*result) {
                    Ok(PushResult::Stored | PushResult::Known) => last = last.max(*place),
                    Ok(PushResult::Quota) => return Err(AppendError::Quota),
                    Ok(PushResult::Forbidden) => return Err(AppendError::Forbidden),
                    _ => return Err(AppendError::Refused),
                }
            }
        }
        Ok(last)
    }

    /// Tells an account's devices, as far as they are connected here for this book, that there is something to be asked for.
    pub fn notice(&self, book: BookTag, account: i64, number: u64) {
        self.0.hub.notice(book, account, number);
    }

    /// Is any device connected here?
    pub fn is_attended(&self) -> bool {
        self.0.hub.is_attended()
    }

    /// Ends the connections of a device that was revoked.
    pub fn revoked(&self, device: i64) {
        self.0.hub.revoked(device);
    }
}

impl FromRef<Arc<Relay>> for Port {
    fn from_ref(relay: &Arc<Relay>) -> Self {
        Self(relay.clone())
    }
}
