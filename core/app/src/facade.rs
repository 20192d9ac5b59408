//! An open book: the one door for every surface.

use crate::brain::{Brain, Model, NoModel};
use crate::catalog::CATALOG;
use crate::env::{Outside, fresh_id};
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Operation, Query, Run};
use crate::parse;
use crate::passphrase::Passphrase;
use crate::plans::Held;
use crate::progress::{Progress, Silent};
use crate::session::Session;
use crate::sync::Unlocked;
use domain::default_categories::default_categories;
use domain::{Book, BookId, Currency, Language};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cell::RefCell;
use std::path::Path;
use store::{Commit, Key, Reader, Store};
use sync_client::{BookJournal, Chance, Sealing};

/// What a new book starts with.
#[derive(Debug, Clone)]
pub struct NewBook {
    /// Name.
    pub name: String,
    /// Base currency.
    pub currency: Currency,
    /// Language of the default categories.
    pub language: Language,
}

/// An open book.
pub struct App {
    // Readers stand before the store, so that they close first: the last connection must be one that can write, or the
    // write-ahead log stays beside the book, and a copy of the book's file alone would lack what was done last.
    reader: Reader,
    brain: Brain,
    store: Store,
    outside: Box<dyn Outside>,
    plans: Held,
    unlocked: Unlocked,
}

/// The outside world's randomness, for sync.
struct Dice<'a>(RefCell<&'a mut dyn Outside>);

impl Chance for Dice<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().random(bytes);
    }
}

/// What `doctor` found.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// Nothing is wrong.
    pub healthy: bool,
    /// What was looked at, with counts.
    pub checked: Vec<String>,
    /// What is wrong.
    pub problems: Vec<String>,
    /// The projection was made anew.
    pub rebuilt: bool,
}

/// The categoriser's state.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BrainStatus {
    /// The embedding model in use; none when it works on characters and word lists.
    pub model: Option<String>,
    /// Why there is none, when there is none.
    pub why_none: Option<NoModel>,
    /// What the engine said when the model could not be loaded: English, for a report.
    pub problem: Option<String>,
    /// Rows a person categorised.
    pub labels: u32,
    /// Words of feedback kept.
    pub feedback: u32,
    /// Vectors kept.
    pub vectors: u32,
}

/// Changes since its snapshot from which a shard is worth a new one.
const LONG_HISTORY: u32 = 64;
/// Shards one call of [`App::maintain`] takes.
const COMPACTED_AT_ONCE: u32 = 4;
/// Rows one call of [`App::catch_up`] takes: some 40 ms of work.
const CAUGHT_UP_AT_ONCE: u32 = 4_000;

impl App {
    /// Makes a new book with default categories.
    ///
    /// # Errors
    /// `already_exists`, `read_only`, `disk_full`, `io`.
    pub fn create(path: &Path, new: &NewBook, outside: Box<dyn Outside>) -> Result<Self, AppError> {
        Self::create_with(path, new, true, outside)
    }

