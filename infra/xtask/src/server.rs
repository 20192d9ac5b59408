//! `make server`: the sync server and a worker, with a Postgres and a Redis of their own.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::repository;
use crate::steps::show;
use private_stores::{Postgres, Redis};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::{Child, Command};

const LISTEN: &str = "127.0.0.1:8787";

/// Starts what is missing of Postgres and Redis, then a worker and the server, and waits for the server. `VALORIZE_DATABASE` and `VALORIZE_REDIS` name
/// others; further arguments go to the server.
///
/// # Errors
/// When a store or the server does not start.
pub fn run(arguments: &[String]) -> Result<(), XtaskError> {
    show(&mut cargo(&["build", "--bin", "sync-server"]))?;
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
