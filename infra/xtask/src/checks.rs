//! `make test`, `make lint`, `make fmt`, `make fuzz` and `make bench`.

use crate::error::XtaskError;
use crate::interface::Interface;
use crate::stand::Stand;
use crate::steps::{Steps, count, show, stream};
use crate::tally::Tally;
use crate::{contract, dependencies, queries, setup};
use std::process::{Command, Stdio};

/// A cargo command in the repository.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::repository()).args(arguments);
    // What cargo told this program of itself: `ring` looks at it, and would be built anew, with all that rests on it, whenever builds from here
    // and builds by hand take turns.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_")
            || name.to_string_lossy().starts_with("CARGO_MANIFEST_")
        {
            command.env_remove(name);
        }
    }
    command
}

/// Everything that must hold before a change is good. Every step runs, so that one report names all that is wrong.
///
/// # Errors
/// When a step failed.
pub fn test() -> Result<(), XtaskError> {
    let mut steps = Steps::new(16);
    steps.step("model and runtime", |_| setup::model());
    steps.run("dependencies", &mut cargo(&["fetch", "--locked"]));
    let interface = steps.value("the interface's packages", Interface::install);
    steps.script("build the interface", interface.as_ref(), "build");
    steps.run("format", &mut cargo(&["fmt", "--all", "--check"]));
    steps.step("licences, bans, sources", |_| licences());
    lint_interface(&mut steps, interface.as_ref());
    steps.step("clippy, and queries against the schema", |tally| {
        let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        queries::check(|variables| stream(cargo(&clippy).envs(variables), tally))
    });
    if has_subcommand("nextest") {
        // One more than there are processors: there is always a test that waits for another process.
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get) + 1;
        let mut tests = cargo(&["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]);
        steps.run("tests", tests.arg(format!("--test-threads={threads}")));
    } else {
        steps.run(
            "tests",
            &mut cargo(&["test", "--workspace", "--all-targets", "--locked", "--no-fail-fast"]),
        );
    }
    steps.run("doc tests", &mut cargo(&["test", "--workspace", "--doc", "--locked", "--no-fail-fast"]));
    steps.script("tests of the interface", interface.as_ref(), "test");
    // All targets, as the tests were built: without theirs, shared dependencies have other features and are built anew.
    steps.run("build the program", &mut cargo(&["build", "--workspace", "--all-targets", "--locked"]));
    let stand = steps.value("a server and a worker", Stand::start);
    let missing = || XtaskError::Step("there is no server".to_owned());
    steps.step("the API against its description", |tally| {
        contract::run(stand.as_ref().ok_or_else(missing)?, tally)
    });
    steps.step("the interface in a browser", |tally| {
        in_browser(interface.as_ref(), stand.as_ref().ok_or_else(missing)?, tally)
    });
    steps.finish()
}

/// Tries the API of a server of its own against its description; `SECONDS` says for how long.
///
/// # Errors
/// When an answer is not as described.
pub fn contract() -> Result<(), XtaskError> {
    show(&mut cargo(&["build", "--workspace", "--all-targets", "--locked"]))?;
    contract::run(&Stand::start()?, &mut Tally::default())
}

fn in_browser(interface: Option<&Interface>, stand: &Stand, tally: &mut Tally) -> Result<(), XtaskError> {
    let missing = || XtaskError::Step("npm run e2e: the packages are missing".to_owned());
    stream(&mut interface.ok_or_else(missing)?.flows(stand), tally)
}

/// The quick half of [`test`]: what needs no tests of the product.
///
/// # Errors
/// When a step failed.
pub fn lint() -> Result<(), XtaskError> {
    let mut steps = Steps::new(7);
    let interface = steps.value("the interface's packages", Interface::install);
    steps.run("format", &mut cargo(&["fmt", "--all", "--check"]));
    steps.step("licences, bans, sources", |_| licences());
    lint_interface(&mut steps, interface.as_ref());
    steps.run("clippy", &mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    steps.run("architecture and tidiness", &mut cargo(&["test", "--package", "xtask"]));
    steps.finish()
}

fn lint_interface(steps: &mut Steps, interface: Option<&Interface>) {
    steps.script("types of the interface", interface, "types");
    steps.script("lints and format of the interface", interface, "lint");
}

/// The check of deny.toml: ours always, cargo-deny's own where it is installed.
fn licences() -> Result<(), XtaskError> {
    println!("{}", dependencies::check()?);
    if has_subcommand("deny") {
        show(&mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]))?;
    }
    Ok(())
}

