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
    server: Child,
    worker: Child,
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
    /// When Postgres or the server does not start.
    pub fn start() -> Result<Self, XtaskError> {
        let folder = repository().join(".cache/stand");
        // What the last run left may have been made by migrations that are others by now.
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .map_err(|source| XtaskError::File { path: folder.clone(), source })?;
        }
        let postgres = Postgres::start(&folder.join("postgres"), false)?;
        let program = repository().join("target/debug/sync-server");
        let line = program.display().to_string();
        let failed = |source| XtaskError::Start { program: line.clone(), source };
        // Whoever listens there later finds it free: nobody else asks for a port in between.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(failed)?.port();
        let issuer = format!("http://127.0.0.1:{port}/realm");
        let role = |role: &str| {
            let mut command = Command::new(&program);
            command
                .args([role, "--database", &postgres.url(), "--log", "warn"])
                .env("VALORIZE_HOSTED_KEY", "ab".repeat(32))
                .env("VALORIZE_OBJECTS", repository().join(".cache/stand/objects"))
                .env("VALORIZE_MAIL_FOLDER", repository().join(".cache/stand/mail"))
                .stdin(Stdio::null());
            command
        };
        let mut server = role("serve")
            .args(["--listen", "127.0.0.1:0"])
            .args(["--sign-up", "open", "--sign-ins-per-minute", "10000", "--connects-per-minute", "10000"])
            .args(["--provision-secret", PROVISION, "--api-per-minute", "1000000"])
            .args(["--oidc-issuer", &issuer, "--oidc-client-id", "valorize-e2e"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut said = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut said).map_err(failed)?;
        }
        let Some(address) = said.trim().strip_prefix("listening on ") else {
            // It has ended already, or says something nobody expects: either way it is not to stay.
            drop(server.kill());
            return Err(XtaskError::Step(format!("{line} says {said:?} instead of where it listens")));
        };
        // It looks for work as soon as it can: nobody waits for it.
        let worker = role("worker")
            .args(["--worker-listen", "127.0.0.1:0", "--job-poll-ms", "100"])
            .stdout(Stdio::null())
            .spawn();
        let worker = match worker {
            Ok(worker) => worker,
            Err(error) => {
                drop(server.kill());
                return Err(failed(error));
            }
        };
        Ok(Self { server, worker, address: address.to_owned(), issuer, _postgres: postgres })
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        // That it ended by itself shows in the flows that need it.
        for child in [&mut self.server, &mut self.worker] {
            drop(child.kill());
            drop(child.wait());
        }
    }
}