    /// Makes a new book, with default categories if `categories`.
    ///
    /// # Errors
    /// As [`App::create`].
    pub fn create_with(
        path: &Path,
        new: &NewBook,
        categories: bool,
        mut outside: Box<dyn Outside>,
    ) -> Result<Self, AppError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| folder_error(folder, &error))?;
        }
        let book = Book {
            id: BookId(fresh_id(outside.as_mut())),
            name: parse::name("name", &new.name)?,
            currency: new.currency,
            language: new.language,
        };
        let (groups, categories) = if categories {
            default_categories(new.language, &mut || fresh_id(outside.as_mut()))
        } else {
            (Vec::new(), Vec::new())
        };
        let mut writes = vec![Write::book(&book)?];
        for group in &groups {
            writes.push(Write::group(group)?);
        }
        for category in &categories {
            writes.push(Write::category(category)?);
        }
        let mut key = [0; 32];
        outside.random(&mut key);
        let commit = Commit::new("book.create", outside.now_ms(), outside.device(), writes);
        let store = Store::create(path, &key, actor(outside.as_mut()), commit)?;
        Self::with(store, outside)
    }

    /// Opens a book.
    ///
    /// # Errors
    /// `busy`, `newer_version`, `damaged`, `read_only`, `io`.
    pub fn open(path: &Path, outside: Box<dyn Outside>) -> Result<Self, AppError> {
        Self::open_with(path, None, outside)
    }

    /// Opens a book that may be encrypted.
    ///
    /// # Errors
    /// `locked_book` without a key, `wrong_passphrase` with another one, else as [`App::open`].
    pub fn open_with(path: &Path, key: Option<Key>, mut outside: Box<dyn Outside>) -> Result<Self, AppError> {
        let store = Store::open_with(path, key, actor(outside.as_mut()))?;
        Self::with(store, outside)
    }

    /// Opens a book that may be encrypted with a passphrase.
    ///
    /// # Errors
    /// As [`App::open_with`].
    pub fn open_with_passphrase(
        path: &Path,
        passphrase: Option<&Passphrase>,
        outside: Box<dyn Outside>,
    ) -> Result<Self, AppError> {
        let key = passphrase.map(|passphrase| Key::of_file(path, passphrase.text())).transpose()?;
        Self::open_with(path, key, outside)
    }

    /// The key of an encrypted book.
    pub const fn key(&self) -> Option<&Key> {
        self.store.key()
    }

    /// Writes rows of tables that belong to this device alone.
    ///
    /// # Errors
    /// When the book cannot be written; nothing is written then.
    pub(crate) fn local(
        &mut self,
        write: impl FnOnce(&store::rusqlite::Connection) -> store::rusqlite::Result<()>,
    ) -> Result<(), AppError> {
        Ok(self.store.local(write)?)
    }

    /// Keeps a secret of this device, or takes another in its place.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub(crate) fn keep_secret(&mut self, name: &str, bytes: &[u8]) -> Result<(), AppError> {
        Ok(self.store.keep_secret(name, bytes)?)
    }

    /// Does a step of what lags behind the writes, and makes snapshots of the few shards with the longest histories, so that later
    /// edits load them quickly. Bounded: it is done when a book is closed, and nobody waits for a million rows then.
    ///
    /// # Errors
    /// When the book cannot be written; nothing is lost then.
    pub fn maintain(&mut self) -> Result<u32, AppError> {
        self.catch_up()?;
        let mut made = 0;
        for shard in self.store.worth_compacting(LONG_HISTORY, COMPACTED_AT_ONCE)? {
            made += u32::from(self.store.compact(shard)?.is_some());
        }
        Ok(made)
    }

    /// A book around its file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn with(store: Store, outside: Box<dyn Outside>) -> Result<Self, AppError> {
        let reader = store.reader()?;
        let brain = Brain::new(store.path(), store.key().cloned());
        Ok(Self { reader, brain, store, outside, plans: Held::default(), unlocked: Unlocked::default() })
    }

    /// Does `work` with the book as sync sees it.
    pub(crate) fn with_journal<T>(
        &mut self,
        sealing: &mut Sealing,
        work: impl FnOnce(&mut BookJournal<'_>) -> T,
    ) -> T {
        let Self { reader, store, outside, .. } = self;
        let chance = Dice(RefCell::new(outside.as_mut()));
        work(&mut BookJournal { store, reader, sealing, chance: &chance })
    }

    /// Changes of other devices came: what was learned from the rows may be out of date.
    pub(crate) fn changed_from_elsewhere(&mut self) {
        self.brain.forget();
    }

    /// What was read of the key file of sync.
    pub(crate) const fn unlocked(&self) -> &Unlocked {
        &self.unlocked
    }

    /// The outside world.
    pub(crate) fn outside(&mut self) -> &mut dyn Outside {
        self.outside.as_mut()
    }

    /// Runs an action.
    ///
    /// # Errors
    /// The action's refusal; the book is unchanged then.
    pub fn act<A: Action>(&mut self, action: A) -> Result<A::Output, AppError> {
        action.run(&mut self.session(&Silent))
    }

    /// Answers a query.
    ///
    /// # Errors
    /// The query's refusal.
    pub fn ask<Q: Query>(&self, query: &Q) -> Result<Q::Output, AppError> {
        query.run(&self.reader)
    }

    /// Runs an operation by name, JSON in and out.
    ///
    /// # Errors
    /// `unknown_operation`, `invalid_input`, or the operation's refusal.
    pub fn call(&mut self, name: &str, input: Value) -> Result<Value, AppError> {
        self.call_with(name, input, &Silent)
    }

    /// The same, telling how far it is.
    ///
    /// # Errors
    /// As [`App::call`]; `cancelled` when `progress` stops it.
    pub fn call_with(
        &mut self,
        name: &str,
        input: Value,
        progress: &dyn Progress,
    ) -> Result<Value, AppError> {
        match &Self::operation(name)?.run {
            Run::Action(run) => run(&mut self.session(progress), input),
            Run::Query(run) => run(&self.reader, input),
            Run::Host(_) => Err(unknown(name)),
        }
    }

    /// The catalog's entry of this name.
    ///
    /// # Errors
    /// `unknown_operation`.
    pub fn operation(name: &str) -> Result<&'static Operation, AppError> {
        CATALOG.iter().find(|operation| operation.name == name).ok_or_else(|| unknown(name))
    }

    /// A connection that cannot write.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Verifies the book; with `repair`, makes the projection anew when it differs from the journal.
    ///
    /// # Errors
    /// When the book cannot be read at all.
    pub fn doctor(&mut self, repair: bool) -> Result<Health, AppError> {
        let health = health(&self.reader, &mut |_, _| Ok(()))?;
        if health.healthy || !repair {
            return Ok(health);
        }
        self.store.rebuild_projection()?;
        Ok(Health { rebuilt: true, ..self::health(&self.reader, &mut |_, _| Ok(()))? })
    }

    /// Does a bounded part of what may lag behind the writes (today: the search index). True while there is more to do; call
    /// it when nobody waits.
    ///
    /// # Errors
    /// When the book cannot be written; nothing is lost then, searches only stay slower.
    pub fn catch_up(&mut self) -> Result<bool, AppError> {
        Ok(self.store.index_search(CAUGHT_UP_AT_ONCE)? == CAUGHT_UP_AT_ONCE)
    }

    /// The categoriser's state.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn categorizer_status(&mut self) -> Result<BrainStatus, AppError> {
        let Model { name, why_none, problem } = self.brain.status(&self.reader, self.outside.as_ref())?;
        let count = |sql: &str| self.reader.connection().query_row(sql, [], |row| row.get::<_, u32>(0));
        Ok(BrainStatus {
            model: name,
            why_none,
            problem,
            labels: count(
                "select count(*) from transactions where visible = 1 and user_category is not null",
            )?,
            feedback: count("select count(*) from feedback")?,
            vectors: count("select count(*) from vector")?,
        })
    }

    /// Copies the book to a new file and opens the copy to verify it.
    ///
    /// # Errors
    /// When the copy cannot be written or does not verify.
    pub fn backup(&self, path: &Path) -> Result<(), AppError> {
        Ok(self.store.backup_to(path)?)
    }

    /// Where the book lies.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// What an action works with.
    pub(crate) fn session<'a>(&'a mut self, progress: &'a dyn Progress) -> Session<'a> {
        Session {
            progress,
            store: &mut self.store,
            reader: &self.reader,
            outside: self.outside.as_mut(),
            brain: &mut self.brain,
            plans: &mut self.plans,
        }
    }
}

