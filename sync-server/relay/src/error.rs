//! Why the server does not start, or a command fails.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// Bringing the schema up to date.
    #[error("the schema: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The address cannot be listened on, or the server stopped.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The issuer's URL is none that can be trusted.
    #[error(transparent)]
    Issuer(#[from] ::oidc::OidcError),
    /// Another part of the program does not start.
    #[error("{0}")]
    Part(String),
    /// The Redis URL is none.
    #[error("the Redis address: {0}")]
    Redis(#[from] redis::RedisError),
}
