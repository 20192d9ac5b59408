//! Hosted books: the server understands a book because its owner made it a member.
//!
//! A hosted book is a sealed book like every other: same log, same devices, sealed at rest. The server has been handed the book's keys
//! ([`hosting`]) and opens the log's entries as a device does. What they say is kept as tables ([`project`]) that the API reads ([`api`]);
//! what is written through the API is sealed and appended to the log like a device's change, and comes back through it.
//!
//! No row without its tenant: [`tenant`] makes the only values that lead to a book, and Postgres' row-level security stands behind it.

mod api;
mod book;
mod cache;
mod holder;
mod hosting;
mod metrics;
mod openapi;
mod problem;
mod project;
mod reads;
mod settings;
mod start;
mod tenant;
mod tokens;
mod vault;
mod watch;
mod work;
mod write;

pub use openapi::openapi;
pub use settings::HostedSettings;
pub use start::start;
pub use work::register as register_jobs;

use axum::extract::FromRef;
use book::OpenBook;
use relay::{Limiter, Port};
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use sync_protocol::BookTag;

/// What every request reaches.
pub(crate) struct Hosted {
    port: Port,
    settings: HostedSettings,
    vault: vault::Vault,
    /// For reading the read model: row-level security applies to it whoever the server signs in as.
    reads: Arc<reads::Reads>,
    /// For keeping it. Apart, since an edit holds one of these while it waits for the relay's writer.
    work: PgPool,
    books: Mutex<HashMap<BookTag, Arc<OpenBook>>>,
    turns: Mutex<HashMap<BookTag, Arc<tokio::sync::Mutex<()>>>>,
    cache: cache::Cache,
    limiter: Limiter,
    holders: holder::Holders,
    metrics: metrics::Metrics,
    objects: Arc<jobs::objects::Objects>,
    /// Webhooks may lie at private addresses.
    private_webhooks: bool,
    wake: tokio::sync::Notify,
}

/// The state of the routes.
#[derive(Clone)]
pub(crate) struct App(Arc<Hosted>);

impl std::ops::Deref for App {
    type Target = Hosted;

    fn deref(&self) -> &Hosted {
        &self.0
    }
}

impl FromRef<App> for Port {
    fn from_ref(app: &App) -> Self {
        app.port.clone()
    }
}

impl Hosted {
    /// One projection or edit of a book at a time on this instance; between instances an advisory lock says so.
    fn turn(&self, book: BookTag) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > 10_000 {
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        turns.entry(book).or_default().clone()
    }

    /// The book as it is in memory, when its keys have not changed since.
    fn in_memory(&self, book: BookTag, version: i32) -> Option<Arc<OpenBook>> {
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.get(&book).filter(|known| known.version == version).cloned()
    }

    fn remember(&self, book: OpenBook) -> Arc<OpenBook> {
        let book = Arc::new(book);
        self.books.lock().unwrap_or_else(PoisonError::into_inner).insert(book.tag, book.clone());
        book
    }

    fn forget(&self, book: BookTag) {
        self.books.lock().unwrap_or_else(PoisonError::into_inner).remove(&book);
    }
}
