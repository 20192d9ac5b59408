//! Changes made without loading a document: only for keys nobody has written yet.
//!
//! A minted change has no dependencies, time 0, first operation 1 and an actor derived from its content, so that two devices
//! minting the same writes make the same bytes and the log keeps one. On a key that was written before, such a change could
//! lose to the earlier write: the caller guarantees that there is none.

use crate::{ChangeHeader, Entity, Field, IdentityKey, RawChange, ShardKey, Write};
use automerge::legacy::{Key, ObjectId, Op, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};
use std::num::NonZeroU64;

/// Why nothing was minted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// A write belongs to another shard.
    #[error("a write to shard {0} came among those of another")]
    ForeignShard(ShardKey),
}

/// Makes one change of `writes`, all to `shard` and all to keys never written before. Order and repetition of the writes do
/// not matter. `None` when there are none.
///
/// # Errors
/// [`MintError`].
pub fn mint(
    shard: ShardKey,
    writes: &[&Write],
    identity: &IdentityKey,
) -> Result<Option<(RawChange, ChangeHeader)>, MintError> {
    if let Some(foreign) = writes.iter().find(|write| write.shard() != shard) {
        return Err(MintError::ForeignShard(foreign.shard()));
    }
    let mut slots: Vec<Put<'_>> = writes.iter().map(|write| slot(write)).collect();
    slots.sort_unstable();
    slots.dedup();
    if slots.is_empty() {
        return Ok(None);
    }
    let mut content = Vec::with_capacity(slots.len() * 64);
    let operations =
        slots.iter().map(|&(entity, field, value)| operation(entity, field, value, &mut content)).collect();
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
    Ok(Some(RawChange::from_change(shard, change)))
}

/// Whose, which register (none for facts), to what.
type Put<'a> = (Entity, Option<Field>, Option<&'a [u8]>);

fn slot(write: &Write) -> Put<'_> {
    match write {
        Write::Facts { entity, bytes, .. } => (*entity, None, Some(bytes)),
        Write::Set { entity, field, value, .. } => (*entity, Some(*field), value.as_deref()),
    }
}

/// One put into the root map; its content goes into `content`, length-prefixed.
fn operation(entity: Entity, field: Option<Field>, value: Option<&[u8]>, content: &mut Vec<u8>) -> Op {
    let mut key = entity.key();
    if let Some(field) = field {
        key.push('/');
        key.push_str(field.as_str());
    }
    add_content(content, &key, value);
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
