//! Reading what others wrote, writing what they lack.

use crate::ahead::is_as_known;
use crate::files::{Files, Listed};
use crate::lane::{Kind, file_name, fresh_lane, is_own, kind_of, number_of, own_lane, place_of};
use crate::packs::said;
use crate::places::Places;
use crate::segment::{self, Lane, Link, Segment};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::{FolderFile, FolderPiece, StoreError};
use sync_client::{BookError, BookJournal, OpenedItems, PackState};
use sync_protocol::{BookTag, DeviceTag, HashTag, Item};

/// Bytes added to a file at most.
const ADDED_AT_ONCE: usize = 4 << 20;
/// Times in a row a file is found gone or shorter until what it held is written again: a tool that copies may be in the middle of it.
pub const STRIKES: u32 = 2;

/// Why an exchange stopped. What was taken and written until then stays; everything may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder, or the book's part of it, is not there: a drive that is not connected.
    #[error("the folder {0} is not there")]
    NotThere(std::path::PathBuf),
    /// It cannot be read or written.
    #[error("the folder cannot be used: {0}")]
    Io(#[from] std::io::Error),
    /// The book failed.
    #[error(transparent)]
    Book(#[from] BookError),
}

impl From<StoreError> for FolderError {
    fn from(error: StoreError) -> Self {
        Self::Book(error.into())
    }
}

/// Who exchanges, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// This device.
    pub device: DeviceTag,
    /// What its clock says, in milliseconds since 1970: for people to read, and for how often something is written.
    pub now_ms: i64,
    /// There may be no other exchange for long.
    pub last: bool,
}

/// From which sizes on files are closed and packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// A file of entries that has grown to so many bytes is left alone; what follows goes into the next.
    pub closed: usize,
    /// Bytes of entries that no pack holds, from which on the book is packed, if they are also twice as much as the largest pack.
    pub packed: i64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { closed: 256 << 10, packed: 4 << 20 }
    }
}

/// What an exchange did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// Changes of this device, or kept by it, that are in the folder now.
    pub sent: usize,
    /// Changes of other devices that are in the book now.
    pub taken: usize,
    /// Of what came, set aside as bad.
    pub set_aside: usize,
    /// Packs this device made.
    pub packed: usize,
    /// Files of this device that are gone because packs hold what they held.
    pub removed: usize,
    /// What is known of and cannot be used yet: changes that build on others still to come, entries without a key, files that are torn or
    /// missing.
    pub waiting: u64,
}

/// What reading found out beside changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Something that was there is gone.
    pub lost: bool,
    /// This device's own files are not as it left them.
    pub lane_is_shared: bool,
    /// Files that are torn or missing.
    pub gaps: u64,
}

/// The steps of an exchange, in their order.
pub struct Exchange<'f, F> {
    pub(crate) files: &'f mut F,
    pub(crate) book: BookTag,
    /// Look again at entries that did not open.
    pub(crate) fresh: bool,
    pub(crate) turn: Turn,
    pub(crate) sizes: Sizes,
    pub(crate) done: Exchanged,
}

impl<'f, F: Files> Exchange<'f, F> {
    /// Over these files of a book. `fresh`: keys may have come since the last one.
    pub fn new(files: &'f mut F, book: BookTag, fresh: bool, turn: Turn) -> Self {
        Self { files, book, fresh, turn, sizes: Sizes::default(), done: Exchanged::default() }
    }

    /// The same, with other sizes.
    #[must_use]
    pub const fn with_sizes(mut self, sizes: Sizes) -> Self {
        self.sizes = sizes;
        self
    }

