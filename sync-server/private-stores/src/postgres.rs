//! A Postgres in a folder.

use crate::programs::{find, folder, private_file, run, unprivileged, wait_for};
use crate::{PATIENCE, StoreError};
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const USER: &str = "valorize";

/// A running Postgres. It ends with this value; its data stay in the folder.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    durable: bool,
    /// A port on 127.0.0.1 where it listens with TLS, beside its socket.
    tls: Option<u16>,
    process: Option<Child>,
}

impl Postgres {
    /// Starts the Postgres of this folder, made when there is none. Without `durable` it does not wait for the disk: for tests.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub fn start(path: &Path, durable: bool) -> Result<Self, StoreError> {
        folder(path)?;
        let mut postgres = Self { folder: path.to_owned(), durable, tls: None, process: None };
        // One left behind by a program that was killed.
        if postgres.data().join("postmaster.pid").is_file() {
            let _already_gone = postgres.control("fast");
        }
        if !postgres.data().join("PG_VERSION").is_file() {
            let mut make = unprivileged(&find("initdb")?);
            make.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username", USER])
                .arg("--pgdata")
                .arg(postgres.data());
            run(&mut make)?;
        }
        postgres.resume()?;
        let known = postgres.sql("postgres", "select datname from pg_database")?;
        if !known.lines().any(|name| name == USER) {
            postgres.sql("postgres", "create database valorize")?;
        }
        Ok(postgres)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts it again after [`Postgres::stop`].
    ///
    /// # Errors
    /// When it does not start.
    pub fn resume(&mut self) -> Result<(), StoreError> {
        let log = self.folder.join("postgres.log");
        let file = |path: &Path| {
            File::options()
                .create(true)
                .append(true)
                .open(path)
                .map_err(|source| StoreError::File { path: path.to_owned(), source })
        };
        let mut command = unprivileged(&find("postgres")?);
        command.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        command.args(["-c", "max_connections=100", "-c"]);
        match self.tls {
            None => command.arg("listen_addresses="),
            Some(port) => {
                command.args(["listen_addresses=127.0.0.1", "-c", "ssl=on", "-c"]).arg(format!("port={port}"))
            }
        };
        if !self.durable {
            // What is committed is with the system, so that it survives Postgres, though not the machine.
            command.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(file(&log)?)
            .stderr(file(&log)?)
            .spawn()
            .map_err(|source| StoreError::File { path: log.clone(), source })?;
        self.process = Some(process);
        if wait_for(|| self.sql("postgres", "select 1").is_ok(), PATIENCE) {
            return Ok(());
        }
        Err(StoreError::Silent("Postgres", log))
    }

    /// Starts it anew with TLS, on a free port of 127.0.0.1 that it gives; certificate and key are PEM.
    ///
    /// # Errors
    /// When the files cannot be written, or it does not start.
    pub fn listen_with_tls(&mut self, certificate: &str, key: &str) -> Result<u16, StoreError> {
        let failed = |source| StoreError::File { path: self.data(), source };
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(failed)?.port();
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            private_file(&self.data().join(name), text)?;
        }
        self.stop()?;
        self.tls = Some(port);
        self.resume()?;
        Ok(port)
    }

    fn control(&self, mode: &str) -> Result<(), StoreError> {
        let mut stop = unprivileged(&find("pg_ctl")?);
        stop.args(["stop", "--wait", "--mode", mode, "--pgdata"]).arg(self.data());
        run(&mut stop).map(|_| ())
    }

    /// Stops it; one that is not durable at once, as a crash would. What was committed stays.
    ///
    /// # Errors
    /// When it cannot be stopped.
    pub fn stop(&mut self) -> Result<(), StoreError> {
        let Some(mut process) = self.process.take() else { return Ok(()) };
        let stopped = self.control(if self.durable { "fast" } else { "immediate" });
        if stopped.is_err() {
            let _gone = process.kill();
        }
        let _status = process.wait();
        stopped
    }

    /// The process's id while it runs; its workers are below it.
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Where a program finds it.
    pub fn url(&self) -> String {
        self.url_of(USER)
    }

    fn url_of(&self, database: &str) -> String {
        let port = self.tls.map(|port| format!("&port={port}")).unwrap_or_default();
        format!("postgres://{USER}@localhost/{database}?host={}{port}", self.folder.display())
    }

    fn tool(&self, name: &'static str) -> Result<Command, StoreError> {
        let mut command = Command::new(find(name)?);
        command.arg("--host").arg(&self.folder).args(["--username", USER, "--no-password"]);
        if let Some(port) = self.tls {
            command.arg("--port").arg(port.to_string());
        }
        Ok(command)
    }

    /// Runs a statement, rows as lines.
    ///
    /// # Errors
    /// When Postgres refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> Result<String, StoreError> {
        let mut psql = self.tool("psql")?;
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        psql.args(["--dbname", database, "--command", statement]);
        run(&mut psql).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Runs the statements of a file, rows as lines.
    ///
    /// # Errors
    /// When Postgres refuses one.
    pub fn sql_file(&self, database: &str, file: &Path) -> Result<String, StoreError> {
        let mut psql = self.tool("psql")?;
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        run(psql.args(["--dbname", database, "--file"]).arg(file))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The database as SQL, as a backup would keep it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn dump(&self, to: &Path) -> Result<(), StoreError> {
        let mut dump = self.tool("pg_dump")?;
        run(dump.args(["--dbname", USER, "--file"]).arg(to)).map(|_| ())
    }

    /// The schema alone, as SQL.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn schema(&self) -> Result<String, StoreError> {
        let mut dump = self.tool("pg_dump")?;
        run(dump.args(["--schema-only", "--no-owner", "--dbname", USER]))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Puts a dump in the database's place; whoever is connected is thrown out.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn restore(&self, from: &Path) -> Result<(), StoreError> {
        self.sql("postgres", "drop database valorize with (force)")?;
        self.sql("postgres", "create database valorize")?;
        self.sql_file(USER, from).map(|_| ())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _stopped = self.stop();
    }
}
