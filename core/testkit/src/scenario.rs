//! Scenarios: what is typed and what must be answered, in text files a bookkeeper can read, run on any surface.
//!
//! ```text
//! # A title: what is shown here.
//!
//! ofx bank.ofx account=45678-9 balance=80.10 on=2024-01-31     (file by lines: date, amount, FITID or -, text)
//! 2024-01-05  -19.90  N1  PADARIA TRIGO BOM
//! end
//!
//! file card.csv                                               (file word for word)
//! ...
//! end
//!
//! > import bank.ofx                                           (the flow: plan and commit)
//! Checking …78-9 (new): 1 new (-19.90), 0 known, ...          (the answer, up to a blank line)
//!
//! > transaction.edit id=@PADARIA note="from the corner"       (any operation of the catalog, or undo, redo, doctor)
//! changed 1
//! ```
//!
//! In values, `@TEXT` is the row whose text contains TEXT (`@TEXT#2` the second by date), `$plan` and `$batch` the newest
//! plan and import (`$plan1` the first of all), `%NAME` the newest action of that operation (`%NAME#2` the one before),
//! and `./NAME` a file. `> keep A` remembers every visible row, `> compare A` says what differs from it;
//! `rows=TEXT` limits both, `exactly=yes` compares even which registers were ever written.

mod parse;
mod render;
mod render_budget;
mod run;

pub use parse::{Scenario, Step};
pub use run::run;

use serde_json::Value;
use std::path::Path;

/// A refusal as a surface gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable code.
    pub code: String,
    /// Text.
    pub message: String,
}

/// Named texts, in the order typed; a name that stands twice is a list.
pub type Arguments = [(String, String)];

/// A way to reach a book. Each scenario gets a fresh one.
pub trait Surface {
    /// Runs an operation of the catalog.
    ///
    /// # Errors
    /// The operation's refusal.
    fn call(&mut self, operation: &str, arguments: &Arguments) -> Result<Value, Refusal>;

    /// Plans and commits one file: `{"file", "plan", "imported": [..]}`.
    ///
    /// # Errors
    /// The refusal of either.
    fn import(&mut self, file: &Path, arguments: &Arguments) -> Result<Value, Refusal>;

    /// Verifies the book: `{"healthy", "problems", ..}`.
    ///
    /// # Errors
    /// When the book cannot be read.
    fn doctor(&mut self) -> Result<Value, Refusal>;

    /// The lossless export.
    ///
    /// # Errors
    /// When the book cannot be read.
    fn export(&mut self) -> Result<Value, Refusal>;

    /// The categoriser's state.
    ///
    /// # Errors
    /// When the book cannot be read.
    fn categorizer(&mut self) -> Result<Value, Refusal>;
}

/// The lines in which two runs of a scenario differ, for a failing test's message.
pub fn difference(expected: &str, actual: &str) -> String {
    let (expected, actual): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same = expected.iter().zip(&actual).take_while(|(one, other)| one == other).count();
    let show = |lines: &[&str]| {
        lines.iter().skip(same).take(12).flat_map(|line| ["    ", *line, "\n"]).collect::<String>()
    };
    format!("from line {}\n  written:\n{}  came:\n{}", same + 1, show(&expected), show(&actual))
}
