//! `make server`: the sync server and a worker, with a Postgres and a Redis of their own; and what its queries know of the database.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::repository;
use crate::steps::show;
use private_stores::{Postgres, Redis};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

const LISTEN: &str = "127.0.0.1:8787";

/// Starts what is missing of Postgres and Redis, then a worker and the server, and waits for the server. `VALORIZE_DATABASE` and `VALORIZE_REDIS` name
/// others; further arguments go to the server.
///
/// # Errors
/// When a store or the server does not start.
pub fn run(arguments: &[String]) -> Result<(), XtaskError> {
    show(&mut cargo(&["build", "--package", "sync-server"]))?;
    let folder = repository().join(".cache/server");
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (mut postgres, mut redis) = (None, None);
    let database = match given("VALORIZE_DATABASE") {
        Some(url) => url,
        None => postgres.insert(Postgres::start(&folder.join("postgres"), true)?).url(),
    };
    let hints = match given("VALORIZE_REDIS") {
        Some(url) => url,
        None => redis.insert(Redis::start(&folder.join("redis"))?).url(),
    };
    let listen = given("VALORIZE_LISTEN").unwrap_or_else(|| LISTEN.to_owned());
    println!("database  {database}");
    println!("redis     {hints}");
    println!("server    http://{listen}   metrics at /metrics, readiness at /readyz; Ctrl-C ends all of it");
    println!("a device  in the app: Settings, Sync; or");
    println!("  valorize sync set-up --new-account --server http://{listen} --account you@example.org");
    println!("objects   {}/objects; mail in {}/mail", folder.display(), folder.display());
    let key = match given("VALORIZE_HOSTED_KEY") {
        Some(key) => key,
        None => hosted_key(&folder.join("hosted.key"))?,
    };
    let role = |role: &str| {
        let mut command = Command::new(repository().join("target/debug/sync-server"));
        command.current_dir(repository()).arg(role).env("VALORIZE_HOSTED_KEY", &key);
        for (variable, place) in [("VALORIZE_OBJECTS", "objects"), ("VALORIZE_MAIL_FOLDER", "mail")] {
            if given(variable).is_none() {
                command.env(variable, folder.join(place));
            }
        }
        command.args(["--database", &database, "--redis", &hints]);
        command
    };
    let mut serve = role("serve");
    serve.args(["--listen", &listen]);
    if given("VALORIZE_SIGN_UP").is_none() {
        serve.args(["--sign-up", "open"]);
    }
    let line = "sync-server worker".to_owned();
    let mut worker = role("worker");
    let model = repository().join(crate::setup::MODEL_FOLDER);
    if given("VALORIZE_MODEL").is_none() && model.join("model").is_dir() {
        worker.env("VALORIZE_MODEL", model);
    }
    let started = worker.spawn().map_err(|source| XtaskError::Start { program: line, source })?;
    let _worker = Beside(started);
    show(serve.args(arguments))
}

/// A program that runs beside another and ends with it.
struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        // Ctrl-C reaches it too; whichever comes first, a job under way is taken up again at the next start.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The key under which this machine's server keeps the keys of hosted books: drawn once, for its owner's eyes alone.
fn hosted_key(path: &Path) -> Result<String, XtaskError> {
    let failed = |source| XtaskError::File { path: path.to_owned(), source };
    if path.exists() {
        return Ok(std::fs::read_to_string(path).map_err(failed)?.trim().to_owned());
    }
    let mut bytes = [0; 32];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(failed)?;
    let mut key = String::new();
    for byte in bytes {
        write!(key, "{byte:02x}").expect("a string takes everything");
    }
    let mut file =
        std::fs::File::options().create_new(true).write(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(key.as_bytes()).map_err(failed)?;
    Ok(key)
}

/// Crates whose queries are checked against the schema, with those of them below each.
const QUERYING: [(&str, &[&str]); 3] = [("relay", &[]), ("jobs", &[]), ("hosted", &["relay", "jobs"])];

/// Asks a fresh database about every query and writes the answers to each crate's `.sqlx`; with `check` only compares.
///
/// # Errors
/// When a query does not fit the schema, or the committed answers are others.
pub fn queries(check: bool) -> Result<(), XtaskError> {
    let root = repository();
    let scratch = root.join(".cache/queries");
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| XtaskError::File { path, source }
    };
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch).map_err(failed(&scratch))?;
    }
    let postgres = Postgres::start(&scratch.join("postgres"), false)?;
    let mut migrations: Vec<PathBuf> = std::fs::read_dir(root.join("migrations/postgres"))
        .map_err(failed(&root))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(|c: char| c.is_ascii_digit()))
        })
        .collect();
    migrations.sort();
    for migration in migrations {
        postgres.sql_file("valorize", &migration)?;
    }
    for (krate, below) in QUERYING {
        answered((krate, below), &scratch.join(krate), &postgres, check)?;
    }
    Ok(())
}

/// The same for one crate.
fn answered(
    (krate, below): (&str, &[&str]),
    fresh: &Path,
    postgres: &Postgres,
    check: bool,
) -> Result<(), XtaskError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| XtaskError::File { path, source }
    };
    std::fs::create_dir_all(fresh).map_err(failed(fresh))?;
    let home = repository().join("sync-server").join(krate);
    // Cargo does not know that the database is part of what the macros read.
    let library = home.join("src/lib.rs");
    let file = std::fs::File::open(&library).map_err(failed(&library))?;
    file.set_modified(std::time::SystemTime::now()).map_err(failed(&library))?;
    let mut build = cargo(&["check", "--quiet", "--package", krate]);
    build.env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", fresh);
    show(build.env("DATABASE_URL", postgres.url()))?;
    let kept = home.join(".sqlx");
    std::fs::create_dir_all(&kept).map_err(failed(&kept))?;
    let (mut new, old) = (answers(fresh)?, answers(&kept)?);
    // Crates below it are built by the way and leave their answers too.
    for below in below {
        let theirs = answers(&repository().join("sync-server").join(below).join(".sqlx"))?;
        new.retain(|name, _| !theirs.contains_key(name));
    }
    if check {
        let same = new == old;
        let stale = "is stale: cargo run -p xtask -- queries";
        let stale = XtaskError::Step(format!("the committed .sqlx of {krate} {stale}"));
        return if same { Ok(()) } else { Err(stale) };
    }
    for gone in old.keys().filter(|name| !new.contains_key(*name)) {
        let path = kept.join(gone);
        std::fs::remove_file(&path).map_err(failed(&path))?;
    }
    for (name, bytes) in &new {
        let path = kept.join(name);
        std::fs::write(&path, bytes).map_err(failed(&path))?;
    }
    println!("{krate}: {} queries", new.len());
    Ok(())
}

/// Files by name.
fn answers(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, XtaskError> {
    let failed = |source| XtaskError::File { path: folder.to_owned(), source };
    let mut answers = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            answers.insert(name, std::fs::read(entry.path()).map_err(failed)?);
        }
    }
    Ok(answers)
}
