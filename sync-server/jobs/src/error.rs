//! Why a worker does not start or a command fails.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The address cannot be listened on, or the worker stopped.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The issuer's URL is none that can be trusted.
    #[error(transparent)]
    Issuer(#[from] oidc::OidcError),
    /// A setting cannot be used; says which and what to write instead.
    #[error("{0}")]
    Setting(String),
    /// Object storage cannot be opened.
    #[error(transparent)]
    Objects(#[from] crate::objects::ObjectError),
    /// There is no such job, or it is not in a state for that.
    #[error("{0}")]
    Job(String),
    /// A job cannot be written as JSON.
    #[error("a payload: {0}")]
    Payload(#[from] serde_json::Error),
}
