//! A loaded shard: reading entities, writing, and applying changes that come from elsewhere.

use crate::parts::{CONTENT_BYTES, is_part, parted, put_bytes, whole};
use crate::{ChangeHash, ChangeHeader, Entity, Field, RawChange, ShardKey, Value, Write};
use automerge::transaction::{CommitOptions, Transactable as _};
use automerge::{ActorId, Automerge, Change, ROOT, ReadDoc as _, ScalarValue, ScalarValueRef, ValueRef};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a shard could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The snapshot cannot be loaded.
    #[error("the snapshot of shard {0} cannot be loaded")]
    Snapshot(ShardKey),
    /// The library failed on this shard; it must be loaded again.
    #[error("shard {0} failed: {1}")]
    Failed(ShardKey, String),
}

/// A place in a shard: an entity's facts (`field` is `None`) or one of its registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Whose.
    pub entity: Entity,
    /// Which register.
    pub field: Option<Field>,
}

/// A register that has been written at least once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Which.
    pub field: Field,
    /// The value that won; `None` when it was emptied.
    pub value: Value,
    /// Different values written concurrently; 1 when there is no conflict.
    pub values: u32,
}

/// Everything a shard says of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityState {
    /// Which.
    pub entity: Entity,
    /// Its facts; `None` when only registers have arrived.
    pub facts: Option<Vec<u8>>,
    /// Different facts written concurrently: the source changed what it says. 1 when there is one.
    pub facts_values: u32,
    /// Its registers, by name.
    pub registers: Vec<Register>,
    /// Register names and value kinds only a newer version knows.
    pub unknown: Vec<String>,
}

impl EntityState {
    /// An entity of which nothing is known.
    pub const fn empty(entity: Entity) -> Self {
        Self { entity, facts: None, facts_values: 0, registers: Vec::new(), unknown: Vec::new() }
    }

    /// The value of a register.
    pub fn value(&self, field: Field) -> Option<&[u8]> {
        self.registers.iter().find(|register| register.field == field)?.value.as_deref()
    }
}

/// A change that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Its claimed hash.
    pub hash: ChangeHash,
    /// Why.
    pub reason: String,
}

/// What came of applying changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Taken, in an order in which each follows what it builds on.
    pub applied: Vec<ChangeHash>,
    /// Bad; never to be tried again.
    pub rejected: Vec<Rejected>,
    /// Good, but what they build on is not here yet.
    pub pending: Vec<ChangeHash>,
    /// Entities the taken changes wrote to.
    pub touched: BTreeSet<Entity>,
}

/// A shard in memory.
#[derive(Debug, Clone)]
pub struct ShardDocument {
    key: ShardKey,
    doc: Automerge,
}

impl ShardDocument {
    /// An empty shard.
    pub fn new(key: ShardKey) -> Self {
        Self { key, doc: Automerge::new() }
    }

    /// From a snapshot made by [`ShardDocument::save`].
    ///
    /// # Errors
    /// [`DocumentError::Snapshot`].
    pub fn load(key: ShardKey, snapshot: &[u8]) -> Result<Self, DocumentError> {
        match catch_unwind(AssertUnwindSafe(|| Automerge::load(snapshot))) {
            Ok(Ok(doc)) => Ok(Self { key, doc }),
            _ => Err(DocumentError::Snapshot(key)),
        }
    }

    /// Its name.
    pub const fn key(&self) -> ShardKey {
        self.key
    }