/// Formats the sources.
///
/// # Errors
/// When rustfmt cannot read one.
pub fn format() -> Result<(), XtaskError> {
    show(&mut cargo(&["fmt", "--all"]))?;
    show(&mut Interface::install()?.script("format"))
}

/// Measures the release build and writes bench/results/.
///
/// # Errors
/// When the build or a measurement fails.
pub fn bench(arguments: &[String]) -> Result<(), XtaskError> {
    setup::model()?;
    let mut command = cargo(&["run", "--release", "--package", "bench", "--", "run"]);
    show(command.args(arguments))
}

/// Load on a release build of the sync server, written to bench/results/. `SCENARIO` names one or several, `SCALE=0.1` is a quick one.
///
/// # Errors
/// When the build fails, no scenario has that name, something acknowledged is lost, or a run takes longer than it may.
pub fn load(scenarios: &[&str], arguments: &[String]) -> Result<(), XtaskError> {
    let profile = if is_quick(std::env::var("SCALE").ok().as_deref()) { "quick" } else { "release" };
    show(&mut cargo(&["build", "--profile", profile, "--package", "sync-server", "--package", "load"]))?;
    let release = target().join(profile);
    let mut load = Command::new(release.join("load"));
    load.current_dir(crate::repository()).arg("run").args(scenarios);
    show(load.arg("--server").arg(release.join("sync-server")).args(arguments))
}

/// A part of the whole size is for a first look: whoever takes it does not wait for the linker to optimise across crates.
fn is_quick(scale: Option<&str>) -> bool {
    scale.and_then(|scale| scale.parse::<f64>().ok()).is_some_and(|scale| scale < 1.0)
}

/// Where cargo puts what it builds.
fn target() -> std::path::PathBuf {
    let root = crate::repository();
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// The simulation of devices and a log, over as many seeds as `SEEDS` says.
///
/// # Errors
/// When a seed fails; what happened in it is printed.
pub fn simulate() -> Result<(), XtaskError> {
    show(&mut cargo(&[
        "test",
        "--package",
        "sync-client",
        "--test",
        "main",
        "--",
        "simulation",
        "--nocapture",
    ]))
}

/// Crates that read what others wrote: statements of banks, frames from the network.
const FUZZED: &[&str] = &["statements", "sync-protocol"];

/// The property tests that feed arbitrary bytes to every parser, with many more cases than in [`test`].
///
/// # Errors
/// When a case fails; proptest prints it and keeps its seed.
pub fn fuzz() -> Result<(), XtaskError> {
    let minutes: u32 = match std::env::var("MINUTES") {
        Ok(text) => text.parse().map_err(|_| XtaskError::Usage(format!("MINUTES={text} is no number")))?,
        Err(_) => 5,
    };
    let until = std::time::Instant::now() + std::time::Duration::from_secs(u64::from(minutes) * 60);
    let mut round = 0_u32;
    while round == 0 || std::time::Instant::now() < until {
        round += 1;
        println!("round {round}");
        for package in FUZZED {
            let mut command = cargo(&["test", "--package", package, "--", "fuzz"]);
            let tally = count(command.env("PROPTEST_CASES", "2000"))?;
            if tally.passed == 0 {
                return Err(XtaskError::Usage(format!("no test of {package} has `fuzz` in its name")));
            }
        }
    }
    println!("{round} rounds of 2,000 cases per parser, none failed");
    Ok(())
}

fn has_subcommand(name: &str) -> bool {
    let quiet = cargo(&[name, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}
