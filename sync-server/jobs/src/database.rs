//! The worker's pool.

use crate::WorkerError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, PgPool};
use std::str::FromStr as _;
use std::time::Duration;

/// A pool of so many connections. It waits a little for a database that is only starting. Its plans are Postgres' own: jobs ask questions of
/// all kinds, unlike the relay.
///
/// # Errors
/// When the database cannot be reached.
pub async fn connect(database: &str, connections: u32) -> Result<PgPool, WorkerError> {
    let server =
        PgConnectOptions::from_str(database)?.application_name("valorize worker").disable_statement_logging();
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10));
    let mut attempt = 0;
    loop {
        match options.clone().connect_with(server.clone()).await {
            Ok(pool) => return Ok(pool),
            Err(sqlx::Error::Io(_) | sqlx::Error::Database(_)) if attempt < 20 => {
                attempt += 1;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
