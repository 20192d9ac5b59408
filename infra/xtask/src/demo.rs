//! `make demo`: the main job of the command line on the sample statements, as one would type it, into a book that is made anew each time.

use crate::checks::cargo;
use crate::error::XtaskError;
use crate::setup;
use crate::steps::show;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the demonstration's book lies, relative to the repository's root. Under target/, so that `cargo clean` removes it too.
const FOLDER: &str = "target/demo";

/// Builds `valorize` and shows import, a repeated import, review, the register and undo.
///
/// # Errors
/// When the set-up, the build or one of the commands fails.
pub fn run() -> Result<(), XtaskError> {
    setup::model()?;
    println!("building valorize (the first time takes a few minutes)");
    show(&mut cargo(&["build", "--bin", "valorize"]))?;
    let root = crate::repository();
    let folder = root.join(FOLDER);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .map_err(|source| XtaskError::File { path: folder.clone(), source })?;
    }
    std::fs::create_dir_all(&folder).map_err(|source| XtaskError::File { path: folder.clone(), source })?;
    let samples = samples(&root)?;
    let demo = Demo { root };
    let files: Vec<&str> = samples.iter().map(String::as_str).collect();
    say(
        "A new book, and everything the banks sent: what is new, what is known, and whether the balance proves it.",
    );
    demo.valorize(&["init", "--name", "Demo", "--currency", "BRL", "--language", "pt-BR"])?;
    demo.valorize(&[&["import", "--yes"], files.as_slice()].concat())?;
    say("The same files again add nothing.");
    demo.valorize(&[&["import", "--yes"], files.as_slice()].concat())?;
    say("What the categoriser suggests, with its confidence.");
    demo.valorize(&["review", "--list", "--limit", "10"])?;
    say("The register.");
    demo.valorize(&["transactions", "--limit", "15"])?;
    say("The last action taken back, and the book verified.");
    demo.valorize(&["undo"])?;
    demo.valorize(&["doctor"])?;
    println!("\nThe demonstration's book is {FOLDER}/book.valorize; go on with it, or start your own:");
    println!("  export VALORIZE_BOOK={FOLDER}/book.valorize");
    println!("  target/debug/valorize review");
    println!("  target/debug/valorize --help");
    Ok(())
}

struct Demo {
    root: PathBuf,
}

impl Demo {
    /// Shows the command as typed, then runs it on the demonstration's book.
    fn valorize(&self, arguments: &[&str]) -> Result<(), XtaskError> {
        println!("\n$ valorize {}", arguments.join(" "));
        let program = self.root.join("target/debug/valorize");
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("VALORIZE_BOOK", format!("{FOLDER}/book.valorize"))
            .args(arguments);
        show(&mut command)
    }
}

fn say(text: &str) {
    println!("\n# {text}");
}

/// The sample statements, sorted by name.
fn samples(root: &Path) -> Result<Vec<String>, XtaskError> {
    let folder = root.join("samples");
    let entries = std::fs::read_dir(&folder).map_err(|source| XtaskError::File { path: folder, source })?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind != "md"))
        .filter_map(|path| Some(format!("samples/{}", path.file_name()?.to_string_lossy())))
        .collect();
    names.sort();
    Ok(names)
}
