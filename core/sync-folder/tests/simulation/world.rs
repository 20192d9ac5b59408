//! Devices, their folders, faults, and what must hold in the end.

use super::book::Book;
use super::random::Random;
use super::share::{View, copy};
use std::collections::BTreeSet;
use sync_client::BookJournal;
use sync_folder::{Exchange, Exchanged, FolderError};
use sync_protocol::BookTag;

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
        Self { random, tag, devices, views, older: Vec::new(), faults, mutant, values: 0, story: Vec::new() }
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
        let files = &mut self.views[view];
        let done = self.devices[number].book.with(|journal| exchange(files, tag, mutant, journal));
        match done {
            Ok(done) => {
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
        if from == to || names.is_empty() {
            return;
        }
        if self.random.chance(40) {
            self.tell(format!("folder {from} is copied to folder {to}"));
            for name in names {
                copy(&source, &mut self.views[to], name, None);
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
        const ROUNDS: usize = 12;
        let mut quiet = 0;
        for _ in 0..ROUNDS {
            let mut moved = false;
            for view in &mut self.views {
                view.kill = None;
            }
            for number in 0..self.devices.len() {
                let done = self.exchange(number).ok_or("an exchange failed without a fault")?;
                moved |= done.sent + done.taken > 0;
            }
            for from in 0..self.views.len() {
                for to in (0..self.views.len()).filter(|to| *to != from) {
                    let source = self.views[from].clone();
                    for name in source.files.keys() {
                        copy(&source, &mut self.views[to], name, None);
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
    mutant: Option<Mutant>,
    journal: &mut BookJournal<'_>,
) -> Result<Exchanged, FolderError> {
    let Some(mutant) = mutant else { return Exchange::new(files, tag, false).run(journal) };
    let mut steps = Exchange::new(files, tag, false);
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
        journal.store.apply_folder(&store::FolderPiece { shown: &shown, ..Default::default() })?;
        written?;
        return Ok(steps.done());
    }
    steps.write(journal)?;
    Ok(steps.done())
}
