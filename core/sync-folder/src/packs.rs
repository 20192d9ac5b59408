//! Packs: the state of the whole book in one file, in the place of entries that were written long ago.
//!
//! A device packs what it has when the entries that no pack holds have grown large. It reads the pack back before it counts on it. Each device
//! then takes away those closed files of its own that the pack holds entry by entry, once every other device has said that it has the
//! pack. Whoever misses a file looks at everything that is there, packs included, and writes again what is nowhere.

use crate::envelope::{header, split};
use crate::exchange::{Exchange, FolderError, STRIKES, Seen};
use crate::files::{Files, Listed};
use crate::lane::{Kind, is_own, kind_of, number_of, own_lane, pack_name, pack_number_of, place_of};
use crate::places::Places;
use crate::segment::{self, Lane};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use store::{FolderFile, FolderPackRow, FolderPiece, StoreError};
use sync_client::{BookJournal, OpenedPack, PackState};
use sync_protocol::{HashTag, LanePlaces};

/// A device that has said nothing for so long is not waited for: it finds in the pack what it misses, or writes again what it has.
const WAITED_FOR_MS: i64 = 30 * 24 * 3_600_000;

/// Bytes of a pack's name in a mark.
const ID: usize = 16;

impl<F: Files> Exchange<'_, F> {
    /// Opens a pack; `None` for files that are none.
    pub(crate) fn opened_pack(
        &self,
        journal: &BookJournal<'_>,
        name: &str,
        bytes: &[u8],
    ) -> Option<PackState> {
        if kind_of(name) != Some(Kind::Pack) {
            return None;
        }
        let Some((place, rest)) = split(Kind::Pack, self.book, bytes) else { return Some(PackState::Broken) };
        Some(journal.open_folder_pack(place, rest))
    }

    /// Takes in what a pack has that is not here.
    pub(crate) fn read_pack(
        &mut self,
        journal: &mut BookJournal<'_>,
        file: &Listed,
        before: Option<FolderFile>,
        lane: &Lane,
        seen: &mut Seen,
    ) -> Result<Option<FolderFile>, FolderError> {
        let Some(bytes) = self.files.read(&file.name)? else { return Ok(None) };
        let chain: [u8; 32] = Sha256::digest(&bytes).into();
        let (size, modified) = (file.stamp.size, file.stamp.modified);
        let new =
            FolderFile { name: file.name.clone(), entries: 0, chain, size, modified, unopened: 0, missed: 0 };
        let taken = before.filter(|before| before.entries > 0);
        if let Some(before) = taken.as_ref().filter(|before| before.chain == chain) {
            let same = FolderFile { size, modified, missed: 0, ..before.clone() };
            let piece = FolderPiece { files: std::slice::from_ref(&same), ..FolderPiece::default() };
            journal.store.apply_folder(&piece)?;
            return Ok(Some(same));
        }
        let opened = self.opened_pack(journal, &file.name, &bytes);
        if let Some(before) = taken {
            // A pack that was there is another one, or damaged.
            let missed = before.missed + 1;
            let own = is_own(&before.name, lane);
            seen.lane_is_shared |= own;
            seen.lost |= own || missed >= STRIKES;
            if !own && missed < STRIKES {
                seen.gaps += 1;
                let waits = FolderFile { missed, size: -1, ..before };
                let piece = FolderPiece { files: std::slice::from_ref(&waits), ..FolderPiece::default() };
                journal.store.apply_folder(&piece)?;
                return Ok(Some(waits));
            }
        }
        let after = match opened {
            Some(PackState::Good(pack)) => {
                let after = FolderFile { entries: 1, ..new };
                self.take_pack(journal, &pack, &after)?;
                return Ok(Some(after));
            }
            Some(PackState::NoKey) => FolderFile { unopened: 1, ..new },
            // Somebody made it who may not write: it will never count.
            Some(PackState::Forged) => new,
            Some(PackState::Broken) | None => {
                seen.gaps += 1;
                FolderFile { size: -1, ..new }
            }
        };
        let files = std::slice::from_ref(&after);
        journal.store.apply_folder(&FolderPiece { files, ..FolderPiece::default() })?;
        Ok(Some(after))
    }

    /// Tries a pack once more for which a key was missing.
    pub(crate) fn open_pack_again(
        &mut self,
        journal: &mut BookJournal<'_>,
        file: FolderFile,
    ) -> Result<(), FolderError> {
        let bytes = self.files.read(&file.name)?.unwrap_or_default();
        if Sha256::digest(&bytes).as_slice() != file.chain {
            // What is not as it was is read again at the next exchange.
            return Ok(());
        }
        if let Some(PackState::Good(pack)) = self.opened_pack(journal, &file.name, &bytes) {
            let file = FolderFile { entries: 1, unopened: 0, ..file };
            self.take_pack(journal, &pack, &file)?;
        }
        Ok(())
    }

    fn take_pack(
        &mut self,
        journal: &mut BookJournal<'_>,
        pack: &OpenedPack,
        file: &FolderFile,
    ) -> Result<(), FolderError> {
        let news = journal.news_of(pack)?;
        let row = FolderPackRow { name: file.name.clone(), places: places_of(pack) };
        let piece = FolderPiece {
            changes: &news.changes,
            shown: &news.shown,
            shards: &news.shards,
            aside: &pack.aside,
            files: std::slice::from_ref(file),
            packs: &[row],
            reached: &Places::from_wire(&pack.lanes).to_rows(),
            ..FolderPiece::default()
        };
        let applied = journal.store.apply_folder(&piece)?;
        self.done.taken += applied.applied.len() + news.shards.len();
        self.done.set_aside += applied.quarantined.len();
        Ok(())
    }

    /// Packs the book, when entries that no pack holds have grown large and nothing is missing or waits.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn pack(&mut self, journal: &mut BookJournal<'_>, seen: Seen) -> Result<(), FolderError> {
        let lane = own_lane(journal)?;
        let files = journal.reader.folder_files()?;
        let at_rest = seen.gaps == 0
            && files.iter().all(|file| file.unopened == 0 && file.size >= 0)
            && journal.reader.pending_count()? == 0
            && journal.reader.unwritten_hashes()?.is_empty();
        if !at_rest || !self.is_due(journal, &files, &lane)? {
            return Ok(());
        }
        let own = files.iter().filter_map(|file| pack_number_of(&file.name, &lane)).max();
        let number = own.unwrap_or(0) + 1;
        let place = header(Kind::Pack, self.book, &lane, number);
        let lanes = Places::read(journal.reader)?.to_wire();
        let Some(sealed) = journal.folder_pack(lanes, &place)? else { return Ok(()) };
        let name = pack_name(&lane, number);
        let bytes = [place, sealed].concat();
        let stamp = self.files.write(&name, &bytes)?;
        // What counts is what the folder gives back.
        let back = self.files.read(&name)?.unwrap_or_default();
        let opened = self.opened_pack(journal, &name, &back);
        let Some(PackState::Good(pack)) = opened else { return Err(not_as_written(&name)) };
        if back != bytes || !journal.is_all(&pack)? {
            return Err(not_as_written(&name));
        }
        let file = FolderFile {
            name,
            entries: 1,
            chain: Sha256::digest(&bytes).into(),
            size: stamp.size,
            modified: stamp.modified,
            unopened: 0,
            missed: 0,
        };
        self.take_pack(journal, &pack, &file)?;
        self.done.packed += 1;
        Ok(())
    }

    /// Is there enough that no pack holds? Some devices pack a little earlier than others, so that not all do it at once.
    fn is_due(
        &self,
        journal: &BookJournal<'_>,
        files: &[FolderFile],
        lane: &Lane,
    ) -> Result<bool, StoreError> {
        let reached = Places::of(&[], journal.reader.folder_reached()?);
        let (mut loose, mut largest) = (0, 0);
        for file in files {
            match (kind_of(&file.name), place_of(&file.name)) {
                (Some(Kind::Pack), _) if file.entries > 0 => largest = largest.max(file.size),
                (_, Some((of, number))) if !reached.covers(&of, number, file.entries) => loose += file.size,
                _ => {}
            }
        }
        let due = self.sizes.packed.max(2 * largest);
        Ok(loose >= due + due / 256 * i64::from(lane[0]))
    }

    /// Takes away those files of this device that a pack holds, entry by entry, which every other device has.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn withdraw(&mut self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        let lane = own_lane(journal)?;
        let files = journal.reader.folder_files()?;
        let good = |file: &&FolderFile| file.size >= 0 && file.missed == 0 && file.unopened == 0;
        let last = files.iter().filter_map(|file| number_of(&file.name, &lane)).max().unwrap_or(0);
        let packs = journal.reader.folder_packs()?;
        for pack in &packs {
            let places = said(pack);
            let Some(row) = files.iter().filter(good).find(|file| file.name == pack.name) else { continue };
            let closed = files.iter().filter(good).filter(|file| {
                number_of(&file.name, &lane)
                    .is_some_and(|number| number < last && places.covers(&lane, number, file.entries))
            });
            let older = packs.iter().filter(|other| {
                other.name != pack.name
                    && pack_number_of(&other.name, &lane).is_some()
                    && places.hold(&said(other))
                    // Of two that hold the same, one stays.
                    && (said(other) != places || other.name < pack.name)
            });
            let older =
                older.filter_map(|other| files.iter().filter(good).find(|file| file.name == other.name));
            let held: Vec<&FolderFile> = closed.chain(older).collect();
            if !held.is_empty() && self.all_have(journal, &row.chain[..ID])? {
                return self.remove(journal, row, &held);
            }
        }
        Ok(())
    }

    /// Has every device that is waited for said that it has the pack?
    fn all_have(&self, journal: &BookJournal<'_>, id: &[u8]) -> Result<bool, StoreError> {
        let members = journal.reader.members()?;
        for mark in journal.reader.folder_marks()? {
            let out = members.iter().any(|(member, removed)| *removed && member.id.0 == mark.device);
            let silent = self.turn.now_ms.saturating_sub(mark.at) > WAITED_FOR_MS;
            if out || silent || mark.device == self.turn.device.0 {
                continue;
            }
            let says = sync_protocol::FolderMark::from_bytes(&mark.says).unwrap_or_default();
            if !says.packs.iter().any(|pack| pack == id) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes what is in the pack, after looking at both.
    fn remove(
        &mut self,
        journal: &mut BookJournal<'_>,
        pack: &FolderFile,
        held: &[&FolderFile],
    ) -> Result<(), FolderError> {
        let bytes = self.files.read(&pack.name)?.unwrap_or_default();
        let Some(PackState::Good(opened)) = self.opened_pack(journal, &pack.name, &bytes) else {
            return Ok(());
        };
        let hashes = opened.hashes();
        let tags: HashSet<HashTag> = hashes.iter().map(|hash| journal.names().hash(hash)).collect();
        let mut gone = Vec::new();
        for file in held {
            let bytes = self.files.read(&file.name)?.unwrap_or_default();
            let is_in = match self.opened_pack(journal, &file.name, &bytes) {
                Some(PackState::Good(older)) => older.hashes().is_subset(&hashes),
                Some(_) => false,
                None => segment::read(journal.names(), self.book, &bytes).is_some_and(|found| {
                    let all = |entry: &(sync_protocol::Item, _)| {
                        entry.0.hash().is_some_and(|hash| tags.contains(&hash))
                    };
                    found.whole && found.end() == file.chain && found.entries.iter().all(all)
                }),
            };
            if is_in {
                gone.push(file.name.clone());
            }
        }
        // Forgotten first: a file of one's own that is missed means that somebody else was here.
        journal.store.apply_folder(&FolderPiece { forgotten: &gone, ..FolderPiece::default() })?;
        for name in &gone {
            self.files.remove(name)?;
            self.done.removed += 1;
        }
        Ok(())
    }
}

fn places_of(pack: &OpenedPack) -> Vec<u8> {
    LanePlaces { lanes: pack.lanes.clone() }.to_bytes()
}

/// The places up to which a pack that was taken in holds everything.
pub fn said(pack: &FolderPackRow) -> Places {
    let LanePlaces { lanes } = LanePlaces::from_bytes(&pack.places).unwrap_or_default();
    Places::from_wire(&lanes)
}

fn not_as_written(name: &str) -> FolderError {
    std::io::Error::other(format!("{name} is not as it was written")).into()
}
