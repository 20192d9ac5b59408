//! Why a run ends early.

use std::path::PathBuf;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A store does not run.
    #[error(transparent)]
    Stores(#[from] private_stores::StoreError),
    /// The database refused something.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A connection or a file failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A WebSocket failed.
    #[error("a connection: {0}")]
    Socket(#[from] tokio_tungstenite::tungstenite::Error),
    /// The server did not start.
    #[error("the server said {said:?} where its address was due")]
    Server {
        /// Its first line.
        said: String,
    },
    /// The book of a device failed.
    #[error("the book: {0}")]
    Book(#[from] sync_client::BookError),
    /// A row cannot be written.
    #[error("a row: {0}")]
    Row(#[from] replica::CodecError),
    /// A figure cannot be kept.
    #[error("{path}: {why}")]
    Report {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// What was measured is not what was asked for.
    #[error("{0}")]
    Wrong(String),
}

impl From<store::StoreError> for LoadError {
    fn from(error: store::StoreError) -> Self {
        Self::Book(error.into())
    }
}