fn unknown(name: &str) -> AppError {
    AppError::new(ErrorCode::UnknownOperation, format!("there is no operation `{name}`"))
}

/// Verifies the book; `report` hears parts done and parts in all and may stop it.
///
/// # Errors
/// When the book cannot be read at all, or `report` stopped it.
pub fn health(
    reader: &Reader,
    report: &mut dyn FnMut(u64, u64) -> Result<(), AppError>,
) -> Result<Health, AppError> {
    let mut stopped = None;
    let found = reader.integrity_check_with(&mut |done, all| {
        stopped = report(done, all).err();
        stopped.is_none()
    })?;
    let Some(report) = found else { return Err(stopped.unwrap_or_else(crate::progress::cancelled)) };
    let checked = vec![
        format!("{} changes: hash verified", report.changes),
        format!("{} shards loaded", report.shards),
        format!("{} projection rows equal to a rebuild", report.rows),
        format!("{} split rows added up", report.splits),
        format!("{} changes in quarantine", report.quarantined),
        format!("{} changes waiting for others", report.pending),
    ];
    Ok(Health { healthy: report.problems.is_empty(), checked, problems: report.problems, rebuilt: false })
}

fn actor(outside: &mut dyn Outside) -> [u8; 16] {
    let mut actor = [0; 16];
    outside.random(&mut actor);
    actor
}

fn folder_error(folder: &Path, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    AppError::new(code, format!("the folder cannot be made: {error}"))
        .at(folder.display().to_string())
        .remedy("choose another place with --book")
}
