//! Changes made without loading a document: only for keys nobody has written yet.
//!
//! A minted change has no dependencies, time 0, first operation 1 and an actor derived from its content, so that two devices
//! minting the same writes make the same bytes and the log keeps one. On a key that was written before, such a change could
//! lose to the earlier write: the caller guarantees that there is none.

use crate::parts::{CONTENT_BYTES, first_bytes, parted, put_bytes};
use crate::{ChangeHeader, Entity, Field, IdentityKey, RawChange, ShardKey, Write};
use automerge::legacy::{Key, ObjectId, Op, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};
use std::borrow::Cow;
use std::num::NonZeroU64;

/// Why nothing was minted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// A write belongs to another shard.
    #[error("a write to shard {0} came among those of another")]
    ForeignShard(ShardKey),
}

/// Makes changes of `writes`, all to `shard` and all to keys never written before. Order and repetition of the writes do not
/// matter. Most often it is one change; what is too long for one is parted by the entities' keys, so that a row more or less
/// changes one part and not the others.
///
/// # Errors
/// [`MintError`].
pub fn mint(
    shard: ShardKey,
    writes: &[&Write],
    identity: &IdentityKey,
) -> Result<Vec<(RawChange, ChangeHeader)>, MintError> {
    if let Some(foreign) = writes.iter().find(|write| write.shard() != shard) {
        return Err(MintError::ForeignShard(foreign.shard()));
    }
    let mut slots: Vec<Slot<'_>> = writes.iter().map(|write| slot(write)).collect();
    slots.sort_unstable();
    slots.dedup();
    let puts: Vec<Put<'_>> = slots.into_iter().flat_map(puts).collect();
    let mut changes = Vec::new();
    part(&puts.iter().collect::<Vec<_>>(), 0, &mut |puts| changes.push(change(shard, puts, identity)));
    Ok(changes)
}

/// Gives the puts to `make` in parts within [`CONTENT_BYTES`]: halved by one bit after the other of their keys' hashes.
fn part(puts: &[&Put<'_>], bit: u32, make: &mut impl FnMut(&[&Put<'_>])) {
    let bytes: usize =
        puts.iter().map(|(key, value)| put_bytes(key, value.as_ref().map_or(0, |value| value.len()))).sum();
    if puts.len() < 2 || bytes <= CONTENT_BYTES || bit == u64::BITS {
        if !puts.is_empty() {
            make(puts);
        }
        return;
    }
    let (first, second): (Vec<_>, Vec<_>) =
        puts.iter().copied().partition(|(key, _)| first_bytes(key.as_bytes()) >> bit & 1 == 0);
    part(&first, bit + 1, make);
    part(&second, bit + 1, make);
}

fn change(shard: ShardKey, puts: &[&Put<'_>], identity: &IdentityKey) -> (RawChange, ChangeHeader) {
    let mut content = Vec::with_capacity(puts.len() * 64);
    let operations = puts.iter().map(|(key, value)| operation(key, value.as_deref(), &mut content)).collect();
    let actor = identity.actor_for_content(&shard.to_string(), &content);
    let change = Change::from(ExpandedChange {
        operations,
        actor_id: ActorId::from(actor),
        hash: None,
        seq: 1,
        start_op: NonZeroU64::MIN,
        time: 0,
        message: None,
        deps: Vec::new(),
        extra_bytes: Vec::new(),
        author: None,
    });
    RawChange::from_change(shard, change)
}

/// Whose, which register (none for facts), to what.
type Slot<'a> = (Entity, Option<Field>, Option<&'a [u8]>);

/// Which key of the root map, to what.
type Put<'a> = (String, Option<Cow<'a, [u8]>>);

fn slot(write: &Write) -> Slot<'_> {
    match write {
        Write::Facts { entity, bytes, .. } => (*entity, None, Some(bytes)),
        Write::Set { entity, field, value, .. } => (*entity, Some(*field), value.as_deref()),
    }
}

fn puts((entity, field, value): Slot<'_>) -> Vec<Put<'_>> {
    let key = entity.key();
    match (field, value) {
        (None, Some(facts)) => parted(&key, facts).into_iter().map(|(key, part)| (key, Some(part))).collect(),
        (None, None) => vec![(key, None)],
        (Some(field), value) => vec![(format!("{key}/{}", field.as_str()), value.map(Cow::Borrowed))],
    }
}

/// One put into the root map; its content goes into `content`, length-prefixed.
fn operation(key: &str, value: Option<&[u8]>, content: &mut Vec<u8>) -> Op {
    add_content(content, key, value);
    let scalar = value.map_or(ScalarValue::Null, |bytes| ScalarValue::Bytes(bytes.to_vec()));
    Op {
        action: OpType::Put(scalar),
        obj: ObjectId::Root,
        key: Key::Map(key.into()),
        pred: SortedVec::new(),
        insert: false,
    }
}

fn add_content(content: &mut Vec<u8>, key: &str, value: Option<&[u8]>) {
    for part in [key.as_bytes(), value.unwrap_or_default()] {
        content.extend_from_slice(&(part.len() as u64).to_le_bytes());
        content.extend_from_slice(part);
    }
    content.push(u8::from(value.is_some()));
}

/// The content that operations of a minted change would have; `None` when none could be minted like this.
pub fn content(operations: &[Op]) -> Option<Vec<u8>> {
    let mut content = Vec::with_capacity(operations.len() * 64);
    for operation in operations {
        let Key::Map(key) = &operation.key else { return None };
        match &operation.action {
            OpType::Put(ScalarValue::Bytes(bytes)) => add_content(&mut content, key, Some(bytes)),
            OpType::Put(ScalarValue::Null) => add_content(&mut content, key, None),
            _ => return None,
        }
    }
    Some(content)
}