    /// All of them.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn run(mut self, journal: &mut BookJournal<'_>) -> Result<Exchanged, FolderError> {
        self.begin(journal)?;
        let seen = self.read(journal)?;
        self.open_again(journal)?;
        self.mend(journal, seen)?;
        self.make_anew(journal)?;
        self.write(journal)?;
        self.pack(journal, seen)?;
        self.withdraw(journal)?;
        self.mark(journal)?;
        let unopened: u64 = journal.reader.folder_files()?.iter().map(|file| file.unopened).sum();
        self.done.waiting = journal.reader.pending_count()? + unopened + seen.gaps;
        Ok(self.done)
    }

    /// What was done so far.
    pub const fn done(&self) -> Exchanged {
        self.done
    }

    /// A book that was never here, or was on a server since, begins anew: it counts nothing as shown.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn begin(&self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        let elsewhere = journal.reader.log_position()?.epoch.is_some();
        if elsewhere || journal.reader.folder_lane()?.is_none() {
            journal.store.begin_folder(fresh_lane(journal))?;
        }
        Ok(())
    }

    /// Takes what is new in every file.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn read(&mut self, journal: &mut BookJournal<'_>) -> Result<Seen, FolderError> {
        let mut seen = Seen::default();
        let lane = own_lane(journal)?;
        let mut known: BTreeMap<String, FolderFile> =
            journal.reader.folder_files()?.into_iter().map(|file| (file.name.clone(), file)).collect();
        let mut listed = self.files.list()?;
        // What packs hold tells what files need not be there any more.
        listed.sort_by_key(|file| kind_of(&file.name));
        let there: BTreeSet<&str> = listed.iter().map(|file| file.name.as_str()).collect();
        for file in &listed {
            let before = known.get(&file.name).cloned();
            if before.as_ref().is_some_and(|before| is_as_known(file, before, self.fresh)) {
                continue;
            }
            let after = match kind_of(&file.name) {
                Some(Kind::Pack) => self.read_pack(journal, file, before, &lane, &mut seen)?,
                Some(Kind::Segment) => self.read_file(journal, file, before, &known, &lane, &mut seen)?,
                Some(Kind::Mark) => self.read_mark(journal, file)?,
                None => None,
            };
            if let Some(after) = after {
                known.insert(after.name.clone(), after);
            }
        }
        let missing: Vec<FolderFile> =
            known.into_values().filter(|file| !there.contains(file.name.as_str())).collect();
        for file in missing {
            take_missing(journal, file, &lane, &mut seen)?;
        }
        Ok(seen)
    }

    fn read_file(
        &mut self,
        journal: &mut BookJournal<'_>,
        file: &Listed,
        before: Option<FolderFile>,
        known: &BTreeMap<String, FolderFile>,
        lane: &Lane,
        seen: &mut Seen,
    ) -> Result<Option<FolderFile>, FolderError> {
        let Some(bytes) = self.files.read(&file.name)? else { return Ok(None) };
        let found = segment::read(journal.names(), self.book, &bytes);
        let (entries, end) =
            found.as_ref().map_or((0, [0; 32]), |found| (found.entries.len() as u64, found.end()));
        let taken = before.as_ref().map_or(0, |before| before.entries);
        let goes_on = match (&before, &found) {
            (Some(before), Some(found)) => {
                before.entries == 0 || found.link_after(taken) == Some(before.chain)
            }
            (Some(before), None) => before.entries == 0,
            (None, _) => true,
        };
        let again = self.fresh && before.as_ref().is_some_and(|before| before.unopened > 0);
        let skip = if goes_on && !again { taken } else { 0 };
        let items: Vec<Item> =
            found.iter().flat_map(|found| &found.entries).map(|(item, _)| item.clone()).collect();
        let opened = journal.open_items(&items[usize::try_from(skip).unwrap_or(0)..])?;
        let own = found.as_ref().is_some_and(|found| found.lane == *lane);
        // What this device did not write stands among what it did: a copy of it is at work.
        seen.lane_is_shared |= own && !opened.changes.is_empty();
        let gap = found.as_ref().map_or(Ok(true), |found| {
            Ok::<_, StoreError>(!found.whole || is_gap(journal, self.book, found, &file.name, known)?)
        })?;
        seen.gaps += u64::from(gap);
        let unopened = if skip > 0 { before.as_ref().map_or(0, |before| before.unopened) } else { 0 };
        let mut after = FolderFile {
            name: file.name.clone(),
            entries,
            chain: end,
            // A gap is looked at again until it closes.
            size: if gap { -1 } else { file.stamp.size },
            modified: file.stamp.modified,
            unopened: unopened + opened.unopened,
            missed: 0,
        };
        if let (false, Some(before)) = (goes_on, before) {
            let missed = before.missed + 1;
            if is_own(&before.name, lane) {
                (seen.lane_is_shared, seen.lost) = (true, true);
            } else if missed < STRIKES {
                after = FolderFile { missed, size: -1, ..before };
            } else {
                seen.lost = true;
            }
        }
        self.take(journal, &opened, &after)?;
        Ok(Some(after))
    }

    /// Tries what did not open once more when what was read handed out keys.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open_again(&mut self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        while journal.adopt_keys()? {
            for file in journal.reader.folder_files()?.into_iter().filter(|file| file.unopened > 0) {
                if kind_of(&file.name) == Some(Kind::Pack) {
                    self.open_pack_again(journal, file)?;
                    continue;
                }
                let bytes = self.files.read(&file.name)?.unwrap_or_default();
                let found = segment::read(journal.names(), self.book, &bytes);
                let same = found.filter(|found| found.link_after(file.entries) == Some(file.chain));
                // What is not as it was is read again at the next exchange.
                let Some(found) = same else { continue };
                let items: Vec<Item> = found.entries.into_iter().map(|(item, _)| item).collect();
                let opened = journal.open_items(&items[..usize::try_from(file.entries).unwrap_or(0)])?;
                let file = FolderFile { unopened: opened.unopened, ..file };
                self.take(journal, &opened, &file)?;
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        journal: &mut BookJournal<'_>,
        opened: &OpenedItems,
        file: &FolderFile,
    ) -> Result<(), FolderError> {
        let files = std::slice::from_ref(file);
        let piece = FolderPiece {
            changes: &opened.changes,
            shown: &opened.hashes,
            forged: &opened.forged,
            files,
            ..FolderPiece::default()
        };
        let applied = journal.store.apply_folder(&piece)?;
        self.done.taken += applied.applied.len();
        self.done.set_aside += applied.quarantined.len();
        Ok(())
    }

    /// What is gone is to be written again, and under another name where this one is no longer ours alone.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn mend(&self, journal: &mut BookJournal<'_>, seen: Seen) -> Result<(), FolderError> {
        if seen.lane_is_shared {
            let lane = fresh_lane(journal);
            journal.store.renew_folder_lane(lane)?;
        }
        if seen.lost {
            let (mut present, mut packed): (HashSet<HashTag>, HashSet<_>) = Default::default();
            for file in self.files.list()? {
                let bytes = self.files.read(&file.name)?.unwrap_or_default();
                if let Some(PackState::Good(pack)) = self.opened_pack(journal, &file.name, &bytes) {
                    packed.extend(pack.hashes());
                }
                let found = segment::read(journal.names(), self.book, &bytes);
                present.extend(
                    found.iter().flat_map(|found| &found.entries).filter_map(|(item, _)| item.hash()),
                );
            }
            let names = journal.names().clone();
            journal
                .store
                .write_again(&|hash| packed.contains(hash) || present.contains(&names.hash(hash)))?;
        }
        Ok(())
    }

    /// Makes what was never written here anew under an actor that is drawn now: a copy of this device that was made since the last time
    /// draws another, and so no two changes of one actor and number ever meet.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn make_anew(&self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        if journal.may_give() && journal.reader.unshown_count()? > 0 {
            journal.make_anew()?;
        }
        Ok(())
    }

    /// Writes what the folder lacks to this device's own files.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn write(&mut self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        let mut after = 0;
        loop {
            let out = journal.to_folder(after, ADDED_AT_ONCE)?;
            let Some(last) = out.last() else { return Ok(()) };
            after = last.id;
            let Open { lane, number, mut bytes, mut link, mut entries } = self.open(journal)?;
            for outgoing in &out {
                link = segment::add(journal.names(), &mut bytes, &link, &outgoing.item);
                entries += 1;
            }
            let name = file_name(&lane, number);
            let stamp = self.files.write(&name, &bytes)?;
            let shown: Vec<_> = out.iter().map(|outgoing| outgoing.hash).collect();
            let file = FolderFile {
                name,
                entries,
                chain: link,
                size: stamp.size,
                modified: stamp.modified,
                unopened: 0,
                missed: 0,
            };
            let piece = FolderPiece { shown: &shown, files: &[file], ..FolderPiece::default() };
            journal.store.apply_folder(&piece)?;
            self.done.sent += out.len();
        }
    }

    /// The file to add to: the last one, when it is as this device left it and small, else the next.
    fn open(&self, journal: &mut BookJournal<'_>) -> Result<Open, FolderError> {
        let mut lane = own_lane(journal)?;
        let last = |lane: &Lane, files: Vec<FolderFile>| {
            files
                .into_iter()
                .filter_map(|file| Some((number_of(&file.name, lane)?, file)))
                .max_by_key(|(at, _)| *at)
        };
        let Some((number, file)) = last(&lane, journal.reader.folder_files()?) else {
            let before = segment::origin(journal.names(), self.book, &lane);
            return Ok(Open::new(journal, self.book, lane, 1, &before));
        };
        let bytes = self.files.read(&file.name)?.unwrap_or_default();
        let found = segment::read(journal.names(), self.book, &bytes);
        let found = found.filter(|found| found.whole && found.end() == file.chain);
        let Some(found) = found else {
            // Somebody else was here in between.
            lane = fresh_lane(journal);
            journal.store.renew_folder_lane(lane)?;
            let before = segment::origin(journal.names(), self.book, &lane);
            return Ok(Open::new(journal, self.book, lane, 1, &before));
        };
        if bytes.len() >= self.sizes.closed {
            return Ok(Open::new(journal, self.book, lane, number + 1, &file.chain));
        }
        Ok(Open { lane, number, bytes, link: found.end(), entries: found.entries.len() as u64 })
    }
}

