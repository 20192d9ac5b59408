//! The server under load: a release build as a process of its own, on a Postgres and a Redis of its own.

use crate::error::LoadError;
use crate::processes::{Ticks, machine, resident, ticks_of};
use private_stores::{Postgres, Redis};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// What runs beside the devices. All of it ends with this value.
pub struct Stand {
    server: Child,
    postgres: Postgres,
    redis: Redis,
    /// Where the server listens.
    pub at: SocketAddr,
    /// A pool beside the server's.
    pub pool: PgPool,
    /// Removed last.
    pub folder: TempDir,
}

impl Stand {
    /// Starts everything. `server` is the program, further options go to it.
    pub async fn start(server: &Path, options: &[&str]) -> Result<Self, LoadError> {
        let folder = tempfile::tempdir()?;
        // Postgres runs as another user where this runs as root, and must reach its folder in here.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let postgres = Postgres::start(&folder.path().join("postgres"), true)?;
        let redis = Redis::start(&folder.path().join("redis"))?;
        let mut command = Command::new(server);
        command
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database",
                &postgres.url(),
                "--redis",
                &redis.url(),
            ])
            .args([
                "--log",
                "warn",
                "--connections-per-address",
                "1000000",
                "--connects-per-minute",
                "1000000",
            ])
            .args(options);
        let mut server = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
        let at = match address(&mut server) {
            Ok(at) => at,
            Err(error) => {
                server.kill()?;
                server.wait()?;
                return Err(error);
            }
        };
        let pool = PgPoolOptions::new().max_connections(8).connect(&postgres.url()).await?;
        Ok(Self { server, postgres, redis, at, pool, folder })
    }

    /// What everything has cost so far.
    pub fn costs(&self) -> Costs {
        let (busy, all) = machine();
        let of = |id: Option<u32>| id.map(ticks_of).unwrap_or_default();
        Costs {
            server: ticks_of(self.server.id()),
            postgres: of(self.postgres.id()),
            redis: of(self.redis.id()),
            own: own_ticks(self.server.id(), self.postgres.id(), self.redis.id()),
            busy,
            all,
        }
    }

    /// Resident memory of the server, bytes.
    pub fn resident(&self) -> u64 {
        resident(self.server.id())
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _gone = self.server.kill();
        let _status = self.server.wait();
    }
}

fn address(server: &mut Child) -> Result<SocketAddr, LoadError> {
    let mut said = String::new();
    let output = server.stdout.take().ok_or(LoadError::Server { said: String::new() })?;
    BufReader::new(output).read_line(&mut said)?;
    said.trim()
        .strip_prefix("listening on http://")
        .and_then(|at| at.parse().ok())
        .ok_or(LoadError::Server { said })
}

/// This process alone: what it started is counted by itself.
fn own_ticks(server: u32, postgres: Option<u32>, redis: Option<u32>) -> Ticks {
    let below: u64 = [Some(server), postgres, redis].into_iter().flatten().map(|id| ticks_of(id).0).sum();
    Ticks(ticks_of(std::process::id()).0.saturating_sub(below))
}

/// Processor time used until a moment.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    server: Ticks,
    postgres: Ticks,
    redis: Ticks,
    own: Ticks,
    busy: Ticks,
    all: Ticks,
}

/// What was used between two moments.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// By the server.
    pub server: Duration,
    /// By Postgres.
    pub postgres: Duration,
    /// By Redis.
    pub redis: Duration,
    /// By the simulated devices.
    pub generator: Duration,
    /// By everything else on the machine.
    pub others: Duration,
    /// Of all processors, in percent.
    pub busy_percent: u64,
}

impl Costs {
    /// Since an earlier moment.
    pub fn since(self, earlier: Self) -> Used {
        let between = |now: Ticks, then: Ticks| Duration::from_millis(now.milliseconds_since(then));
        let used = Used {
            server: between(self.server, earlier.server),
            postgres: between(self.postgres, earlier.postgres),
            redis: between(self.redis, earlier.redis),
            generator: between(self.own, earlier.own),
            others: Duration::ZERO,
            busy_percent: (self.busy.0 - earlier.busy.0) * 100 / (self.all.0 - earlier.all.0).max(1),
        };
        let ours = used.server + used.postgres + used.redis + used.generator;
        Used { others: between(self.busy, earlier.busy).saturating_sub(ours), ..used }
    }
}
