//! `load`: many simulated users of a server, measured beside what the machine could do at best.

mod bare;
mod cells;
mod chart;
mod drain;
mod error;
mod figures;
mod k6;
mod processes;
mod promise;
mod proxy;
mod report;
mod requests;
mod run;
mod samples;
mod scenario;
mod stand;
mod sync;
mod trouble;

use clap::{Parser, Subcommand};
use error::LoadError;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// Puts load on a server of its own on this machine, and writes down how it did.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs scenarios: read, mixed, peak, burst, soak, drain, sync, cells, or a .toml file; `mixed+faults` and `sync+faults` with things going wrong.
    Run(Box<run::RunArguments>),
    /// Makes one report of what `run --keep` has kept.
    Report {
        /// The files.
        #[arg(required = true)]
        kept: Vec<PathBuf>,
        /// Where the report goes.
        #[arg(long, default_value = "bench/results")]
        results: PathBuf,
        /// The commands they come from, for the report.
        #[arg(long, default_value = "load run")]
        command: String,
    },
    /// Writes the scenarios as scripts for k6.
    K6 {
        /// Into this folder.
        #[arg(long, default_value = "bench/k6")]
        to: PathBuf,
    },
    /// The process that does the jobs of the drain.
    #[command(hide = true)]
    Worker {
        /// Options of a worker.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// The process that says back what it hears.
    #[command(hide = true)]
    Echo,
    /// The process that serves one page.
    #[command(hide = true)]
    Page {
        /// As JSON.
        file: PathBuf,
    },
}

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// 1 is the whole.
    pub scale: f64,
}

impl Size {
    /// So many of `whole`, at least 2 and even, as devices come in pairs.
    pub fn count(self, whole: u32) -> usize {
        let scaled = Duration::from_secs_f64(f64::from(whole) * self.scale).as_secs();
        usize::try_from(scaled).unwrap_or(usize::MAX).max(2)
    }

    /// So many seconds of `whole`, at least one.
    pub fn time(self, whole: u64) -> Duration {
        Duration::from_secs(whole).mul_f64(self.scale).max(Duration::from_secs(1))
    }
}

fn main() -> ExitCode {
    match begin(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn begin(command: Command) -> Result<(), LoadError> {
    // Each connection is an open file here and one in the server, which inherits the limit.
    let _most = rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Runtime::new()?;
    match command {
        Command::Echo => runtime.block_on(bare::serve_echo()),
        Command::Page { file } => runtime.block_on(requests::serve_page(&file)),
        Command::Worker { options } => runtime.block_on(drain::work(options)),
        Command::Report { kept, results, command } => run::report(&kept, &results, command),
        Command::K6 { to } => k6::write(&to),
        Command::Run(arguments) => runtime.block_on(async {
            // What was started ends with the future that holds it.
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::select! {
                done = run::run(&arguments) => done,
                _ = tokio::signal::ctrl_c() => Err(LoadError::Wrong("stopped".to_owned())),
                _ = terminate.recv() => Err(LoadError::Wrong("stopped".to_owned())),
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_nothing() {
        let tenth = Size { scale: 0.1 };
        assert_eq!((tenth.count(1_000), tenth.count(5)), (100, 2));
        assert_eq!((tenth.time(100), tenth.time(2)), (Duration::from_secs(10), Duration::from_secs(1)));
    }
}
