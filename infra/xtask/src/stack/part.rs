//! One program of the stack: started, watched, and ended with its value.

use crate::error::XtaskError;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

/// A program that runs. What it says goes to this terminal's standard error, but for what is asked of its first line.
pub struct Part {
    name: &'static str,
    child: Child,
}

impl Part {
    /// Starts it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self, XtaskError> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|source| XtaskError::Start { program: name.to_owned(), source })?;
        Ok(Self { name, child })
    }

    /// Starts it and waits until it says where it listens.
    ///
    /// # Errors
    /// When it cannot be started, or says something else.
    pub fn listening(name: &'static str, command: &mut Command) -> Result<(Self, SocketAddr), XtaskError> {
        let failed = |source| XtaskError::Start { program: name.to_owned(), source };
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
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

impl Drop for Part {
    fn drop(&mut self) {
        // One that has ended already is as wished.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
