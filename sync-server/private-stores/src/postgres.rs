//! A Postgres in a folder.

use crate::programs::{find, folder, run, unprivileged, wait_for};
use crate::{PATIENCE, StoreError};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const USER: &str = "valorize";

/// A running Postgres. It ends with this value; its data stay in the folder.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    durable: bool,
    process: Option<Child>,
}

impl Postgres {
    /// Starts the Postgres of this folder, made when there is none. Without `durable` it does not wait for the disk: for tests.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub fn start(path: &Path, durable: bool) -> Result<Self, StoreError> {
        folder(path)?;
        let mut postgres = Self { folder: path.to_owned(), durable, process: None };
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
        command.args(["-c", "listen_addresses=", "-c", "max_connections=100"]);
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

    /// Where a program finds it.
    pub fn url(&self) -> String {
        self.url_of(USER)
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://{USER}@localhost/{database}?host={}", self.folder.display())
    }

    fn tool(&self, name: &'static str) -> Result<Command, StoreError> {
        let mut command = Command::new(find(name)?);
        command.arg("--host").arg(&self.folder).args(["--username", USER, "--no-password"]);
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
