//! A Postgres, a Redis, and servers on them.

use super::http::{Answer, ask};
use private_stores::{Postgres, Redis};
use serde_json::json;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use sync_protocol::{BookTag, DeviceTag};
use tempfile::TempDir;

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

pub const PASSWORD: &str = "correct horse battery";

/// The program in a role.
pub fn program(role: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sync-server"));
    command.arg(role);
    command
}

/// The stores of a test; they end with it.
pub struct Stand {
    pub postgres: Postgres,
    pub redis: Option<Redis>,
    pub folder: TempDir,
}

impl Stand {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Postgres runs as another user where the test runs as root, and must reach its folder in here.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let postgres = Postgres::start(&folder.path().join("postgres"), false).unwrap();
        Self { postgres, redis: None, folder }
    }

    pub fn with_redis() -> Self {
        let mut stand = Self::new();
        stand.redis = Some(Redis::start(&stand.folder.path().join("redis")).unwrap());
        stand
    }

    /// A server with these further options.
    pub fn server(&self, options: &[&str]) -> Server {
        let mut command = self.command("serve");
        command.args(["--listen", "127.0.0.1:0"]).args(options);
        for default in [["--sign-up", "open"], ["--sign-ins-per-minute", "1000"]] {
            if !options.contains(&default[0]) {
                command.args(default);
            }
        }
        Server::start(command)
    }

    /// The program in a role, on this stand's stores.
    pub fn command(&self, role: &str) -> Command {
        let mut command = program(role);
        command.args(["--database", &self.postgres.url(), "--log", "warn"]);
        if let Some(redis) = &self.redis {
            command.args(["--redis", &redis.url()]);
        }
        command
    }

    /// A number the database says.
    pub fn number(&self, sql: &str) -> i64 {
        self.postgres.sql("valorize", sql).unwrap().trim().parse().unwrap()
    }
}

/// A running server; it is killed with this value.
pub struct Server {
    process: Child,
    pub at: String,
}

impl Server {
    /// From a command that says everything.
    pub fn start(mut command: Command) -> Self {
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

    /// SIGTERM; how long it took to end, and whether it ended well.
    pub fn terminate(&mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

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

    pub fn get(&self, path: &str, token: &str) -> Answer {
        ask(&self.at, "GET", path, token, None)
    }

    /// Signs a new account up; gives its first device and token.
    pub fn sign_up(&self, name: &str) -> (DeviceTag, String) {
        self.enter("/v1/accounts", name)
    }

    /// Signs a further device in.
    pub fn sign_in(&self, name: &str) -> (DeviceTag, String) {
        self.enter("/v1/sessions", name)
    }

    fn enter(&self, path: &str, name: &str) -> (DeviceTag, String) {
        let tag = DeviceTag(random());
        let device = json!({"tag": tag.to_string(), "name": "test"});
        let input = json!({"name": name, "password": PASSWORD, "device": device});
        let answer = ask(&self.at, "POST", path, "", Some(&input));
        assert_eq!(answer.status, 200, "{}", answer.body);
        (tag, answer.json()["token"].as_str().unwrap().to_owned())
    }

    /// Makes a book.
    pub fn book(&self, token: &str) -> BookTag {
        let book = BookTag(random());
        let answer = ask(&self.at, "PUT", &format!("/v1/books/{book}"), token, None);
        assert_eq!(answer.status, 204, "{}", answer.body);
        book
    }

    /// A metric's number.
    pub fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics", "").body;
        let line = text.lines().find(|line| line.starts_with(name) && !line.starts_with('#'));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).rsplit(' ').next().unwrap().parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _status = self.process.wait();
    }
}
