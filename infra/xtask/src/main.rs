//! `cargo run --bin xtask -- COMMAND`: what the Makefile calls.

use std::process::ExitCode;
use xtask::error::XtaskError;
use xtask::{
    bundle, capacity, checks, demo, demo_sync, interface, launch, observability, queries, server, setup,
    stack, terraform, watch,
};

const USAGE: &str = "commands: setup, test, lint, fmt, run, demo, demo-sync, ui, bundle, e2e, screenshots, dev, bench, bench-ui, bench-window, load, load-all, load-sync, fuzz, simulate, server, stack, contract, queries, terraform, observability, capacity (see `make help`)";

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
        Some("setup") => setup::everything(),
        Some("test") => checks::test(),
        Some("lint") => checks::lint(),
        Some("fmt") => checks::format(),
        Some("run") => launch::run(),
        Some("demo") => demo::run(),
        Some("ui") => interface::build(),
        Some("demo-sync") => demo_sync::run(),
        Some("e2e") => interface::in_browser(false, &arguments[1..]),
        Some("screenshots") => interface::in_browser(true, &arguments[1..]),
        Some("bench-ui") => interface::bench(&arguments[1..]),
        Some("bundle") => bundle::build(),
        Some("bench-window") => bundle::measure(&arguments[1..]),
        Some("dev") => watch::watch(),
        Some("bench") => checks::bench(&arguments[1..]),
        Some("load") => {
            let named = std::env::var("SCENARIO").unwrap_or_default();
            let scenarios: Vec<&str> = named.split_whitespace().collect();
            checks::load(if scenarios.is_empty() { &["read"] } else { &scenarios }, &arguments[1..])
        }
        Some("load-all") => checks::load(&["all"], &arguments[1..]),
        Some("load-sync") => checks::load(&["sync"], &arguments[1..]),
        Some("fuzz") => checks::fuzz(),
        Some("simulate") => checks::simulate(),
        Some("capacity") => capacity::write(),
        Some("observability") => observability::write(),
        Some("terraform") => terraform::check(),
        Some("server") => server::run(&arguments[1..]),
        Some("stack") => stack::run(arguments.get(1).is_some_and(|word| word == "--check")),
        Some("contract") => checks::contract(),
        Some("queries") => queries::write(),
        Some(word) => Err(XtaskError::Usage(format!("`{word}` is not a command; {USAGE}"))),
        None => Err(XtaskError::Usage(USAGE.to_owned())),
    }
}
