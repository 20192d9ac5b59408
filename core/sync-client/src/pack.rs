//! The packed state of a real book: made, taken in, and held against what is here.

use crate::book::{BookError, BookJournal, HandedOut, Opened, open_with};
use crate::journal::{Journal as _, SealedPack};
use replica::{Entity, RawChange, ShardDocument, ShardKey};
use sha2::{Digest as _, Sha256};
use store::{LogPiece, LogPosition, PackedShard, Quarantined, StoreError, Unshown};
use sync_protocol::seal::{BlobKind, BookKeys, open_blob, seal_blob};
use sync_protocol::{DeviceTag, Epoch, Item, Pack, PackedBook, PackedDocument, SetAside, SnapshotHead};

/// Seals the whole state at the position; `None` unless all of it is in the log and all of the log is in it, or on a device that may only
/// read.
pub fn pack(journal: &BookJournal<'_>) -> Result<Option<SealedPack>, BookError> {
    if !journal.may_give() || !journal.reader.is_level()? {
        return Ok(None);
    }
    let position = journal.position()?;
    let shards = journal.reader.pack()?;
    let Some(keys) = sealed_keys(journal, &shards)? else { return Ok(None) };
    let pack = Pack {
        base: position.cursor,
        chain: position.chain.0.to_vec(),
        documents: documents(shards),
        set_aside: set_aside(journal)?,
    };
    let (mut id, mut salt) = ([0; 16], [0; 32]);
    journal.chance.fill(&mut id);
    journal.chance.fill(&mut salt);
    let mut head = SnapshotHead {
        id: id.to_vec(),
        base: pack.base,
        chain: pack.chain.clone(),
        ..SnapshotHead::default()
    };
    let sealing = &journal.sealing;
    let state =
        seal_blob(sealing.book, &sealing.keys, BlobKind::Pack, &head.bound(), &pack.to_bytes(), salt)?;
    let bytes = PackedBook { keys, state }.to_bytes();
    head.size = bytes.len() as u64;
    head.sha256 = Sha256::digest(&bytes).to_vec();
    Ok(Some(SealedPack { head, bytes }))
}

/// Shards as they are packed.
pub fn documents(shards: Vec<PackedShard>) -> Vec<PackedDocument> {
    let document = |packed: PackedShard| PackedDocument {
        name: packed.shard.to_string(),
        heads: packed.heads.concat(),
        sha256: Sha256::digest(&packed.saved).to_vec(),
        saved: packed.saved,
    };
    shards.into_iter().map(document).collect()
}

/// What was set aside as bad, as it is packed.
pub fn set_aside(journal: &BookJournal<'_>) -> Result<Vec<SetAside>, BookError> {
    let aside = |bad: Quarantined| SetAside {
        document: bad.shard,
        hash: bad.hash.to_vec(),
        change: bad.bytes,
        reason: bad.reason,
    };
    Ok(journal.reader.quarantine()?.into_iter().map(aside).collect())
}

/// The changes of the keys' document, sealed as they would be for the log: each with a generation older than those it hands out. `None`
/// when this device has no such generation.
pub fn sealed_keys(
    journal: &BookJournal<'_>,
    shards: &[PackedShard],
) -> Result<Option<Vec<Item>>, BookError> {
    let of_keys = shards.iter().find(|packed| packed.shard == ShardKey::Keys);
    let Some(packed) = of_keys.filter(|_| journal.sealing.keys.newest().id().number != 1) else {
        return Ok(Some(Vec::new()));
    };
    let mut changes = Vec::new();
    for (id, change) in (0..).zip(packed.changes()?) {
        let header = change.header().map_err(|error| StoreError::Damaged { detail: error.to_string() })?;
        changes.push(Unshown {
            id,
            group: 0,
            actor: header.actor,
            sequence: header.seq,
            dependencies: header.deps,
            change,
        });
    }
    let handed_out = HandedOut::by(&changes);
    let seal = |change| journal.sealing.seal(change, handed_out.from(change.id), journal.chance);
    Ok(changes.iter().map(seal).collect::<Result<_, _>>().ok())
}

/// The keys that are here and those that these changes hand to this device.
pub fn keys_with(journal: &BookJournal<'_>, items: &[Item]) -> BookKeys {
    let mut keys = journal.sealing.keys.clone();
    loop {
        let opened = items.iter().map(|item| open_with(journal.sealing.book, &keys, item));
        let changes: Vec<RawChange> = opened
            .filter_map(|opened| match opened {
                Opened::Change(change) if change.shard == ShardKey::Keys => Some(change),
                _ => None,
            })
            .collect();
        let mut document = ShardDocument::new(ShardKey::Keys);
        document.apply(&changes);
        let wraps = document.read_all().0.into_iter().filter_map(|state| match state.entity {
            Entity::Wrap(generation, member) => Some((generation, DeviceTag(member.0), state.facts?)),
            _ => None,
        });
        let came = journal.sealing.unwrapped(&keys, wraps);
        if came.is_empty() {
            return keys;
        }
        for generation in came {
            keys.add(generation);
        }
    }
}

