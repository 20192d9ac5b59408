//! A Postgres with the schema, and workers on it.

use super::http::{Answer, ask};
use jobs::NewJob;
use private_stores::Postgres;
use serde_json::Value;
use sqlx::PgPool;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything takes here, so that a test fails instead of hanging.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Stand {
    pub postgres: Postgres,
    pub folder: TempDir,
    runtime: tokio::runtime::Runtime,
    pub pool: PgPool,
    pub account: i64,
}

impl Stand {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Postgres runs as another user where the test runs as root, and must reach its folder in here.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let postgres = Postgres::start(&folder.path().join("postgres"), false).unwrap();
        let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres");
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.file_name().unwrap().to_string_lossy().starts_with('0'));
        files.sort();
        for file in files {
            postgres.sql_file("valorize", &file).unwrap();
        }
        postgres.sql("valorize", "create table effect (job bigint not null, what text not null)").unwrap();
        let sql = "insert into account (name) values ('ana@example.org') returning id";
        let account = postgres.sql("valorize", sql).unwrap().trim().parse().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let pool = runtime.block_on(jobs::connect(&postgres.url(), 4)).unwrap();
        Self { postgres, folder, runtime, pool, account }
    }

    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Puts `count` jobs of this name into the queue; gives their numbers.
    pub fn enqueue(&self, name: &str, version: u32, payload: &Value, count: usize) -> Vec<i64> {
        let sql = format!(
            "insert into job (name, key, version, payload)
             select '{name}', gen_random_uuid()::text, {version}, '{payload}' from generate_series(1, {count}) returning id"
        );
        self.postgres
            .sql("valorize", &sql)
            .unwrap()
            .lines()
            .map(|line| line.trim().parse().unwrap())
            .collect()
    }

    pub fn put(&self, jobs: Vec<NewJob>) -> Vec<i64> {
        self.wait(async {
            let mut connection = self.pool.acquire().await.unwrap();
            jobs::enqueue_all(&mut connection, jobs).await.unwrap()
        })
    }

    /// A number the database says.
    pub fn number(&self, sql: &str) -> i64 {
        self.text(sql).parse().unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    pub fn text(&self, sql: &str) -> String {
        self.postgres.sql("valorize", sql).unwrap().trim().to_owned()
    }

    /// Waits until the database says so.
    pub fn until(&self, sql: &str, expected: i64) {
        let until = Instant::now() + PATIENCE;
        loop {
            let number = self.number(sql);
            if number == expected {
                return;
            }
            assert!(Instant::now() < until, "{sql}: {number}, not {expected}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// A worker with these further options.
    pub fn worker(&self, options: &[&str]) -> WorkerProcess {
        let mut program = std::env::current_exe().unwrap();
        program.pop();
        program.pop();
        let mut command = Command::new(program.join("examples/counting_worker"));
        let mail = self.folder.path().join("mail");
        let objects = self.folder.path().join("objects");
        command.args(["--database", &self.postgres.url()]);
        command.arg("--mail-folder").arg(mail).arg("--objects").arg(objects);
        for default in [
            ["--worker-listen", "127.0.0.1:0"],
            ["--job-lease-ms", "900"],
            ["--job-retry-ms", "40"],
            ["--job-poll-ms", "30"],
        ] {
            if !options.contains(&default[0]) {
                command.args(default);
            }
        }
        WorkerProcess::start(command.args(options))
    }
}

/// A running worker; it is killed with this value.
pub struct WorkerProcess {
    process: Child,
    pub at: String,
}

impl WorkerProcess {
    fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let at = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
        Self { process, at: at.to_owned() }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn terminate(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// How it ended, if it did in time.
    pub fn ended(&mut self, within: Duration) -> Option<bool> {
        let until = Instant::now() + within;
        while Instant::now() < until {
            if let Some(status) = self.process.try_wait().unwrap() {
                return Some(status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    pub fn get(&self, path: &str) -> Answer {
        ask(&self.at, "GET", path, "", "")
    }

    /// Asks for a job to be run.
    pub fn call(&self, name: &str, job: i64, token: &str) -> Answer {
        ask(&self.at, "POST", &format!("/worker/jobs/{name}"), token, &format!("{{\"job\": {job}}}"))
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _status = self.process.wait();
    }
}
