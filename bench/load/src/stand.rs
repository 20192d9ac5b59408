//! The server under load: a release build as processes of its own, on a Postgres and a Redis of its own.

use crate::error::LoadError;
use crate::processes::{Ticks, machine, memory_of, own_ticks, resident, ticks_of};
use private_stores::{Postgres, Redis, StoreError};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// What opens `/api/provision`. The stand is reached from this machine alone and ends with the run.
pub const PROVISION_SECRET: &str = "load";

/// What runs beside the users. All of it ends with this value.
pub struct Stand {
    program: PathBuf,
    options: Vec<String>,
    servers: Mutex<Vec<Instance>>,
    postgres: Mutex<Postgres>,
    redis: Mutex<Redis>,
    /// Where the first instance listens.
    pub at: SocketAddr,
    /// A pool beside the server's.
    pub pool: PgPool,
    /// Removed last.
    pub folder: TempDir,
}

struct Instance {
    process: Child,
    at: SocketAddr,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stand {
    /// Starts everything. `program` is the server, further options go to it.
    pub async fn start(program: &Path, options: &[&str], instances: usize) -> Result<Self, LoadError> {
        let folder = tempfile::tempdir()?;
        // Postgres runs as another user where this runs as root, and must reach its folder in here.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let postgres = Postgres::start(&folder.path().join("postgres"), true)?;
        let redis = Redis::start(&folder.path().join("redis"))?;
        let (database, hints) = (postgres.url(), redis.url());
        let key = "5a".repeat(32);
        // Where stores are to be killed, warnings say nothing new and are many.
        let log = if instances > 1 { "error" } else { "warn" };
        let fixed = ["--listen", "127.0.0.1:0", "--database", &database, "--redis", &hints, "--log", log];
        let wide = ["--connections-per-address", "1000000", "--connects-per-minute", "1000000"];
        let hosted =
            ["--hosted-key", &key, "--provision-secret", PROVISION_SECRET, "--api-per-minute", "100000000"];
        let objects = folder.path().join("objects").display().to_string();
        let objects = ["--objects", &objects];
        let all = fixed.iter().chain(&wide).chain(&hosted).chain(&objects).chain(options);
        let options: Vec<String> = all.map(|word| (*word).to_owned()).collect();
        let mut servers = Vec::new();
        for _ in 0..instances {
            servers.push(Instance::start(program, &options)?);
        }
        let at = servers.first().map(|server| server.at);
        let at = at.ok_or_else(|| LoadError::Wrong("a stand has a server".to_owned()))?;
        let pool = PgPoolOptions::new().max_connections(8).connect(&database).await?;
        Ok(Self {
            program: program.to_owned(),
            options,
            servers: Mutex::new(servers),
            postgres: Mutex::new(postgres),
            redis: Mutex::new(redis),
            at,
            pool,
            folder,
        })
    }

    /// Writes out what Postgres still holds of what came before, and waits until it has tidied up after it: that belongs to no later part's figures.
    /// What a checkpoint costs those who write next stays in them: it is what a busy server has every few minutes.
    pub async fn rest(&self) -> Result<(), LoadError> {
        sqlx::query("checkpoint").execute(&self.pool).await?;
        let tidying =
            "select exists (select 1 from pg_stat_activity where backend_type = 'autovacuum worker')";
        for _ in 0..120 {
            if !sqlx::query_scalar::<_, bool>(tidying).fetch_one(&self.pool).await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Err(LoadError::Wrong("Postgres is still tidying up after a minute".to_owned()))
    }

    /// What everything has cost so far.
    pub fn costs(&self) -> Costs {
        let (busy, all) = machine();
        let of = |id: Option<u32>| id.map(ticks_of).unwrap_or_default();
        let servers: u64 = locked(&self.servers).iter().map(|server| ticks_of(server.process.id()).0).sum();
        let (server, postgres) = (Ticks(servers), of(locked(&self.postgres).id()));
        let redis = of(locked(&self.redis).id());
        Costs { server, postgres, redis, own: own_ticks(), busy, all }
    }

    /// Resident memory of the servers, bytes.
    pub fn resident(&self) -> u64 {
        locked(&self.servers).iter().map(|server| resident(server.process.id())).sum()
    }

    /// Where the instances listen that run.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        locked(&self.servers).iter().map(|server| server.at).collect()
    }

    /// Memory of Postgres with all its processes, bytes.
    pub fn postgres_memory(&self) -> u64 {
        locked(&self.postgres).id().map_or(0, memory_of)
    }

    /// Memory of Redis, bytes.
    pub fn redis_memory(&self) -> u64 {
        locked(&self.redis).id().map_or(0, memory_of)
    }

    /// The folder with the socket of Postgres.
    pub fn postgres_socket(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }

    /// Runs a script as an operator does, with psql.
    pub fn psql(&self, script: &str) -> Result<(), LoadError> {
        let file = self.folder.path().join("operator.sql");
        std::fs::write(&file, script)?;
        locked(&self.postgres).sql_file("valorize", &file)?;
        Ok(())
    }

    /// The socket of Redis.
    pub fn redis_socket(&self) -> PathBuf {
        self.folder.path().join("redis").join("redis.sock")
    }

    /// Kills the oldest instance, as `kill -9` does.
    pub fn kill_server(&self) -> Result<(), LoadError> {
        let mut servers = locked(&self.servers);
        if servers.is_empty() {
            return Err(LoadError::Wrong("no server is left".to_owned()));
        }
        servers.remove(0).end()
    }

    /// Starts another instance.
    pub fn start_server(&self) -> Result<(), LoadError> {
        let started = Instance::start(&self.program, &self.options)?;
        locked(&self.servers).push(started);
        Ok(())
    }

    /// Kills Redis.
    pub fn kill_redis(&self) {
        locked(&self.redis).stop();
    }

    /// Starts Redis again.
    pub fn start_redis(&self) -> Result<(), StoreError> {
        locked(&self.redis).resume()
    }

    /// Ends Postgres; whoever is connected is thrown out.
    pub fn stop_postgres(&self) -> Result<(), StoreError> {
        locked(&self.postgres).stop()
    }

    /// Starts Postgres again.
    pub fn start_postgres(&self) -> Result<(), StoreError> {
        locked(&self.postgres).resume()
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        for server in locked(&self.servers).drain(..) {
            let _already_gone = server.end();
        }
    }
}

impl Instance {
    fn start(program: &Path, options: &[String]) -> Result<Self, LoadError> {
        let mut command = Command::new(program);
        command.arg("serve").args(options).stdout(Stdio::piped()).stdin(Stdio::null());
        let mut process = command.spawn().map_err(|error| {
            LoadError::Wrong(format!(
                "{}: {error}; `cargo build --release -p sync-server` makes it",
                program.display()
            ))
        })?;
        match address(&mut process) {
            Ok(at) => Ok(Self { process, at }),
            Err(error) => {
                process.kill()?;
                process.wait()?;
                Err(error)
            }
        }
    }

    fn end(mut self) -> Result<(), LoadError> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

/// What a server of ours says first.
pub fn address(server: &mut Child) -> Result<SocketAddr, LoadError> {
    let mut said = String::new();
    let output = server.stdout.take().ok_or(LoadError::Server { said: String::new() })?;
    BufReader::new(output).read_line(&mut said)?;
    said.trim()
        .strip_prefix("listening on http://")
        .and_then(|at| at.parse().ok())
        .ok_or(LoadError::Server { said })
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
#[derive(Debug, Clone, Copy, Default)]
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

impl Used {
    /// Of two stands at the same time, each of which counts the other among the others.
    pub fn beside(self, other: Self) -> Self {
        Self {
            server: self.server + other.server,
            postgres: self.postgres + other.postgres,
            redis: self.redis + other.redis,
            others: other.others.saturating_sub(self.server + self.postgres + self.redis),
            ..other
        }
    }
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
