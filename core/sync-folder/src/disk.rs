//! The folder on a disk.

use crate::ahead::{Ahead, Looked, look};
use crate::exchange::{Exchange, Exchanged, FolderError, Turn};
use crate::files::{Files, Listed, Stamp};
use crate::lane::kind_of;
use std::fs::{self, File, Metadata};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use store::FolderFile;
use sync_client::BookJournal;
use sync_protocol::BookTag;

/// Files of a book in a folder on a disk.
#[derive(Debug)]
pub struct DiskFiles {
    root: PathBuf,
}

impl Files for DiskFiles {
    fn list(&self) -> io::Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for lane in fs::read_dir(&self.root)? {
            let lane = lane?;
            if !lane.file_type()?.is_dir() {
                continue;
            }
            let files = match fs::read_dir(lane.path()) {
                Ok(files) => files,
                // Taken away while we look.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for file in files {
                let file = file?;
                let (Ok(folder), Ok(name)) = (lane.file_name().into_string(), file.file_name().into_string())
                else {
                    continue;
                };
                // What begins with a dot, or ends otherwise, is a tool's in the middle of its work.
                if name.starts_with(['.', '~']) || kind_of(&name).is_none() {
                    continue;
                }
                match file.metadata() {
                    Ok(data) if data.is_file() => {
                        listed.push(Listed { name: format!("{folder}/{name}"), stamp: stamp(&data) });
                    }
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
        listed.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(listed)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.root.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<Stamp> {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
        let stamp = put(&path, bytes)?;
        sync_folder(&self.root);
        Ok(stamp)
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.root.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Puts a file in its place: all of it and durable, or not at all.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let (Some(folder), Some(file)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    let draft = folder.join(format!(".{}.new", file.to_string_lossy()));
    let mut new = File::create(&draft)?;
    new.write_all(bytes)?;
    new.sync_all()?;
    let stamp = stamp(&new.metadata()?);
    fs::rename(&draft, path)?;
    sync_folder(folder);
    Ok(stamp)
}

fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        // Some systems cannot sync a folder; the file's content is safe either way.
        let _ = folder.sync_all();
    }
}

fn stamp(data: &Metadata) -> Stamp {
    let modified = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.and_then(|since| i64::try_from(since.as_nanos()).ok());
    Stamp { size: i64::try_from(data.len()).unwrap_or(i64::MAX), modified: modified.unwrap_or_default() }
}

/// A book's remote that is a folder.
#[derive(Debug)]
pub struct FolderRemote {
    files: DiskFiles,
    book: BookTag,
    fresh: bool,
}

impl FolderRemote {
    /// Makes room for a book in the folder, or finds that there is.
    ///
    /// # Errors
    /// [`FolderError::NotThere`] when the folder itself is not there; [`FolderError::Io`].
    pub fn create(folder: &Path, book: BookTag) -> Result<Self, FolderError> {
        if !folder.is_dir() {
            return Err(FolderError::NotThere(folder.to_owned()));
        }
        fs::create_dir_all(place(folder, book))?;
        Self::open(folder, book)
    }

    /// Opens a folder that has room for the book. It is not made where it is missing: an empty folder where a drive is not connected would
    /// be filled with everything.
    ///
    /// # Errors
    /// [`FolderError::NotThere`].
    pub fn open(folder: &Path, book: BookTag) -> Result<Self, FolderError> {
        let root = place(folder, book);
        if !root.is_dir() {
            return Err(FolderError::NotThere(root));
        }
        Ok(Self { files: DiskFiles { root }, book, fresh: true })
    }

    /// Takes what others wrote and writes what they lack. May be called every few seconds; where nothing has changed it looks at the
    /// files' sizes and times alone.
    ///
    /// # Errors
    /// [`FolderError`]; what was taken and written until then stays.
    pub fn exchange(&mut self, journal: &mut BookJournal<'_>, turn: Turn) -> Result<Exchanged, FolderError> {
        let looked = self.look(&journal.reader.folder_files()?)?;
        self.exchange_looked(looked, journal, turn)
    }

    /// Fetches what an exchange will need, without the book: `known` is what its [`store::Reader::folder_files`] said.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn look(&self, known: &[FolderFile]) -> Result<Looked, FolderError> {
        if !self.files.root.is_dir() {
            return Err(FolderError::NotThere(self.files.root.clone()));
        }
        Ok(look(&self.files, known, self.fresh)?)
    }

    /// An exchange over what was fetched just before.
    ///
    /// # Errors
    /// As [`FolderRemote::exchange`].
    pub fn exchange_looked(
        &mut self,
        looked: Looked,
        journal: &mut BookJournal<'_>,
        turn: Turn,
    ) -> Result<Exchanged, FolderError> {
        let mut ahead = Ahead { disk: &mut self.files, looked };
        let exchanged = Exchange::new(&mut ahead, self.book, self.fresh, turn).run(journal)?;
        self.fresh = false;
        Ok(exchanged)
    }

    /// A number that stands for what the folder looks like, if it is not `last`: then an exchange may bring something.
    ///
    /// # Errors
    /// [`FolderError::Io`] when the folder cannot be read.
    pub fn changed_since(&self, last: Option<u64>) -> Result<Option<u64>, FolderError> {
        let mut hasher = DefaultHasher::new();
        self.files.list()?.hash(&mut hasher);
        Ok(Some(hasher.finish()).filter(|now| Some(*now) != last))
    }
}

/// Where a book's files are.
pub fn place(folder: &Path, book: BookTag) -> PathBuf {
    folder.join(format!("valorize-{book}"))
}
