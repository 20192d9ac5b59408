//! `make demo-sync`: two devices, one book and a server, as one would type it; how long a change takes to arrive is measured.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::stand::Stand;
use crate::steps::show;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Where the two books lie, relative to the repository's root.
const FOLDER: &str = "target/demo-sync";
const STATEMENT: &str = "samples/conta-corrente-2026-06-a-08.ofx";
const PATIENCE: Duration = Duration::from_secs(30);

/// Shows setting up, joining by the recovery phrase, and a change that arrives while the other device watches.
///
/// # Errors
/// When the build, the server or one of the commands fails, or a change does not arrive.
pub fn run() -> Result<(), XtaskError> {
    println!("building valorize and sync-server (the first time takes a few minutes)");
    show(&mut cargo(&["build", "--workspace", "--all-targets"]))?;
    let root = crate::repository();
    let folder = root.join(FOLDER);
    let failed = |source| XtaskError::File { path: folder.clone(), source };
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let stand = Stand::start()?;
    let (laptop, desk) = (Device::new(&root, "laptop"), Device::new(&root, "desk"));
    let account = ["--server", &stand.address, "--account", "ana@example.org"];

    println!("\n# A book on the laptop, and a server that will keep it without being able to read it.");
    laptop.show(&["init", "--name", "Casa", "--currency", "BRL", "--language", "pt-BR"], &[])?;
    laptop.show(&["import", "--yes", STATEMENT], &[])?;
    let said = laptop.said(&[&["sync", "set-up", "--new-account"], account.as_slice()].concat(), &[])?;
    print!("{said}");
    let phrase = said.lines().map(str::trim).find(|line| line.split(' ').count() == 24);
    let phrase = phrase.ok_or_else(|| XtaskError::Step("no recovery phrase was shown".to_owned()))?;

    println!("\n# The same book on the desk, by the phrase; from then on it watches.");
    let words = [("VALORIZE_RECOVERY_PHRASE", phrase)];
    desk.show(&[&["sync", "join"], account.as_slice()].concat(), &words)?;
    let watch = Watch::start(&desk)?;
    watch.wait_for("in step")?;

    println!("\n# A row is changed on the laptop.");
    let rows = laptop.said(&["transactions", "--limit", "1", "--json"], &[])?;
    let rows: serde_json::Value = serde_json::from_str(&rows)
        .map_err(|error| XtaskError::Step(format!("`valorize transactions --json`: {error}")))?;
    let id = rows[0]["id"].as_str().unwrap_or_default().to_owned();
    for turn in 1..=5 {
        laptop.said(&["transaction", "edit", "--id", &id, "--note", &format!("change {turn}")], &[])?;
        let started = Instant::now();
        laptop.said(&["sync", "once"], &[])?;
        watch.wait_for("in step")?;
        println!("change {turn}: on the desk after {} ms", started.elapsed().as_millis());
    }
    drop(watch);
    println!("\n# What the desk has.");
    desk.show(&["transactions", "--limit", "3"], &[])?;
    println!("\nBoth books lie in {FOLDER}. Your own: `make server`, then Settings, Sync in the app.");
    Ok(())
}

/// A device: a book and a name.
struct Device {
    root: PathBuf,
    name: &'static str,
}

impl Device {
    fn new(root: &std::path::Path, name: &'static str) -> Self {
        Self { root: root.to_owned(), name }
    }

    fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        println!("\n{}$ valorize {}", self.name, arguments.join(" "));
        let mut command = Command::new(self.root.join("target/debug/valorize"));
        command
            .current_dir(&self.root)
            .env("VALORIZE_BOOK", format!("{FOLDER}/{}.valorize", self.name))
            .env("VALORIZE_DEVICE", self.name)
            .env("VALORIZE_NO_KEYCHAIN", "1")
            .env("VALORIZE_SYNC_PASSWORD", "a password of the demonstration")
            .envs(variables.iter().copied())
            .args(arguments);
        command
    }

    fn show(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), XtaskError> {
        show(&mut self.command(arguments, variables))
    }

    fn said(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<String, XtaskError> {
        let mut command = self.command(arguments, variables);
        let line = crate::steps::describe(&command);
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|source| XtaskError::Start { program: line.clone(), source })?;
        if !output.status.success() {
            return Err(XtaskError::Step(line));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// `valorize sync watch`, line by line.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(device: &Device) -> Result<Self, XtaskError> {
        let mut command = device.command(&["sync", "watch"], &[]);
        let line = crate::steps::describe(&command);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| XtaskError::Start { program: line, source })?;
        let (tell, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Self { child, lines })
    }

    fn wait_for(&self, start: &str) -> Result<(), XtaskError> {
        let until = Instant::now() + PATIENCE;
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if line.starts_with(start) {
                return Ok(());
            }
        }
        Err(XtaskError::Step(format!("`valorize sync watch` did not say `{start}` in time")))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Between two commits there is nothing to lose.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
