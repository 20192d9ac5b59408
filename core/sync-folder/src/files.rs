//! The files of a book in the folder, wherever they are.

use std::io;

/// What a file looks like from outside: if neither has changed, it is taken to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Bytes.
    pub size: i64,
    /// When it was changed, in the file system's own count.
    pub modified: i64,
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Listed {
    /// `<lane>/<file>`.
    pub name: String,
    /// What it looks like.
    pub stamp: Stamp,
}

/// The folder, as far as this book goes.
pub trait Files {
    /// Everything that may be a file of the book, sorted by name.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn list(&self) -> io::Result<Vec<Listed>>;

    /// A file's bytes; `None` when it is gone.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;

    /// Puts a file in its place: all of it and durable, or not at all.
    ///
    /// # Errors
    /// When it is not there.
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<Stamp>;

    /// Takes a file away; nothing happens when it is gone.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove(&mut self, name: &str) -> io::Result<()>;
}
