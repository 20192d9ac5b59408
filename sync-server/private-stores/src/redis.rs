//! A Redis in a folder. It keeps nothing: hints and counters are all it is asked for.

use crate::programs::{find, wait_for};
use crate::{PATIENCE, StoreError};
use std::fs::File;
use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running Redis. It ends with this value.
#[derive(Debug)]
pub struct Redis {
    folder: PathBuf,
    process: Option<Child>,
}

impl Redis {
    /// Starts a Redis in this folder.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub fn start(path: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path).map_err(|source| StoreError::File { path: path.to_owned(), source })?;
        let mut redis = Self { folder: path.to_owned(), process: None };
        // One left behind by a program that was killed.
        if let Ok(mut left) = UnixStream::connect(redis.socket()) {
            let _already_gone = left.write_all(b"SHUTDOWN NOSAVE\r\n");
        }
        redis.resume()?;
        Ok(redis)
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("redis.sock")
    }

    /// Starts it again after [`Redis::stop`].
    ///
    /// # Errors
    /// When it does not start.
    pub fn resume(&mut self) -> Result<(), StoreError> {
        let log = self.folder.join("redis.log");
        let file = File::create(&log).map_err(|source| StoreError::File { path: log.clone(), source })?;
        let mut command = Command::new(find("redis-server")?);
        command.args(["--port", "0", "--unixsocketperm", "700", "--save", "", "--appendonly", "no"]);
        command.arg("--unixsocket").arg(self.socket()).arg("--dir").arg(&self.folder);
        let process = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| StoreError::File { path: log.clone(), source })?;
        self.process = Some(process);
        if wait_for(|| UnixStream::connect(self.socket()).is_ok(), PATIENCE) {
            return Ok(());
        }
        Err(StoreError::Silent("Redis", log))
    }

    /// Kills it.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _gone = process.kill();
            let _status = process.wait();
        }
    }

    /// The process's id while it runs.
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Where a program finds it.
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}
