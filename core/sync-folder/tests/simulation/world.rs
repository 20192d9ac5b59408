//! Devices, their folders, faults, and what must hold in the end.

use super::book::Book;
use super::random::Random;
use super::share::{View, copy, copy_removal};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::{FolderFile, FolderPiece};
use sync_client::BookJournal;
use sync_folder::{Exchange, Exchanged, Files as _, FolderError, Sizes, Turn, readings};
use sync_protocol::{BookTag, DeviceTag};

/// How the folder is shared, and what goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    /// One folder for all, as on a network drive; devices are killed while they write.
    Network,
    /// Each has a copy; files come late, out of order, in part, not at all, and older copies come back.
    Stick,
    /// The same, and devices are killed and restored to what they were some time ago.
    Crashes,
    /// The same, and devices are copied while they run.
    Clones,
}

/// A protection left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// What is gone from the folder is not written again.
    NeverMends,
    /// What was never written goes out under the actor it was made with.
    NeverMakesAnew,
    /// A change counts as written before it is.
    MarksBeforeItWrites,
    /// Old files go before the pack that holds them is in its place.
    RemovesBeforeItPacks,
    /// A device says that it has a pack before it has taken in what the pack holds.
    TakesPacksForRead,
}

/// Something that happens, decided by its own number alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step(u64);

/// What happens in a life that follows from a seed.
pub fn script(seed: u64) -> Vec<Step> {
    let mut random = Random::new(seed ^ 0x00f0_1de2);
    (0..STEPS).map(|_| Step(random.next())).collect()
}

const STEPS: usize = 90;
const MOST_DEVICES: usize = 5;
/// So small that a life of some dozen changes closes files and packs them.
const SIZES: Sizes = Sizes { closed: 1_500, packed: 5_000 };
/// Between two exchanges, in milliseconds.
const HOUR: i64 = 3_600_000;

struct Device {
    book: Book,
    backups: Vec<Book>,
    /// Which folder it sees.
    view: usize,
}

pub struct World {
    random: Random,
    tag: BookTag,
    devices: Vec<Device>,
    views: Vec<View>,
    older: Vec<View>,
    faults: Faults,
    mutant: Option<Mutant>,
    values: u64,
    /// What every clock says.
    now: i64,
    /// Packs made and files removed in this life.
    pub compacted: (usize, usize),
    story: Vec<String>,
}

impl World {
    pub fn new(seed: u64, faults: Faults, mutant: Option<Mutant>) -> Self {
        let mut random = Random::new(seed + 1);
        let tag = BookTag(random.bytes());
        let count = 2 + random.below(3);
        let shared = faults == Faults::Network;
        let device = |number: usize, random: &mut Random| Device {
            book: Book::make(tag, random),
            backups: Vec::new(),
            view: if shared { 0 } else { number },
        };
        let devices: Vec<Device> = (0..count).map(|number| device(number, &mut random)).collect();
        let views = vec![View::default(); if shared { 1 } else { count }];
        let (older, story) = (Vec::new(), Vec::new());
        let (values, now, compacted) = (0, 0, (0, 0));
        Self { random, tag, devices, views, older, faults, mutant, values, now, compacted, story }
    }

    pub fn story(&self) -> String {
        self.story.join("\n")
    }

    fn tell(&mut self, what: impl Into<String>) {
        self.story.push(what.into());
    }

    /// Life with faults.
    pub fn trouble(&mut self, script: &[Step]) {
        for step in script {
            self.random = Random::new(step.0);
            let number = self.random.below(self.devices.len());
            match self.random.below(12) {
                0..=3 => {
                    self.values += 1;
                    self.tell(format!("device {number} changes something: {}", self.values));
                    self.devices[number].book.change(self.values, &mut self.random);
                }
                4..=6 => {
                    if self.random.chance(15) {
                        let view = self.devices[number].view;
                        self.views[view].kill =
                            Some((u32::try_from(self.random.below(2)).unwrap(), self.random.chance(50)));
                    }
                    self.exchange(number);
                }
                7..=9 => self.carry(),
                _ => self.fault(number),
            }
        }
        self.random = Random::new(7);
    }

