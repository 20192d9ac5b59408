//! The SQLite file of a book: a durable journal of changes and a disposable projection made from it.
//!
//! # Writing
//!
//! ```text
//! let store = Store::create(path, &identity_key, actor, Commit::new("book.create", at, device, writes))?;
//! let mut store = Store::open(path, actor)?;               // one writer process; StoreError::Busy otherwise
//! store.commit(Commit::new("transaction.categorize", at, device, vec![shard.set_category(id, Some(category))?]))?;
//! store.commit_with(commit, |tx| tx.execute("insert into feedback ...", [..]).map(drop))?;   // same SQLite transaction
//! store.local(|tx| ...)?;                                  // device-local tables only: vector, setting, csv_profile, ...
//! store.undo_last()?; store.redo()?; store.undo_action(id, at, device)?; store.undo_import(batch, at, device)?;
//! ```
//!
//! - `actor`: 16 fresh random bytes per process start. `identity_key`: 32 random bytes, drawn once with the book.
//! - A [`Commit`] is one action = one SQLite transaction: changes of every shard it touches, projection, undo record, local rows.
//!   Previous values are read by the store; [`Commit`]s are undoable by default.
//! - An import sets [`Commit::content_addressed`] and [`Commit::batch`]: new rows are minted without loading a shard, two devices
//!   importing the same rows make one change, and its undo is driven by the `ImportBatch` facts (write them with
//!   `Write::batch`). A row that an undo had removed is brought back by adding it again.
//! - Setting `auto_category` on rows that never had one is minted too when `content_addressed` is set.
//! - Writes to registers of reconciled rows are refused ([`StoreError::LockedRow`]); taking back the reconciling action unlocks them.
//! - [`Commit::expect_version`] refuses a commit planned against an older state of an account.
//!
//! # Reading
//!
//! [`Store::reader`] or [`Reader::open`]: a connection that cannot write ([`Reader::connection`] gives it to SQL). Tables and columns:
//! `migrations/sqlite/projection.sql`. Ids are 12-byte blobs, days `replica::day_number`, months `replica::month_number`.
//!
//! # Encryption
//!
//! A plain file by default. [`rekey`] writes a closed book anew under a key, another key or none; [`Store::open_with`] and
//! [`Reader::open_with`] take the key, which [`Key::of_file`] derives from a passphrase. The format is SQLCipher 4's own.
//!
//! # Other devices
//!
//! [`Store::apply_changes`] takes raw changes in any order, any number of times; [`Store::changes_since`] gives them out.
//! Where devices share a log, [`Store::apply_log`] takes a piece of it together with the place it leads to, [`Store::unshown`] is
//! what the log lacks, and [`Store::remint`] makes that anew under another actor. [`Reader::members`] are those who share it;
//! keys of this device that are never part of a change: [`Reader::local_secret`], [`Reader::key_generations`].

mod apply;
mod backup;
mod check;
mod commit;
mod compact;
mod edit;
mod error;
mod folder;
mod folder_packs;
mod journal;
mod key;
mod keys;
mod log;
mod merged;
mod open;
mod pack;
mod project;
mod project_book;
mod reader;
mod rebuild;
mod rekey;
mod search;
mod summary;
mod totals;
mod undo;
mod unfold;

pub use apply::AppliedChanges;
pub use check::Report;
pub use commit::{Commit, Committed};
pub use compact::Compacted;
pub use domain::fold::fold;
pub use edit::{SkipReason, Skipped};
pub use error::{ErrorCode, StoreError};
pub use folder::{FolderFile, FolderPiece};
pub use folder_packs::{FolderMarkRow, FolderPackRow, FolderPlace};
pub use journal::StoredChange;
pub use key::{Key, is_encrypted};
pub use keys::{keep_generation, put_secret};
pub use log::{LogPiece, LogPosition, Unshown};
pub use open::Store;
pub use pack::{PackedShard, Quarantined};
pub use reader::{ActionRow, ActionState, Reader};
pub use rekey::rekey;
pub use rusqlite;
pub use search::{CANDIDATES, Candidates, candidates};
pub use summary::{FieldSummary, Summary};
pub use undo::Undone;