/// A file that was there is not.
fn take_missing(
    journal: &mut BookJournal<'_>,
    file: FolderFile,
    lane: &Lane,
    seen: &mut Seen,
) -> Result<(), FolderError> {
    if kind_of(&file.name) == Some(Kind::Mark) {
        // It says nothing that is not said again.
        let piece = FolderPiece { forgotten: &[file.name], ..FolderPiece::default() };
        journal.store.apply_folder(&piece)?;
        return Ok(());
    }
    let reached = Places::of(&[], journal.reader.folder_reached()?);
    let entries = place_of(&file.name)
        .is_some_and(|(of, number)| of != *lane && reached.covers(&of, number, file.entries));
    if entries || is_repacked(journal, &file.name, lane)? {
        // Its writer took it away because a pack holds what it held; that it does, is looked at when what is lost is mended.
        seen.lost = true;
        let piece = FolderPiece { forgotten: &[file.name], ..FolderPiece::default() };
        journal.store.apply_folder(&piece)?;
        return Ok(());
    }
    seen.gaps += 1;
    let missed = file.missed + 1;
    let own = is_own(&file.name, lane);
    let piece = if own || missed >= STRIKES {
        seen.lost = true;
        seen.lane_is_shared |= own;
        FolderPiece { forgotten: &[file.name], ..FolderPiece::default() }
    } else {
        FolderPiece { files: &[FolderFile { missed, size: -1, ..file }], ..FolderPiece::default() }
    };
    journal.store.apply_folder(&piece)?;
    Ok(())
}