    /// Answers what was done; a device killed meanwhile starts again.
    fn exchange(&mut self, number: usize) -> Option<Exchanged> {
        let view = self.devices[number].view;
        let (tag, mutant) = (self.tag, self.mutant);
        self.now += HOUR;
        let device = DeviceTag([u8::try_from(number).unwrap(); 16]);
        let turn = Turn { device, now_ms: self.now, last: false };
        let files = &mut self.views[view];
        let done = self.devices[number].book.with(|journal| exchange(files, tag, turn, mutant, journal));
        match done {
            Ok(done) => {
                self.compacted.0 += done.packed;
                self.compacted.1 += done.removed;
                self.tell(format!("device {number} exchanges: {done:?}"));
                Some(done)
            }
            Err(FolderError::Io(_)) => {
                self.tell(format!("device {number} is killed while it writes"));
                self.devices[number].book.start(&mut self.random);
                None
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// A file, or a part of it, gets from one folder to another.
    fn carry(&mut self) {
        if self.views.len() < 2 {
            return;
        }
        let (from, to) = (self.random.below(self.views.len()), self.random.below(self.views.len()));
        let source = self.views[from].clone();
        let names: Vec<&String> = source.files.keys().collect();
        let gone: Vec<&String> = source.gone.keys().collect();
        if from != to && !gone.is_empty() && self.random.chance(40) {
            let name = gone[self.random.below(gone.len())];
            self.tell(format!("folder {to} hears from folder {from} that {name} is gone"));
            copy_removal(&source, &mut self.views[to], name);
            return;
        }
        if from == to || names.is_empty() {
            return;
        }
        if self.random.chance(40) {
            self.tell(format!("folder {from} is copied to folder {to}"));
            for name in names {
                copy(&source, &mut self.views[to], name, None);
            }
            for name in gone {
                copy_removal(&source, &mut self.views[to], name);
            }
            return;
        }
        let name = names[self.random.below(names.len())];
        let length = source.files[name].bytes.len();
        let upto = if self.random.chance(30) { Some(self.random.below(length)) } else { None };
        self.tell(format!("{name} gets from folder {from} to folder {to}: {upto:?}"));
        copy(&source, &mut self.views[to], name, upto);
    }

    fn fault(&mut self, number: usize) {
        let view = self.devices[number].view;
        let crashes = matches!(self.faults, Faults::Network | Faults::Crashes);
        match self.random.below(7) {
            0 => self.older.push(self.views[view].clone()),
            1 if self.faults != Faults::Network => {
                if let Some(older) = self.older.pop() {
                    self.tell(format!("folder {view} is an older copy again"));
                    let clock = self.views[view].clock;
                    self.views[view] = View { clock, ..older };
                }
            }
            2 if self.faults != Faults::Network => {
                let names: Vec<String> = self.views[view].files.keys().cloned().collect();
                if !names.is_empty() {
                    let name = &names[self.random.below(names.len())];
                    self.tell(format!("{name} is lost from folder {view}"));
                    self.views[view].files.remove(name);
                }
            }
            3 if crashes => {
                self.tell(format!("device {number} is killed"));
                self.devices[number].book.start(&mut self.random);
            }
            4 if crashes => {
                let backup = self.devices[number].book.backup();
                self.devices[number].backups.push(backup);
            }
            5 if self.faults == Faults::Crashes => {
                if let Some(backup) = self.devices[number].backups.pop() {
                    self.tell(format!("device {number} is restored to an older state of itself"));
                    self.devices[number].book = backup;
                    self.devices[number].book.start(&mut self.random);
                }
            }
            3..=5 if self.faults == Faults::Clones && self.devices.len() < MOST_DEVICES => {
                self.tell(format!(
                    "device {number} is copied while it runs, as device {}",
                    self.devices.len()
                ));
                let book = self.devices[number].book.copy(&mut self.random);
                self.views.push(self.views[view].clone());
                self.devices.push(Device { book, backups: Vec::new(), view: self.views.len() - 1 });
            }
            _ => self.devices[number].book.compact(),
        }
    }

    /// The faults are over: everything is carried everywhere until nothing moves.
    pub fn settle(&mut self) -> Result<(), String> {
        const ROUNDS: usize = 16;
        let mut quiet = 0;
        for _ in 0..ROUNDS {
            let mut moved = false;
            for view in &mut self.views {
                view.kill = None;
            }
            for number in 0..self.devices.len() {
                let done = self.exchange(number).ok_or("an exchange failed without a fault")?;
                moved |= done.sent + done.taken + done.packed + done.removed > 0;
            }
            for from in 0..self.views.len() {
                for to in (0..self.views.len()).filter(|to| *to != from) {
                    let source = self.views[from].clone();
                    for name in source.files.keys() {
                        copy(&source, &mut self.views[to], name, None);
                    }
                    for name in source.gone.keys() {
                        copy_removal(&source, &mut self.views[to], name);
                    }
                }
            }
            quiet = if moved { 0 } else { quiet + 1 };
            if quiet == 3 {
                return Ok(());
            }
        }
        Err(format!("something still moves after {ROUNDS} rounds"))
    }

    /// What must hold when nothing moves any more: the same book everywhere, and for who joins now as well.
    pub fn verdict(&mut self) -> Result<(), String> {
        let all: BTreeSet<u64> = self.devices.iter().flat_map(|device| device.book.rows()).collect();
        let book = Book::make(self.tag, &mut self.random);
        self.devices.push(Device { book, backups: Vec::new(), view: self.devices[0].view });
        self.exchange(self.devices.len() - 1).ok_or("an exchange failed without a fault")?;
        let first = self.devices[0].book.picture();
        for (number, device) in self.devices.iter().enumerate() {
            let missing: Vec<u64> = all.difference(&device.book.rows()).copied().collect();
            if !missing.is_empty() {
                return Err(format!("device {number} lacks {missing:?}"));
            }
            let picture = if number == 0 { first.clone() } else { device.book.picture() };
            if picture != first {
                let differing = first.lines().zip(picture.lines()).find(|(one, other)| one != other);
                return Err(format!("device {number} shows another book than device 0: {differing:?}"));
            }
            let behind = device.book.with(|journal| readings(journal.reader)).unwrap();
            let last = self.devices.len() - 1;
            let late =
                behind.iter().find(|reading| reading.behind > 0 && usize::from(reading.device.0[0]) < last);
            // Copies of a device speak with the voice of the first.
            if let (Some(late), false) = (late, self.faults == Faults::Clones) {
                return Err(format!("device {number} believes {late:?} behind"));
            }
            let left = device.book.with(|journal| journal.reader.to_folder(0, 1).unwrap().len());
            if left > 0 {
                return Err(format!("device {number} still has something to write"));
            }
        }
        Ok(())
    }
}

/// The steps of an exchange, without the one that the mutant leaves out.
fn exchange(
    files: &mut View,
    tag: BookTag,
    turn: Turn,
    mutant: Option<Mutant>,
    journal: &mut BookJournal<'_>,
) -> Result<Exchanged, FolderError> {
    let Some(mutant) = mutant else {
        return Exchange::new(files, tag, false, turn).with_sizes(SIZES).run(journal);
    };
    if mutant == Mutant::TakesPacksForRead {
        take_packs_for_read(files, journal)?;
    }
    let mut steps = Exchange::new(files, tag, false, turn).with_sizes(SIZES);
    steps.begin(journal)?;
    let seen = steps.read(journal)?;
    if mutant != Mutant::NeverMends {
        steps.mend(journal, seen)?;
    }
    if mutant != Mutant::NeverMakesAnew {
        steps.make_anew(journal)?;
    }
    if mutant == Mutant::MarksBeforeItWrites {
        let out = journal.to_folder(0, usize::MAX)?;
        let shown: Vec<_> = out.iter().map(|outgoing| outgoing.hash).collect();
        let written = steps.write(journal);
        journal.store.apply_folder(&FolderPiece { shown: &shown, ..FolderPiece::default() })?;
        written?;
        return Ok(steps.done());
    }
    steps.write(journal)?;
    if mutant == Mutant::RemovesBeforeItPacks {
        remove_closed(files, journal)?;
        steps = Exchange::new(files, tag, false, turn).with_sizes(SIZES);
    }
    steps.pack(journal, seen)?;
    steps.withdraw(journal)?;
    steps.mark(journal)?;
    Ok(steps.done())
}

fn is(name: &str, end: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, found)| found == end)
}

/// Packs that are new count as taken in.
fn take_packs_for_read(files: &View, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
    let known = journal.reader.folder_files()?;
    let new = |name: &str| is(name, "pack") && !known.iter().any(|file| file.name == name);
    for file in files.list()?.into_iter().filter(|file| new(&file.name)) {
        let chain = Sha256::digest(&files.files[&file.name].bytes).into();
        let (size, modified) = (file.stamp.size, file.stamp.modified);
        let row = FolderFile { name: file.name, entries: 1, chain, size, modified, unopened: 0, missed: 0 };
        journal.store.apply_folder(&FolderPiece { files: &[row], ..FolderPiece::default() })?;
    }
    Ok(())
}

/// All files of this device but the last go, whether a pack holds them or not.
fn remove_closed(files: &mut View, journal: &mut BookJournal<'_>) -> Result<(), FolderError> {
    let lane = u128::from_be_bytes(journal.reader.folder_lane()?.unwrap());
    let mut own: Vec<String> = journal.reader.folder_files()?.into_iter().map(|file| file.name).collect();
    own.retain(|name| name.starts_with(&format!("{lane:032x}/0")) && is(name, "seg"));
    own.pop();
    journal.store.apply_folder(&FolderPiece { forgotten: &own, ..FolderPiece::default() })?;
    for name in own {
        files.remove(&name)?;
    }
    Ok(())
}
