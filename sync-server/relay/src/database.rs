//! The pool, the schema, and knowing which database this is.

use crate::RelayError;
use crate::settings::Settings;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, PgPool};
use std::str::FromStr as _;
use std::time::Duration;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

/// Names the one lock under which epochs are given.
const FENCE_LOCK: i64 = 0x7661_6c6f_7269_7a65;

/// How long a connection is believed to stand without a look.
const FRESH: Duration = Duration::from_secs(1);

/// A pool of connections. It waits a little for a database that is only starting.
///
/// # Errors
/// When it cannot be reached.
pub async fn connect(settings: &Settings) -> Result<PgPool, RelayError> {
    // Planning over sixteen partitions takes several times as long as doing it, so each statement is planned once a connection. Such a plan must
    // be right however much the log will hold: every statement here has an index, one that fits it alone, and walks along it row by row.
    let plans = [
        ("plan_cache_mode", "force_generic_plan"),
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        ("jit", "off"),
    ];
    let server = PgConnectOptions::from_str(&settings.database)?
        .application_name("valorize sync-server")
        .options(plans)
        .disable_statement_logging();
    let options = pool_options(settings.database_connections);
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

/// Options of a pool of so many connections. A connection that was in use a moment ago is not asked whether it still stands: that is a round trip
/// for each question.
pub fn pool_options(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections.max(1))
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .before_acquire(|connection, since| {
            Box::pin(async move {
                if since.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// Brings the schema up to date; instances that start together do it one after the other.
///
/// # Errors
/// When a migration fails or the schema is of a newer server.
pub async fn migrate(pool: &PgPool) -> Result<(), RelayError> {
    Ok(MIGRATIONS.run(pool).await?)
}

/// Gives every log a new epoch when this is another database than the one last seen: a restored dump, a promoted replica. Devices
/// then compare what they have with what is there. Tells whether it did.
///
/// # Errors
/// When the database cannot be asked.
pub async fn fence(pool: &PgPool) -> Result<bool, sqlx::Error> {
    let now = sqlx::query_scalar!(
        r#"select s.system_identifier || '/' || c.timeline_id || '/' || d.oid as "identity!"
           from pg_control_system() s, pg_control_checkpoint() c, pg_database d where d.datname = current_database()"#
    )
    .fetch_one(pool)
    .await?;
    let known = sqlx::query_scalar!("select identity from life").fetch_optional(pool).await?;
    if known.as_ref() == Some(&now) {
        return Ok(false);
    }
    let mut transaction = pool.begin().await?;
    sqlx::query_scalar!("select pg_advisory_xact_lock($1)", FENCE_LOCK).fetch_one(&mut *transaction).await?;
    let known = sqlx::query_scalar!("select identity from life").fetch_optional(&mut *transaction).await?;
    let other = known.is_some_and(|known| known != now);
    if other {
        sqlx::query!("update book set epoch = uuid_send(gen_random_uuid())")
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::query!(
        "insert into life (identity) values ($1) on conflict (single) do update set identity = excluded.identity",
        now
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(other)
}