    /// Compacted form with all history.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// Hashes of the changes nothing builds on yet, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<ChangeHash> = self.doc.get_heads().iter().map(|head| head.0).collect();
        heads.sort_unstable();
        heads
    }

    /// Has this change been applied?
    pub fn contains(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&automerge::ChangeHash(*hash)).is_some()
    }

    /// Every change applied, each after what it builds on.
    pub fn changes(&self) -> Vec<(RawChange, ChangeHeader)> {
        self.doc.get_changes(&[]).into_iter().map(|change| RawChange::from_change(self.key, change)).collect()
    }

    /// One entity.
    pub fn read(&self, entity: Entity) -> EntityState {
        let key = entity.key();
        let end = format!("{key}0"); // '0' is the character after '/'
        let mut state = EntityState::empty(entity);
        for item in self.doc.map_range(ROOT, key.clone()..end) {
            if let Some(rest) = item.key.strip_prefix(key.as_str()) {
                self.take(&mut state, rest, &item.key, &item.value, item.conflict);
            }
        }
        state
    }

    /// Every entity, by key; keys of a newer version are listed as they are.
    pub fn read_all(&self) -> (Vec<EntityState>, Vec<String>) {
        let mut states: BTreeMap<Entity, EntityState> = BTreeMap::new();
        let mut unknown = Vec::new();
        for item in self.doc.map_range(ROOT, ..) {
            let split = item.key.find('/').unwrap_or(item.key.len());
            let (name, rest) = item.key.split_at(split);
            match Entity::from_key(&self.key, name) {
                Some(entity) => {
                    let state = states.entry(entity).or_insert_with(|| EntityState::empty(entity));
                    self.take(state, rest, &item.key, &item.value, item.conflict);
                }
                None => unknown.push(item.key.into_owned()),
            }
        }
        (states.into_values().collect(), unknown)
    }

    /// Adds one key's value to `state`; `rest` is the key without the entity's own.
    fn take(&self, state: &mut EntityState, rest: &str, key: &str, value: &ValueRef<'_>, conflict: bool) {
        let value = match value {
            ValueRef::Scalar(ScalarValueRef::Bytes(bytes)) => Some(bytes.to_vec()),
            ValueRef::Scalar(ScalarValueRef::Null) => None,
            _ => return state.unknown.push(key.to_owned()),
        };
        let values = if conflict { self.distinct_values(key) } else { 1 };
        match rest.strip_prefix('/') {
            None if rest.is_empty() => {
                state.facts = value.and_then(|value| whole(key, value, |part| self.bytes_at(part)));
                state.facts_values = values;
            }
            None => {}
            Some(name) if is_part(name) => {}
            Some(name) => match Field::from_text(name) {
                Some(field) => state.registers.push(Register { field, value, values }),
                None => state.unknown.push(key.to_owned()),
            },
        }
    }

    fn bytes_at(&self, key: &str) -> Option<Vec<u8>> {
        match self.doc.get(ROOT, key) {
            Ok(Some((automerge::Value::Scalar(scalar), _))) => match scalar.as_ref() {
                ScalarValue::Bytes(bytes) => Some(bytes.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn distinct_values(&self, key: &str) -> u32 {
        let values = self.doc.get_all(ROOT, key).unwrap_or_default();
        let distinct: BTreeSet<String> = values.iter().map(|(value, _)| format!("{value:?}")).collect();
        u32::try_from(distinct.len()).unwrap_or(u32::MAX)
    }

    /// Every value written concurrently to a slot, the winner last; one when there is no conflict.
    pub fn values(&self, slot: Slot) -> Vec<Value> {
        let key = slot_key(slot.entity, slot.field);
        let values = self.doc.get_all(ROOT, &key).unwrap_or_default();
        values
            .into_iter()
            .map(|(value, _)| match value {
                automerge::Value::Scalar(scalar) => match scalar.as_ref() {
                    ScalarValue::Bytes(bytes) if slot.field.is_none() => {
                        whole(&key, bytes.clone(), |part| self.bytes_at(part))
                    }
                    ScalarValue::Bytes(bytes) => Some(bytes.clone()),
                    _ => None,
                },
                automerge::Value::Object(_) => None,
            })
            .collect()
    }

    /// Makes a change of the writes that change something, several when they are too long for one, none when none does.
    ///
    /// # Errors
    /// [`DocumentError::Failed`]: the shard must then be loaded again.
    pub fn write(
        &mut self,
        actor: &[u8; 16],
        writes: &[&Write],
    ) -> Result<Vec<(RawChange, ChangeHeader)>, DocumentError> {
        let key = self.key;
        catch_unwind(AssertUnwindSafe(|| self.write_unguarded(actor, writes)))
            .map_err(|_| DocumentError::Failed(key, "the library gave up on a write".to_owned()))?
            .map_err(|error| DocumentError::Failed(key, error.to_string()))
    }

    fn write_unguarded(
        &mut self,
        actor: &[u8; 16],
        writes: &[&Write],
    ) -> Result<Vec<(RawChange, ChangeHeader)>, automerge::AutomergeError> {
        let mut puts: BTreeMap<String, ScalarValue> = BTreeMap::new();
        for write in writes {
            match write {
                Write::Facts { entity, bytes, .. } => {
                    for (key, part) in parted(&slot_key(*entity, None), bytes) {
                        if self.doc.get(ROOT, &key)?.is_none() {
                            puts.insert(key, ScalarValue::Bytes(part.into_owned()));
                        }
                    }
                }
                Write::Set { entity, field, value, .. } => {
                    let value = value.clone().map_or(ScalarValue::Null, ScalarValue::Bytes);
                    puts.insert(slot_key(*entity, Some(*field)), value);
                }
            }
        }
        let mut made = Vec::new();
        for puts in within_changes(puts) {
            made.extend(self.put(actor, puts)?);
        }
        Ok(made)
    }

    /// One change of the values that are not there yet.
    fn put(
        &mut self,
        actor: &[u8; 16],
        mut puts: BTreeMap<String, ScalarValue>,
    ) -> Result<Option<(RawChange, ChangeHeader)>, automerge::AutomergeError> {
        puts.retain(|key, value| !self.says(key, value));
        if puts.is_empty() {
            return Ok(None);
        }
        self.doc.set_actor(ActorId::from(*actor));
        let mut transaction = self.doc.transaction();
        for (key, value) in puts {
            transaction.put(ROOT, key, value)?;
        }
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(0));
        let change = hash.and_then(|hash| self.doc.get_change_by_hash(&hash));
        Ok(change.map(|change| RawChange::from_change(self.key, change)))
    }

    /// Says again, as a change of `actor`, what `change` of another history of this shard said; `None` when the document says that
    /// already. Keys and values this version does not know are said again as they are.
    ///
    /// # Errors
    /// [`DocumentError::Failed`]: the shard must then be loaded again.
    pub fn say_again(
        &mut self,
        actor: &[u8; 16],
        change: &RawChange,
    ) -> Result<Option<(RawChange, ChangeHeader)>, DocumentError> {
        let key = self.key;
        let failed = |error: String| DocumentError::Failed(key, error);
        let change = change.parse().map_err(|error| failed(error.to_string()))?;
        let puts = puts_of(&change).ok_or_else(|| failed("unreadable operations".to_owned()))?;
        catch_unwind(AssertUnwindSafe(|| self.put(actor, puts)))
            .map_err(|_| failed("the library gave up on a write".to_owned()))?
            .map_err(|error| failed(error.to_string()))
    }

    /// Does the key hold exactly this value, without conflict? An unwritten register counts as empty.
    fn says(&self, key: &str, value: &ScalarValue) -> bool {
        match self.doc.get_all(ROOT, key).unwrap_or_default().as_slice() {
            [] => *value == ScalarValue::Null,
            [(automerge::Value::Scalar(current), _)] => current.as_ref() == value,
            _ => false,
        }
    }

    /// Applies changes the journal already holds; they were checked when they came in. Falls back to [`Self::apply`] when
    /// the library refuses them as a whole.
    pub fn replay(&mut self, changes: &[RawChange]) -> Applied {
        let parsed: Option<Vec<Change>> = changes.iter().map(|change| change.parse().ok()).collect();
        let before = self.doc.get_heads().is_empty();
        if let Some(parsed) = parsed.filter(|parsed| self.complete(parsed)) {
            let applied = parsed.iter().map(|change| change.hash().0).collect();
            // Nothing is lost when this fails halfway: an empty document is simply begun anew.
            let base = if before { None } else { Some(self.doc.clone()) };
            let result = catch_unwind(AssertUnwindSafe(|| self.doc.apply_changes(parsed)));
            if matches!(result, Ok(Ok(()))) {
                return Applied { applied, ..Applied::default() };
            }
            self.doc = base.unwrap_or_default();
        }
        self.apply(changes)
    }

    /// Is everything the changes build on here or among them?
    fn complete(&self, changes: &[Change]) -> bool {
        let among: HashSet<[u8; 32]> = changes.iter().map(|change| change.hash().0).collect();
        changes.iter().flat_map(Change::deps).all(|dep| among.contains(&dep.0) || self.contains(&dep.0))
    }

    /// Applies changes from elsewhere: hashes are verified, the work is done on a copy that must also save and load again,
    /// a bad change is found by halving and left out, a change whose ground is missing is reported as pending.
    pub fn apply(&mut self, changes: &[RawChange]) -> Applied {
        let mut outcome = Applied::default();
        let mut waiting: Vec<(Change, BTreeSet<Entity>)> = Vec::new();
        let mut seen: HashSet<ChangeHash> = HashSet::new();
        for raw in changes {
            if !seen.insert(raw.hash) || self.contains(&raw.hash) {
                continue;
            }
            match raw.parse() {
                Ok(change) => match touched(&self.key, &change) {
                    Some(entities) => waiting.push((change, entities)),
                    None => outcome
                        .rejected
                        .push(Rejected { hash: raw.hash, reason: "unreadable operations".to_owned() }),
                },
                Err(error) => outcome.rejected.push(Rejected { hash: raw.hash, reason: error.to_string() }),
            }
        }
        loop {
            let ready = self.take_ready(&mut waiting);
            if ready.is_empty() {
                break;
            }
            self.apply_ready(ready, &mut outcome);
        }
        outcome.pending = waiting.iter().map(|(change, _)| change.hash().0).collect();
        outcome
    }

    /// Moves out the changes whose ground is here or comes before them, in that order.
    fn take_ready(&self, waiting: &mut Vec<(Change, BTreeSet<Entity>)>) -> Vec<(Change, BTreeSet<Entity>)> {
        let mut ready = Vec::new();
        let mut coming: HashSet<[u8; 32]> = HashSet::new();
        loop {
            let is_ready = |change: &Change| {
                change.deps().iter().all(|dep| coming.contains(&dep.0) || self.contains(&dep.0))
            };
            let (now, later): (Vec<_>, Vec<_>) =
                std::mem::take(waiting).into_iter().partition(|(change, _)| is_ready(change));
            *waiting = later;
            if now.is_empty() {
                return ready;
            }
            coming.extend(now.iter().map(|(change, _)| change.hash().0));
            ready.extend(now);
        }
    }

    fn apply_ready(&mut self, mut ready: Vec<(Change, BTreeSet<Entity>)>, outcome: &mut Applied) {
        match self.try_apply(&ready) {
            Ok(()) => {
                for (change, entities) in ready {
                    outcome.applied.push(change.hash().0);
                    outcome.touched.extend(entities);
                }
            }
            Err(reason) if ready.len() == 1 => {
                outcome.rejected.extend(
                    ready
                        .iter()
                        .map(|(change, _)| Rejected { hash: change.hash().0, reason: reason.clone() }),
                );
            }
            Err(_) => {
                let second = ready.split_off(ready.len() / 2);
                self.apply_ready(ready, outcome);
                let mut rest = second;
                let grounded = self.take_ready(&mut rest);
                if !grounded.is_empty() {
                    self.apply_ready(grounded, outcome);
                }
                outcome.rejected.extend(rest.iter().map(|(change, _)| {
                    let reason = "builds on a change that was rejected".to_owned();
                    Rejected { hash: change.hash().0, reason }
                }));
            }
        }
    }

    fn try_apply(&mut self, ready: &[(Change, BTreeSet<Entity>)]) -> Result<(), String> {
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            let mut copy = self.doc.clone();
            copy.apply_changes(ready.iter().map(|(change, _)| change.clone()).collect::<Vec<_>>())
                .map_err(|error| error.to_string())?;
            let again = Automerge::load(&copy.save())
                .map_err(|error| format!("the result does not load again: {error}"))?;
            let taken =
                ready.iter().all(|(change, _)| again.get_change_meta_by_hash(&change.hash()).is_some());
            let same = again.get_heads() == copy.get_heads();
            if taken && same { Ok(copy) } else { Err("the result does not hold it".to_owned()) }
        }));
        self.doc = attempt.unwrap_or_else(|_| Err("the library gave up on it".to_owned()))?;
        Ok(())
    }
}

