//! One program of the stack: started, watched, and ended with its value.

use crate::error::XtaskError;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A program that runs. What it has to say is in a file of its name.
pub struct Part {
    name: &'static str,
    child: Child,
}

impl Part {
    /// Starts it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &'static str, logs: &Path, command: &mut Command) -> Result<Self, XtaskError> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log(name, logs)?)
            .spawn()
            .map_err(|source| XtaskError::Start { program: name.to_owned(), source })?;
        Ok(Self { name, child })
    }

    /// Starts it and waits until it says where it listens.
    ///
    /// # Errors
    /// When it cannot be started, or says something else.
    pub fn listening(
        name: &'static str,
        logs: &Path,
        command: &mut Command,
    ) -> Result<(Self, SocketAddr), XtaskError> {
        let failed = |source| XtaskError::Start { program: name.to_owned(), source };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log(name, logs)?);
        let child = command.spawn().map_err(failed)?;
        let mut part = Self { name, child };
        let mut said = String::new();
        if let Some(output) = part.child.stdout.take() {
            BufReader::new(output).read_line(&mut said).map_err(failed)?;
        }
        let address = said.trim().rsplit("//").next().and_then(|address| address.parse().ok());
        let strange = || XtaskError::Step(format!("{name} (it says {said:?} instead of where it listens)"));
        Ok((part, address.ok_or_else(strange)?))
    }

    /// Refuses when it has ended.
    ///
    /// # Errors
    /// When it has.
    pub fn running(&mut self) -> Result<(), XtaskError> {
        match self.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(XtaskError::Step(format!("{} (it ended: {status})", self.name))),
            Err(source) => Err(XtaskError::Start { program: self.name.to_owned(), source }),
        }
    }
}

/// Where a part's words go.
fn log(name: &str, logs: &Path) -> Result<Stdio, XtaskError> {
    let path = logs.join(format!("{name}.log"));
    std::fs::File::create(&path).map(Stdio::from).map_err(|source| XtaskError::File { path, source })
}

impl Drop for Part {
    fn drop(&mut self) {
        // One that has ended already is as wished.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
