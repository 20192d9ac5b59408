//! A sync server and a worker with a Postgres of their own, for as long as the interface's flows run.

use crate::error::XtaskError;
use crate::repository;
use private_stores::Postgres;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// What makes accounts with a hosted book there.
pub const PROVISION: &str = "sesame";

/// The server, ended with this.
pub struct Stand {
    _server: Running,
    _worker: Running,
    /// `http://127.0.0.1:...`
    pub address: String,
    /// Where the flows run the issuer that the server trusts.
    pub issuer: String,
    _postgres: Postgres,
}

impl Stand {
    /// Starts the debug build of the server.
    ///
    /// # Errors
    /// When Postgres, the server or the worker does not start.
    pub fn start() -> Result<Self, XtaskError> {
        let folder = repository().join(".cache/stand");
        // What the last run left may have been made by migrations that are others by now.
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .map_err(|source| XtaskError::File { path: folder.clone(), source })?;
        }
        let postgres = Postgres::start(&folder.join("postgres"), false)?;
        let program = repository().join("target/debug/sync-server");
        // Whoever listens there later finds it free: nobody else asks for a port in between.
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .map_err(|source| XtaskError::Start { program: program.display().to_string(), source })?
            .port();
        let issuer = format!("http://127.0.0.1:{port}/realm");
        let role = |role: &str| {
            let mut command = Command::new(&program);
            command
                .args([role, "--database", &postgres.url(), "--log", "warn"])
                .env("VALORIZE_HOSTED_KEY", "ab".repeat(32))
                .env("VALORIZE_OBJECTS", folder.join("objects"))
                .env("VALORIZE_MAIL_FOLDER", folder.join("mail"));
            command
        };
        let (worker, objects) =
            Running::start(role("worker").args(["--worker-listen", "127.0.0.1:0", "--job-poll-ms", "100"]))?;
        let (server, address) = Running::start(
            role("serve")
                .args(["--listen", "127.0.0.1:0", "--objects-address", &objects])
                .args(["--sign-up", "open", "--sign-ins-per-minute", "10000"])
                .args(["--connects-per-minute", "10000", "--api-per-minute", "1000000"])
                .args(["--provision-secret", PROVISION])
                .args(["--oidc-issuer", &issuer, "--oidc-client-id", "valorize-e2e"]),
        )?;
        Ok(Self { _server: server, _worker: worker, address, issuer, _postgres: postgres })
    }
}

/// A running role, ended with this. That it ended by itself shows in the flows that need it.
struct Running(Child);

impl Running {
    /// Starts it; gives the address that it says.
    fn start(command: &mut Command) -> Result<(Self, String), XtaskError> {
        let line = command.get_program().display().to_string();
        let failed = |source| XtaskError::Start { program: line.clone(), source };
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let mut running = Self(child);
        let mut said = String::new();
        if let Some(output) = running.0.stdout.take() {
            BufReader::new(output).read_line(&mut said).map_err(failed)?;
        }
        match said.trim().strip_prefix("listening on ") {
            Some(address) => Ok((running, address.to_owned())),
            None => Err(XtaskError::Step(format!("{line} says {said:?} instead of where it listens"))),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
