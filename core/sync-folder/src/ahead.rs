//! Reading ahead: what is new in the folder, fetched while nobody holds the book, since a network drive may take its time.

use crate::disk::DiskFiles;
use crate::files::{Files, Listed, Stamp};
use std::collections::HashMap;
use std::io;
use store::FolderFile;

/// Bytes kept in memory at most; what is beyond is read when its turn comes.
const MOST: i64 = 64 << 20;

/// What the folder looked like, and the files that are to be read.
#[derive(Debug, Default)]
pub struct Looked {
    listed: Vec<Listed>,
    bytes: HashMap<String, Option<Vec<u8>>>,
}

/// Fetches what `known` does not know as it is now; `fresh`: entries that did not open are to be tried again.
pub fn look(files: &DiskFiles, known: &[FolderFile], fresh: bool) -> io::Result<Looked> {
    let known: HashMap<&str, &FolderFile> = known.iter().map(|file| (file.name.as_str(), file)).collect();
    let mut looked = Looked { listed: files.list()?, bytes: HashMap::new() };
    let mut left = MOST;
    for file in &looked.listed {
        if known.get(file.name.as_str()).is_some_and(|known| is_as_known(file, known, fresh)) {
            continue;
        }
        left -= file.stamp.size;
        if left < 0 {
            break;
        }
        looked.bytes.insert(file.name.clone(), files.read(&file.name)?);
    }
    Ok(looked)
}

/// Is there nothing to be read in a file?
pub fn is_as_known(file: &Listed, known: &FolderFile, fresh: bool) -> bool {
    let same = (known.size, known.modified) == (file.stamp.size, file.stamp.modified);
    same && known.missed == 0 && !(fresh && known.unopened > 0)
}

/// The folder, with what was fetched from it.
pub struct Ahead<'a> {
    pub disk: &'a mut DiskFiles,
    pub looked: Looked,
}

impl Files for Ahead<'_> {
    fn list(&self) -> io::Result<Vec<Listed>> {
        Ok(self.looked.listed.clone())
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match self.looked.bytes.get(name) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.disk.read(name),
        }
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<Stamp> {
        self.looked.bytes.remove(name);
        self.disk.write(name, bytes)
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        self.looked.bytes.remove(name);
        self.disk.remove(name)
    }
}
