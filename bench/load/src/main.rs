//! `load`: many simulated users of a server, measured beside what the machine could do at best.

mod bare;
mod drain;
mod error;
mod figures;
mod plot;
mod processes;
mod report;
mod sync;

use clap::{Parser, Subcommand};
use error::LoadError;
use figures::Figures;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// A run takes no longer, whatever happens.
const LONGEST: Duration = Duration::from_mins(10);

/// Puts load on a server of its own on this machine, and writes down how it did.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Devices that push and pull through the sync server.
    Sync {
        /// The sync server, a release build.
        #[arg(long)]
        server: PathBuf,
        /// Where the report goes.
        #[arg(long, default_value = "bench/results")]
        results: PathBuf,
        /// Part of the whole size: 0.1 is a quick one.
        #[arg(long, env = "SCALE", default_value_t = 1.0)]
        scale: f64,
        /// One kind of scenario alone: idle, bare, closed, batched, open, first.
        #[arg(long)]
        only: Option<String>,
        /// A further option for the server, once for each word.
        #[arg(long = "with", allow_hyphen_values = true)]
        with: Vec<String>,
    },
    /// A full queue of jobs that one worker empties.
    Drain {
        /// The sync server, which makes the schema.
        #[arg(long)]
        server: PathBuf,
        /// Where the report goes.
        #[arg(long, default_value = "bench/results")]
        results: PathBuf,
        /// Part of the whole size: 0.1 is a quick one.
        #[arg(long, env = "SCALE", default_value_t = 1.0)]
        scale: f64,
    },
    /// The process that does the jobs of `drain`.
    #[command(hide = true)]
    Worker {
        /// Options of a worker.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// The process that says back what it hears.
    #[command(hide = true)]
    Echo,
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
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), LoadError> {
    // Each connection is an open file here and one in the server, which inherits the limit.
    let _most = rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Runtime::new()?;
    match command {
        Command::Echo => runtime.block_on(bare::serve_echo()),
        Command::Worker { options } => runtime.block_on(drain::work(options)),
        Command::Drain { server, results, scale } => {
            if !(0.01..=1.0).contains(&scale) {
                return Err(LoadError::Wrong(format!("a scale of {scale}: 0.01 to 1")));
            }
            let mut figures = Figures::default();
            runtime.block_on(drain::run(&server, Size { scale }, &mut figures))?;
            let setting = report::Setting {
                day: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
                command: format!("load drain --scale {scale}"),
                scale,
                subject: "drain",
                title: "A drain of the queue",
            };
            println!("\n{}", report::write(&results, &setting, &figures)?.display());
            Ok(())
        }
        Command::Sync { server, results, scale, only, with } => {
            if !(0.01..=1.0).contains(&scale) {
                return Err(LoadError::Wrong(format!("a scale of {scale}: 0.01 to 1")));
            }
            let mut figures = Figures::default();
            let options: Vec<&str> = with.iter().map(String::as_str).collect();
            let work = sync::run(&server, &options, only.as_deref(), Size { scale }, &mut figures);
            let ended = runtime.block_on(async { tokio::time::timeout(LONGEST, work).await });
            ended.map_err(|_| LoadError::Wrong("the run took longer than ten minutes".to_owned()))??;
            let setting = report::Setting {
                day: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
                command: typed(scale, only.as_deref(), &with),
                scale,
                subject: "sync",
                title: "Load on the sync server",
            };
            let path = report::write(&results, &setting, &figures)?;
            println!("\n{}", path.display());
            Ok(())
        }
    }
}

/// The run as one would type it.
fn typed(scale: f64, only: Option<&str>, with: &[String]) -> String {
    let scale = if scale < 1.0 { format!("SCALE={scale} ") } else { String::new() };
    let only = only.map(|only| format!(" --only {only}")).unwrap_or_default();
    let with: String = with.iter().map(|word| [" --with ", word].concat()).collect();
    format!("{scale}make load-sync{only}{with}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_nothing() {
        let tenth = Size { scale: 0.1 };
        assert_eq!((tenth.count(1_000), tenth.count(5)), (100, 2));
        assert_eq!((tenth.time(100), tenth.time(2)), (Duration::from_secs(10), Duration::from_secs(1)));
        assert_eq!(typed(0.1, None, &[]), "SCALE=0.1 make load-sync");
    }
}