/// What a pack holds, once opened and checked.
#[derive(Debug)]
pub struct Contents {
    pub shards: Vec<PackedShard>,
    pub quarantine: Vec<Quarantined>,
}

/// Opens a pack; `None` when it is not what it says.
fn opened(journal: &BookJournal<'_>, head: &SnapshotHead, bytes: &[u8]) -> Option<Contents> {
    let packed = PackedBook::from_bytes(bytes)?;
    let keys = keys_with(journal, &packed.keys);
    let plain = open_blob(journal.sealing.book, &keys, BlobKind::Pack, &head.bound(), &packed.state).ok()?;
    let pack = Pack::from_bytes(&plain).filter(|pack| pack.base == head.base && pack.chain == head.chain)?;
    contents(pack.documents, pack.set_aside)
}

/// What was packed, if every document is what its checksum says.
pub fn contents(documents: Vec<PackedDocument>, set_aside: Vec<SetAside>) -> Option<Contents> {
    let shard = |document: PackedDocument| {
        let heads = document.heads.as_chunks::<32>();
        let right = Sha256::digest(&document.saved).as_slice() == document.sha256 && heads.1.is_empty();
        let shard = document.name.parse().ok().filter(|_| right)?;
        Some(PackedShard { shard, heads: heads.0.to_vec(), saved: document.saved })
    };
    let aside = |bad: SetAside| {
        let hash = bad.hash.as_slice().try_into().ok()?;
        Some(Quarantined { shard: bad.document, hash, bytes: bad.change, reason: bad.reason })
    };
    Some(Contents {
        shards: documents.into_iter().map(shard).collect::<Option<_>>()?,
        quarantine: set_aside.into_iter().map(aside).collect::<Option<_>>()?,
    })
}

/// Takes a pack in.
pub fn load(
    journal: &mut BookJournal<'_>,
    epoch: Epoch,
    head: &SnapshotHead,
    bytes: &[u8],
) -> Result<bool, BookError> {
    let Some(Contents { shards, quarantine }) = opened(journal, head, bytes) else { return Ok(false) };
    let mut changes = Vec::new();
    for packed in &shards {
        match packed.changes() {
            Ok(of_shard) if journal.reader.has_shard(packed.shard)? => changes.extend(of_shard),
            Ok(_) => {}
            Err(error) => return bad(error),
        }
    }
    if journal.reader.clash(&changes)? {
        // As in a page: what the log has of this device stays, and only what it lacks is made anew.
        let places: Vec<_> = changes.iter().map(|change| (change.hash, head.base)).collect();
        let position = journal.reader.log_position()?;
        let known =
            LogPiece { changes: &[], places: &places, sealed: &[], forged: &[], unsealed: &[], position };
        journal.store.apply_log(&known)?;
        journal.remint()?;
    }
    let position =
        LogPosition { epoch: Some(epoch.0), cursor: head.base, chain: head.chain.as_slice().try_into().ok() };
    match journal.store.load_pack(&shards, &quarantine, position) {
        Ok(applied) => {
            journal.sealing.count(applied.applied.len() + shards.len(), applied.quarantined.len());
            journal.take_keys()?;
            Ok(true)
        }
        Err(error) => bad(error),
    }
}

/// Is a pack of a place that was passed right?
pub fn verify(journal: &BookJournal<'_>, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, BookError> {
    let Some(Contents { shards, quarantine }) = opened(journal, head, bytes) else { return Ok(false) };
    let mut held = 0;
    for packed in &shards {
        match journal.reader.holds(packed, head.base) {
            Ok(Some(changes)) => held += changes,
            Ok(None) => return Ok(false),
            Err(error) => return bad(error),
        }
    }
    let own = journal.reader.quarantine()?;
    let known = quarantine.iter().all(|bad| own.iter().any(|own| own.hash == bad.hash));
    // As many as there are entries, and each of them an entry: these are all.
    Ok(known && held + quarantine.len() as u64 == head.base)
}

/// A document that does not load is the pack's fault; everything else is this device's.
fn bad(error: StoreError) -> Result<bool, BookError> {
    match error {
        StoreError::Document(_) | StoreError::Damaged { .. } => Ok(false),
        error => Err(error.into()),
    }
}
