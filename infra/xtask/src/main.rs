//! `cargo run -p xtask -- COMMAND`: what the Makefile calls.

use std::process::ExitCode;
use xtask::error::XtaskError;
use xtask::{checks, demo, setup, watch};

const USAGE: &str = "commands: setup, test, lint, fmt, run, dev, bench, fuzz (see `make help`)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), XtaskError> {
    match arguments.first().map(String::as_str) {
        Some("setup") => setup::model(),
        Some("test") => checks::test(),
        Some("lint") => checks::lint(),
        Some("fmt") => checks::format(),
        Some("run") => demo::run(),
        Some("dev") => watch::watch(),
        Some("bench") => checks::bench(&arguments[1..]),
        Some("fuzz") => checks::fuzz(),
        Some(word) => Err(XtaskError::Usage(format!("`{word}` is not a command; {USAGE}"))),
        None => Err(XtaskError::Usage(USAGE.to_owned())),
    }
}
