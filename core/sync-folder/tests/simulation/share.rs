//! A folder as one device sees it, in memory, and what tools that copy between such folders do to it.

use std::collections::BTreeMap;
use std::io;
use sync_folder::{Files, Listed, Stamp};

/// A file with the moment of its making: the newest is the one all should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub bytes: Vec<u8>,
    pub version: u64,
}

/// What a device sees.
#[derive(Debug, Clone, Default)]
pub struct View {
    pub files: BTreeMap<String, Copy>,
    /// Files that were taken away, and when.
    pub gone: BTreeMap<String, u64>,
    pub clock: u64,
    /// The device is killed while it writes or removes for the n-th time from now: before that is done, or after.
    pub kill: Option<(u32, bool)>,
    pub writes: u64,
}

impl Files for View {
    fn list(&self) -> io::Result<Vec<Listed>> {
        let listed = |(name, copy): (&String, &Copy)| Listed {
            name: name.clone(),
            stamp: Stamp {
                size: i64::try_from(copy.bytes.len()).unwrap(),
                modified: copy.version.cast_signed(),
            },
        };
        Ok(self.files.iter().map(listed).collect())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.files.get(name).map(|copy| copy.bytes.clone()))
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<Stamp> {
        let (now, arrives) = self.fate();
        if arrives {
            self.clock += 1;
            self.writes += 1;
            self.files.insert(name.to_owned(), Copy { bytes: bytes.to_vec(), version: self.clock });
        }
        if now {
            self.kill = None;
            return Err(io::ErrorKind::Interrupted.into());
        }
        let stamp = Stamp { size: i64::try_from(bytes.len()).unwrap(), modified: self.clock.cast_signed() };
        Ok(stamp)
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        let (now, arrives) = self.fate();
        if arrives && self.files.remove(name).is_some() {
            self.clock += 1;
            self.gone.insert(name.to_owned(), self.clock);
        }
        if now {
            self.kill = None;
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(())
    }
}

impl View {
    /// Is the device killed now, and is what it does done?
    fn fate(&mut self) -> (bool, bool) {
        match &mut self.kill {
            Some((0, arrives)) => (true, *arrives),
            Some((left, _)) => {
                *left -= 1;
                (false, true)
            }
            None => (false, true),
        }
    }
}

/// That a file was taken away gets from one folder to the other, unless it is newer there.
pub fn copy_removal(from: &View, to: &mut View, name: &str) {
    let Some(when) = from.gone.get(name).copied() else { return };
    if to.files.get(name).is_some_and(|copy| copy.version < when) {
        to.files.remove(name);
    }
    let known = to.gone.entry(name.to_owned()).or_default();
    *known = when.max(*known);
    to.clock = to.clock.max(when);
}

/// One file is copied from one folder to the other, as a tool does that knows which is newer and keeps both where neither comes after
/// the other. `upto`: only so much of it arrived so far.
pub fn copy(from: &View, to: &mut View, name: &str, upto: Option<usize>) {
    let Some(new) = from.files.get(name) else { return };
    let mut bytes = new.bytes.clone();
    if let Some(upto) = upto {
        bytes.truncate(upto);
    }
    let version = if upto.is_some() { 0 } else { new.version };
    if to.gone.get(name).is_some_and(|when| *when > new.version) {
        return;
    }
    match to.files.get(name) {
        Some(old) if old.version > new.version || old.bytes == bytes => {}
        Some(old) if old.version > 0 && !new.bytes.starts_with(&old.bytes) => {
            let (stem, end) = name.rsplit_once('.').unwrap();
            let kept = format!("{stem}.sync-conflict-{}.{end}", old.version);
            let old = old.clone();
            to.files.insert(kept, old);
            to.files.insert(name.to_owned(), Copy { bytes, version });
        }
        _ => drop(to.files.insert(name.to_owned(), Copy { bytes, version })),
    }
    to.clock = to.clock.max(new.version);
}
