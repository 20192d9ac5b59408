//! What each device says of how far it has read, for the others to show.

use crate::envelope::{header, split};
use crate::exchange::{Exchange, FolderError};
use crate::files::{Files, Listed};
use crate::lane::{Kind, kind_of, mark_name, own_lane};
use crate::places::Places;
use sha2::{Digest as _, Sha256};
use store::{FolderFile, FolderMarkRow, FolderPiece, Reader, StoreError};
use sync_client::BookJournal;
use sync_protocol::{DeviceTag, FolderMark};

/// A mark that says something new is written at the earliest so long after the last.
const SELDOM_MS: i64 = 60_000;
/// One that says the same is written after so long: the device is still there.
const STILL_THERE_MS: i64 = 6 * 3_600_000;

/// How far a device of the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub device: DeviceTag,
    /// When it said so, by its own clock, in milliseconds since 1970.
    pub at: i64,
    /// Entries that are in the folder, are here, and that one had not.
    pub behind: u64,
}

/// How far the devices of the folder are, as far as their marks came here.
///
/// # Errors
/// When the book's file fails.
pub fn readings(reader: &Reader) -> Result<Vec<Reading>, StoreError> {
    let here = Places::there(reader)?;
    let reading = |mark: FolderMarkRow| {
        let says = FolderMark::from_bytes(&mark.says).unwrap_or_default();
        let behind = here.ahead_of(&Places::from_wire(&says.lanes));
        Reading { device: DeviceTag(mark.device), at: mark.at, behind }
    };
    Ok(reader.folder_marks()?.into_iter().map(reading).collect())
}

impl<F: Files> Exchange<'_, F> {
    /// Takes note of what a device says.
    pub(crate) fn read_mark(
        &self,
        journal: &mut BookJournal<'_>,
        file: &Listed,
    ) -> Result<Option<FolderFile>, FolderError> {
        let Some(bytes) = self.files.read(&file.name)? else { return Ok(None) };
        let opened = split(Kind::Mark, self.book, &bytes)
            .and_then(|(place, rest)| journal.open_mark(place, rest))
            .and_then(|mark| Some((mark.device.as_slice().try_into().ok()?, mark)));
        let marks: Vec<FolderMarkRow> = opened.into_iter().map(|(device, mark)| row(device, &mark)).collect();
        let after = known(&file.name, &bytes, file.stamp.size, file.stamp.modified);
        let files = std::slice::from_ref(&after);
        journal.store.apply_folder(&FolderPiece { files, marks: &marks, ..FolderPiece::default() })?;
        Ok(Some(after))
    }

    /// Says how far this device has read, if that is new, or was last said long ago.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn mark(&mut self, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
        if !journal.may_give() {
            return Ok(());
        }
        let (lane, now) = (own_lane(journal)?, self.turn.now_ms);
        let files = journal.reader.folder_files()?;
        let packs = files.iter().filter(|file| {
            kind_of(&file.name) == Some(Kind::Pack) && file.entries > 0 && file.missed == 0 && file.size >= 0
        });
        let last = journal.reader.folder_marks()?.into_iter().find(|last| last.device == self.turn.device.0);
        let mark = FolderMark {
            number: last.as_ref().map_or(0, |last| last.number) + 1,
            device: self.turn.device.0.to_vec(),
            at: now,
            lanes: Places::read(journal.reader)?.to_wire(),
            packs: packs.map(|file| file.chain[..16].to_vec()).collect(),
        };
        let name = mark_name(&lane);
        let there = files.iter().any(|file| file.name == name);
        if let Some(last) = last.filter(|_| there) {
            let said = FolderMark::from_bytes(&last.says).unwrap_or_default();
            let age = now.saturating_sub(last.at);
            let same = (&said.lanes, &said.packs) == (&mark.lanes, &mark.packs);
            let rest = if same { STILL_THERE_MS } else { SELDOM_MS };
            // A clock that was set back must not keep it from speaking.
            if (0..rest).contains(&age) && (same || !self.turn.last) {
                return Ok(());
            }
        }
        let place = header(Kind::Mark, self.book, &lane, 0);
        let sealed = journal.seal_mark(&mark, &place)?;
        let bytes = [place, sealed].concat();
        let stamp = self.files.write(&name, &bytes)?;
        let files = &[known(&name, &bytes, stamp.size, stamp.modified)];
        let marks = &[row(self.turn.device.0, &mark)];
        journal.store.apply_folder(&FolderPiece { files, marks, ..FolderPiece::default() })?;
        Ok(())
    }
}

fn row(device: [u8; 16], mark: &FolderMark) -> FolderMarkRow {
    FolderMarkRow { device, number: mark.number, at: mark.at, says: mark.to_bytes() }
}

fn known(name: &str, bytes: &[u8], size: i64, modified: i64) -> FolderFile {
    let chain = Sha256::digest(bytes).into();
    FolderFile { name: name.to_owned(), entries: 0, chain, size, modified, unopened: 0, missed: 0 }
}
