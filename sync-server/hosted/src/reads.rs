//! Connections that read hosted books: row-level security applies on them, whoever the server signs in as.
//!
//! The database's own pool asks every connection that is given back whether it still stands: a round trip for each question. Here naming the book
//! says so, which each use begins with.

use crate::problem::Problem;
use deadpool::Runtime;
use deadpool::managed::{BuildError, Manager, Metrics, Object, Pool, PoolError, RecycleResult};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection as _, Executor as _};
use std::time::Duration;
use sync_protocol::BookTag;

/// How long to wait for a connection, for a new one to stand, and for one to say that it stands.
const PATIENCE: Duration = Duration::from_secs(5);

/// Until a database that is away is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// A connection, given back when it is dropped.
pub type Connection = Object<Opening>;

/// No connection was to be had.
pub type NoConnection = PoolError<sqlx::Error>;

/// The connections.
pub struct Reads(Pool<Opening>);

/// How one is opened.
pub struct Opening(PgConnectOptions);

impl Manager for Opening {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        loop {
            match PgConnection::connect_with(&self.0).await {
                Ok(mut connection) => {
                    under_policies(&mut connection).await?;
                    return Ok(connection);
                }
                // A database that is started anew is there in a moment; the pool says when that takes too long.
                Err(error) if passes(&error) => tokio::time::sleep(AGAIN).await,
                Err(error) => return Err(error),
            }
        }
    }

    async fn recycle(&self, _: &mut PgConnection, _: &Metrics) -> RecycleResult<sqlx::Error> {
        Ok(())
    }
}

impl Reads {
    /// At most so many, opened when they are needed.
    ///
    /// # Errors
    /// When the pool cannot be made.
    pub fn new(server: PgConnectOptions, connections: u32) -> Result<Self, BuildError> {
        let pool = Pool::builder(Opening(server))
            .max_size(connections.max(1) as usize)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE));
        pool.build().map(Self)
    }

    /// One that sees this book's rows and no others.
    ///
    /// # Errors
    /// When none is free in time, or the database cannot be reached.
    pub async fn of(&self, book: BookTag) -> Result<Connection, NoConnection> {
        self.named(&book.to_string()).await
    }

    /// One that sees no book's rows, but whose they are.
    ///
    /// # Errors
    /// As [`Reads::of`].
    pub async fn of_none(&self) -> Result<Connection, NoConnection> {
        self.named("").await
    }

    /// One that may have fallen since it was used, for who can ask once more.
    ///
    /// # Errors
    /// As [`Reads::of`].
    pub async fn unasked(&self) -> Result<Connection, NoConnection> {
        self.0.get().await
    }

    async fn named(&self, book: &str) -> Result<Connection, NoConnection> {
        let mut tries = self.0.status().max_size;
        loop {
            let mut connection = self.0.get().await?;
            let name = sqlx::query("select set_config('valorize.book', $1, false)").bind(book);
            let named = in_time(name.execute(&mut *connection)).await;
            let Err(error) = named else { return Ok(connection) };
            discard(connection);
            if tries == 0 {
                return Err(PoolError::Backend(error));
            }
            // The database was started anew: so the others have fallen too, and after them comes a new one.
            tries -= 1;
        }
    }
}

/// What a connection answers, unless it is silent: nobody may wait for one that leads nowhere until the network gives it up.
///
/// # Errors
/// When the database refuses, or says nothing.
pub async fn in_time<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// Ends one that has fallen, and makes room for a new one.
pub fn discard(connection: Connection) {
    drop(Object::take(connection));
}

/// Nobody listens there, or somebody who says that they are starting or have no room.
fn passes(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.is_transient_in_connect_phase(),
        _ => false,
    }
}

impl From<NoConnection> for Problem {
    fn from(error: NoConnection) -> Self {
        Self::internal(&error)
    }
}

/// Row-level security binds everybody but superusers: one of those reads as a role that it binds.
async fn under_policies(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let above: bool =
        sqlx::query_scalar("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
            .fetch_one(&mut *connection)
            .await?;
    if above {
        connection.execute("set role pg_read_all_data").await?;
    }
    Ok(())
}
