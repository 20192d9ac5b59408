//! What lies in the folder beside the entries: what recovery words open, and the messages of two devices that pair.

use crate::disk::{place, put};
use crate::exchange::FolderError;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use sync_protocol::BookTag;

/// How long a mailbox stands that nobody ended.
const LIFE: Duration = Duration::from_mins(10);
/// Messages are far smaller.
const MESSAGE: u64 = 16 << 10;

/// Keeps what the recovery words of this `lookup` name open, in the place of what older words opened.
///
/// # Errors
/// [`FolderError`].
pub fn keep_envelope(
    folder: &Path,
    book: BookTag,
    lookup: [u8; 16],
    envelope: &[u8],
) -> Result<(), FolderError> {
    let root = place(folder, book);
    if !root.is_dir() {
        return Err(FolderError::NotThere(root));
    }
    let file = root.join(envelope_name(lookup));
    put(&file, envelope)?;
    for other in fs::read_dir(&root)? {
        let other = other?.path();
        if other != file && other.extension().is_some_and(|extension| extension == "recovery") {
            fs::remove_file(other)?;
        }
    }
    Ok(())
}

/// What may be opened by the recovery words of this `lookup` name, of every book in the folder.
///
/// # Errors
/// [`FolderError`].
pub fn envelopes(folder: &Path, lookup: [u8; 16]) -> Result<Vec<(BookTag, Vec<u8>)>, FolderError> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(FolderError::NotThere(folder.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let mut found = Vec::new();
    for book in listed {
        let book = book?;
        let name = book.file_name();
        let tag = name.to_str().and_then(|name| name.strip_prefix("valorize-")?.parse().ok());
        let Some(tag) = tag else { continue };
        if let Some(bytes) = read(&book.path().join(envelope_name(lookup)))? {
            found.push((tag, bytes));
        }
    }
    Ok(found)
}

fn envelope_name(lookup: [u8; 16]) -> String {
    format!("{:032x}.recovery", u128::from_be_bytes(lookup))
}

/// A folder of files through which two devices pair. Anybody who sees the folder can read and write them: what makes that safe is that
/// a host believes one answer and no second.
#[derive(Debug, Clone)]
pub struct Mailbox(PathBuf);

impl Mailbox {
    /// Opens one of this number, unless there is one already.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open(folder: &Path, number: u32) -> Result<Option<Self>, FolderError> {
        if !folder.is_dir() {
            return Err(FolderError::NotThere(folder.to_owned()));
        }
        sweep(folder)?;
        let mailbox = Self::at(folder, number);
        match fs::create_dir(&mailbox.0) {
            Ok(()) => Ok(Some(mailbox)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The one of this number, whether it is there or not.
    pub fn at(folder: &Path, number: u32) -> Self {
        Self(folder.join(format!("{PREFIX}{number}")))
    }

    /// Is it there?
    pub fn stands(&self) -> bool {
        self.0.is_dir()
    }

    /// Leaves a message. False when there is one of this name: nobody takes another's place.
    ///
    /// # Errors
    /// When it cannot be written, or the mailbox is not there.
    pub fn put(&self, name: &str, message: &[u8]) -> io::Result<bool> {
        let claim = self.0.join(format!(".{name}.claim"));
        match OpenOptions::new().write(true).create_new(true).open(claim) {
            Ok(_) => put(&self.0.join(name), message).map(|_| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Takes a message; `None` when there is none yet.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        read(&self.0.join(name))
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn end(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

const PREFIX: &str = "valorize-pairing-";

/// Removes mailboxes that nobody ended.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        // Others open and end theirs meanwhile.
        let made = match entry.metadata() {
            Ok(data) => data.modified().ok(),
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let age = made.and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > LIFE) {
            Mailbox(entry.path()).end()?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        Ok(data) if data.len() > MESSAGE => Err(ErrorKind::InvalidData.into()),
        Ok(_) => fs::read(path).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
