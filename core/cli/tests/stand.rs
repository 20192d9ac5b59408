//! A server on a Postgres of its own, and what devices do there.

use crate::process::{Home, ran};
use private_stores::Postgres;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

pub const ACCOUNT: &str = "ana@example.org";

/// A server on a Postgres of its own.
pub struct Stand {
    pub postgres: Postgres,
    server: Option<Child>,
    address: String,
    options: Vec<String>,
    folder: tempfile::TempDir,
}

impl Stand {
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// The server gets these options too.
    pub fn with(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Postgres runs as another user where the test runs as root.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        let postgres = Postgres::start(&folder.path().join("postgres"), false).expect("a Postgres");
        let mut stand = Self {
            postgres,
            server: None,
            address: "127.0.0.1:0".to_owned(),
            options: options.iter().map(|text| (*text).to_owned()).collect(),
            folder,
        };
        stand.start();
        stand
    }

    /// Starts the server where it was before.
    pub fn start(&mut self) {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_valorize")).with_file_name("sync-server");
        assert!(program.is_file(), "no {}: run `cargo build -p sync-server`", program.display());
        let mut server = Command::new(program)
            .args(["serve", "--listen", &self.address, "--database", &self.postgres.url()])
            .args(["--sign-up", "open", "--sign-ins-per-minute", "1000", "--log", "warn"])
            .args(&self.options)
            .env("VALORIZE_HOSTED_KEY", "ab".repeat(32))
            .env("VALORIZE_OBJECTS", self.folder.path().join("objects"))
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let at = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
        at.clone_into(&mut self.address);
        self.server = Some(server);
    }

    /// A worker beside the server, with what options both know.
    pub fn worker(&self, listen: &str, options: &[&str]) -> Worker {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_valorize")).with_file_name("sync-server");
        let mut worker = Command::new(program)
            .args(["worker", "--worker-listen", listen, "--database", &self.postgres.url(), "--log", "warn"])
            .args(["--job-poll-ms", "20", "--mail-folder"])
            .arg(self.folder.path().join("mail"))
            .args(options)
            .env("VALORIZE_HOSTED_KEY", "ab".repeat(32))
            .env("VALORIZE_OBJECTS", self.folder.path().join("objects"))
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the worker starts");
        let mut line = String::new();
        BufReader::new(worker.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        assert!(line.starts_with("listening on http://"), "{line:?}");
        Worker(worker)
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("it ends");
            server.wait().expect("it ended");
        }
    }

    pub fn set_up(&self, home: &Home) {
        home.ok_with(
            &["sync", "set-up", "--new-account", "--server", &self.url(), "--account", ACCOUNT],
            &[],
        );
    }

    pub fn join(&self, phrase: &str) -> Home {
        let home = Home::new();
        let arguments = ["sync", "join", "--server", &self.url(), "--account", ACCOUNT];
        home.ok_with(&arguments, &[("VALORIZE_RECOVERY_PHRASE", phrase)]);
        home
    }

    /// A request to the API; status and body.
    pub fn api(&self, method: &str, path: &str, token: &str, body: &str) -> (u16, Value) {
        let mut stream = std::net::TcpStream::connect(&self.address).expect("the server answers");
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it speaks");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A port that nobody listens on, for what must be known before it starts.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

/// A running worker; it is killed with this value.
pub struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _status = self.0.wait();
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Home {
    pub fn ok_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let mut command = self.command(arguments);
        command.env("VALORIZE_SYNC_PASSWORD", "correct horse battery").envs(variables.iter().copied());
        let ran = ran(&command.output().expect("the program starts"), arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
        ran.out
    }

    pub fn book_of(&self) -> Value {
        self.json(&["transactions", "--json"])
    }

    pub fn sync(&self) -> Value {
        self.json(&["sync", "once", "--json"])
    }
}

pub fn spend(home: &Home, account: &str, on: &str) {
    let what = ["transaction", "create", "--account", account, "--date", "2026-10-01", "--amount=-500"];
    home.ok(&[&what[..], &["--description", on]].concat());
}

pub fn sample(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name).display().to_string()
}

/// Shows a code and waits in the background; the code.
pub fn invite(home: &Home) -> (Child, String) {
    code(home, &["sync", "invite"])
}

/// The same with another verb that shows a code.
pub fn code(home: &Home, arguments: &[&str]) -> (Child, String) {
    let mut waiting = home.command(arguments).spawn().expect("the program starts");
    let lines = BufReader::new(waiting.stdout.take().expect("its output")).lines();
    let mut lines = lines.map_while(Result::ok);
    let line = lines.find(|line| line.contains("--code")).expect("a line with the code");
    // What follows must find a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (waiting, line.rsplit(' ').next().expect("a word").to_owned())
}