/// The puts in their order, parted where a change would carry too much.
fn within_changes(puts: BTreeMap<String, ScalarValue>) -> Vec<BTreeMap<String, ScalarValue>> {
    let mut parts: Vec<BTreeMap<String, ScalarValue>> = Vec::new();
    let mut room = 0;
    for (key, value) in puts {
        let length = if let ScalarValue::Bytes(bytes) = &value { bytes.len() } else { 0 };
        let bytes = put_bytes(&key, length);
        if let Some(part) = parts.last_mut().filter(|_| bytes <= room) {
            part.insert(key, value);
        } else {
            room = CONTENT_BYTES;
            parts.push(BTreeMap::from([(key, value)]));
        }
        room -= bytes.min(room);
    }
    parts
}

fn slot_key(entity: Entity, field: Option<Field>) -> String {
    let mut key = entity.key();
    if let Some(field) = field {
        key.push('/');
        key.push_str(field.as_str());
    }
    key
}

/// What a change puts into the root map; `None` when it does anything else or cannot be read.
fn puts_of(change: &Change) -> Option<BTreeMap<String, ScalarValue>> {
    let decoded = catch_unwind(AssertUnwindSafe(|| change.decode())).ok()?;
    let put = |operation: automerge::legacy::Op| match (operation.key, operation.action) {
        (automerge::legacy::Key::Map(key), automerge::legacy::OpType::Put(value)) => {
            Some((key.to_string(), value))
        }
        _ => None,
    };
    decoded.operations.into_iter().map(put).collect()
}

/// Entities a change writes to; `None` when its operations cannot be read.
fn touched(shard: &ShardKey, change: &Change) -> Option<BTreeSet<Entity>> {
    let decoded = catch_unwind(AssertUnwindSafe(|| change.decode())).ok()?;
    let keys = decoded.operations.iter().filter_map(|operation| match &operation.key {
        automerge::legacy::Key::Map(key) => Some(key.as_str()),
        automerge::legacy::Key::Seq(_) => None,
    });
    Some(keys.filter_map(|key| Entity::from_key(shard, key.split('/').next().unwrap_or(key))).collect())
}
