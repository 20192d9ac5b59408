//! Runs `valorize` in a folder of its own.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with a book.
pub struct Home {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub struct Ran {
    /// Exit code; none when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Home {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A folder with a book in Portuguese, without embedding model; only rules write categories.
    pub fn with_book() -> Self {
        let home = Self::new();
        home.ok(&["init", "--name", "Casa", "--currency", "BRL", "--language", "pt-BR"]);
        home.ok(&["setting", "set", "--key", "categorizer.model", "--value", "none"]);
        home.ok(&["setting", "set", "--key", "categorizer.threshold", "--value", "100"]);
        home
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The book's file.
    pub fn book(&self) -> PathBuf {
        self.path().join("book.valorize")
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, content).expect("a file is written");
        path.display().to_string()
    }

    /// The command, not yet started: in the folder, in English, with nothing on standard input.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_valorize"));
        command
            .current_dir(self.path())
            .env("VALORIZE_BOOK", self.book())
            .env("VALORIZE_DEVICE", "test")
            .env("VALORIZE_NO_KEYCHAIN", "1")
            .env("LC_ALL", "C.UTF-8")
            .env("COLUMNS", "100")
            .env_remove("RUST_BACKTRACE")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs to the end. A panic fails the test, whatever it wants to see.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(&self.command(arguments).output().expect("the program starts"), arguments)
    }

    /// Runs what must succeed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.err);
        ran.out
    }

    /// Runs what must succeed and print JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments)).expect("JSON")
    }

    /// Runs what must be refused with this exit code and error code, saying something and what to do.
    pub fn refused(&self, arguments: &[&str], exit: i32, code: &str) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(exit), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(&format!("error[{code}]: ")), "{arguments:?}: {}", ran.err);
        ran
    }

    /// The book is sound.
    pub fn assert_sound(&self) {
        assert_eq!(self.json(&["doctor", "--json"])["healthy"], true);
    }

    /// Number of rows in the register.
    pub fn rows(&self) -> usize {
        self.json(&["transactions", "--json"]).as_array().map_or(0, Vec::len)
    }
}

/// The output as texts.
pub fn ran(output: &Output, arguments: &[&str]) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ran = Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) };
    assert!(!ran.err.contains("panicked") && ran.code != Some(101), "{arguments:?} panicked: {}", ran.err);
    ran
}