/// Is it a pack of another device, all of which another pack holds?
fn is_repacked(journal: &BookJournal<'_>, name: &str, lane: &Lane) -> Result<bool, StoreError> {
    let packs = journal.reader.folder_packs()?;
    let Some(gone) = packs.iter().find(|pack| pack.name == name && !is_own(name, lane)) else {
        return Ok(false);
    };
    let gone = said(gone);
    Ok(packs.iter().any(|other| other.name != name && said(other).hold(&gone)))
}

/// The file that is being written.
struct Open {
    lane: Lane,
    number: u64,
    bytes: Vec<u8>,
    link: Link,
    entries: u64,
}

impl Open {
    fn new(journal: &BookJournal<'_>, book: BookTag, lane: Lane, number: u64, before: &Link) -> Self {
        let (bytes, link) = segment::begin(journal.names(), book, &lane, number, before);
        Self { lane, number, bytes, link, entries: 0 }
    }
}

/// Does the file not continue the one before it, as far as that is known?
fn is_gap(
    journal: &BookJournal<'_>,
    book: BookTag,
    found: &Segment,
    name: &str,
    known: &BTreeMap<String, FolderFile>,
) -> Result<bool, StoreError> {
    if number_of(name, &found.lane) != Some(found.number) {
        // A copy under another name, made by a tool that found two versions: it stands for itself.
        return Ok(false);
    }
    let Some(before) = found.number.checked_sub(1) else { return Ok(true) };
    let follows = if before == 0 {
        found.before == segment::origin(journal.names(), book, &found.lane)
    } else {
        known.get(&file_name(&found.lane, before)).is_some_and(|before| before.chain == found.before)
    };
    // Packs may hold what was before it, and some of it.
    let packed = || {
        let reached = Places::of(&[], journal.reader.folder_reached()?);
        Ok::<_, StoreError>(reached.get(&found.lane).is_some_and(|place| {
            place.number > before || (place.number == before && place.chain == found.before)
        }))
    };
    Ok(!follows && !packed()?)
}
