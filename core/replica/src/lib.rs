//! The book as Automerge documents (*shards*) with flat keys. The only crate that names `automerge`.
//!
//! - A [`ShardKey`] names a document: `book`, `budget/2026`, `rates/2026`, `tx/<account>/2026-03`, `import/<batch>`.
//! - In a shard's root map an [`Entity`] owns the key `<entity>` (its immutable facts) and one register
//!   `<entity>/<field>` per editable [`Field`]. Nothing is nested, so creating an entity twice is harmless and edits merge
//!   per field.
//! - A [`Write`] is what an action wants changed; [`ShardDocument::write`] turns writes into one change of a loaded shard,
//!   [`mint`] turns writes to keys nobody has written yet into a change without loading anything. Minted changes depend on
//!   their content alone: two devices that import the same rows mint the same bytes.
//! - Every value is a version byte followed by postcard or JSON ([`codec`]); an unknown version is kept and listed, never
//!   rewritten.
//!
//! Nothing here reads a clock or draws randomness: actors, ids and keys are arguments.

mod change;
pub mod codec;
mod day;
mod document;
mod entity;
mod fingerprint;
mod identity;
mod import;
mod mint;
mod parts;
mod shard;
mod state;
mod write;

pub use change::{ChangeError, ChangeHash, ChangeHeader, RawChange};
pub use codec::{CodecError, decode, encode};
pub use day::{day_from_number, day_number, month_number, month_of_day_number, month_of_number};
pub use document::{Applied, DocumentError, EntityState, Register, Rejected, ShardDocument, Slot};
/// Who shares a book, for those who move it and know nothing else of what it says.
pub use domain::{KeyGenerationId, Member, MemberId, MemberRole};
pub use entity::{Entity, Field};
pub use fingerprint::rows_fingerprint;
pub use identity::IdentityKey;
pub use import::{ImportGround, Written, import_writes, line_facts};
pub use mint::{MintError, mint};
pub use parts::{CONTENT_BYTES, LONGEST_VALUE};
pub use shard::{ParseShardError, ShardKey};
pub use state::TransactionState;
pub use write::{AutoCategory, Opening, RateValue, Value, Write};
