//! Runs one program after another, says which and how long it took, and counts the tests they report.

use crate::error::XtaskError;
use crate::interface::Interface;
use crate::tally::Tally;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Steps of one command, numbered, with what has been counted so far.
pub struct Steps {
    all: usize,
    done: usize,
    started: Instant,
    failed: Vec<String>,
    /// Tests reported by the programs run so far.
    pub tally: Tally,
}

impl Steps {
    /// A run of `all` steps.
    pub fn new(all: usize) -> Self {
        Self { all, done: 0, started: Instant::now(), failed: Vec::new(), tally: Tally::default() }
    }

    /// Runs `command` as the next step; a failure is remembered and the next step still runs.
    pub fn run(&mut self, name: &str, command: &mut Command) {
        let outcome = |tally: &mut Tally| stream(command, tally);
        self.step(name, outcome);
    }

    /// Runs a script of the interface as the next step; without the interface's packages it fails.
    pub fn script(&mut self, name: &str, interface: Option<&Interface>, script: &str) {
        self.step(name, |tally| match interface {
            Some(interface) => stream(&mut interface.script(script), tally),
            None => Err(XtaskError::Step(format!("npm run {script}: the packages are missing"))),
        });
    }

    /// Makes something as the next step; `None` when that failed.
    pub fn value<T>(&mut self, name: &str, make: impl FnOnce() -> Result<T, XtaskError>) -> Option<T> {
        let mut made = None;
        self.step(name, |_| {
            made = Some(make()?);
            Ok(())
        });
        made
    }

    /// Does `work` as the next step, with the same reporting.
    pub fn step(&mut self, name: &str, work: impl FnOnce(&mut Tally) -> Result<(), XtaskError>) {
        self.done += 1;
        println!("\n[{}/{}] {name}", self.done, self.all);
        let started = Instant::now();
        let result = work(&mut self.tally);
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        if let Err(error) = result {
            eprintln!("{error}");
            self.failed.push(name.to_owned());
        }
        println!("[{}/{}] {name}: {verdict}, {:.1} s", self.done, self.all, started.elapsed().as_secs_f64());
    }

    /// Says how it went: first what failed, last the line with the counted tests.
    ///
    /// # Errors
    /// [`XtaskError::Checks`] when a step failed.
    pub fn finish(self) -> Result<(), XtaskError> {
        let seconds = self.started.elapsed().as_secs();
        println!(
            "\n{} of {} steps ok, {} min {:02} s",
            self.done - self.failed.len(),
            self.done,
            seconds / 60,
            seconds % 60
        );
        if !self.failed.is_empty() {
            println!("failed: {}", self.failed.join(", "));
        }
        // A step that fails without reporting a test (a lint, a build) counts as one failure, so that the line never reads as success.
        let failed = if self.tally.failed == 0 { self.failed.len() as u64 } else { self.tally.failed };
        println!("{} passed, {failed} failed", self.tally.passed);
        if self.failed.is_empty() {
            return Ok(());
        }
        Err(XtaskError::Checks { failed: self.failed.len(), all: self.done, names: self.failed.join(", ") })
    }
}

/// Runs `command` with its output shown as it is.
///
/// # Errors
/// When it does not start or does not end well.
pub fn show(command: &mut Command) -> Result<(), XtaskError> {
    let line = describe(command);
    let status = command.status().map_err(|source| XtaskError::Start { program: line.clone(), source })?;
    if status.success() { Ok(()) } else { Err(XtaskError::Step(line)) }
}

/// Runs `command` with its output shown, and counts the tests it reports.
///
/// # Errors
/// When it does not start or does not end well.
pub fn count(command: &mut Command) -> Result<Tally, XtaskError> {
    let mut tally = Tally::default();
    stream(command, &mut tally)?;
    Ok(tally)
}

/// The command as one would type it.
pub fn describe(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Runs `command`, passing its output on while reading the summaries of test runners from it.
///
/// # Errors
/// When it does not start or does not end well.
pub fn stream(command: &mut Command, tally: &mut Tally) -> Result<(), XtaskError> {
    let line = describe(command);
    if std::io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|source| XtaskError::Start { program: line.clone(), source })?;
    let errors = child.stderr.take().map(|pipe| std::thread::spawn(move || pass_on(pipe, std::io::stderr())));
    if let Some(pipe) = child.stdout.take() {
        tally.add(pass_on(pipe, std::io::stdout()));
    }
    if let Some(Ok(counted)) = errors.map(std::thread::JoinHandle::join) {
        tally.add(counted);
    }
    let status = child.wait().map_err(|source| XtaskError::Start { program: line.clone(), source })?;
    if status.success() { Ok(()) } else { Err(XtaskError::Step(line)) }
}

fn pass_on(pipe: impl Read, mut to: impl Write) -> Tally {
    let mut tally = Tally::default();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed terminal must not end the checks; the exit code still tells.
        let _shown = to.write_all(&line).and_then(|()| to.flush());
        tally.read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    tally
}
