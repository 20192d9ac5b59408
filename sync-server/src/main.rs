//! `sync-server`: what an instance does is its first word.

use clap::{Parser, Subcommand};
use relay::{RelayError, Settings};
use std::process::ExitCode;

/// Keeps the devices of Valorize's books in step. Every option may be given by the environment variable its help names.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Log lines as JSON.
    #[arg(long, global = true, env = "VALORIZE_LOG_JSON")]
    log_json: bool,
    /// What to log: a level, or levels by module.
    #[arg(long, global = true, env = "VALORIZE_LOG", default_value = "info")]
    log: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve devices until SIGTERM or SIGINT.
    Serve(Settings),
    /// Bring the schema up to date, and end.
    Migrate(Settings),
    /// Drop bodies that verified snapshots hold (`--prune-after-days`), and end.
    Prune(Settings),
    /// Print the API as OpenAPI.
    Openapi,
    /// Make an invitation that lets one account sign up.
    Invite {
        #[command(flatten)]
        settings: Settings,
        /// Days it may be used.
        #[arg(long, default_value_t = 7)]
        days: u32,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&arguments.log))
        .with_writer(std::io::stderr);
    if arguments.log_json {
        lines.json().init();
    } else {
        lines.init();
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), RelayError> {
    match command {
        Command::Serve(settings) => {
            relay::serve(settings, |address| println!("listening on http://{address}"), stopped()).await
        }
        Command::Migrate(settings) => {
            let pool = relay::connect(&settings).await?;
            relay::migrate(&pool).await?;
            if relay::fence(&pool).await? {
                println!("this is another database than before: every log has a new epoch");
            }
            println!("the schema is up to date");
            Ok(())
        }
        Command::Prune(settings) => {
            let pool = relay::connect(&settings).await?;
            let entries = match settings.prune_after_days {
                Some(days) => relay::prune(&pool, days).await?,
                None => 0,
            };
            println!("pruned {entries} entries");
            Ok(())
        }
        Command::Openapi => {
            println!("{:#}", relay::openapi());
            Ok(())
        }
        Command::Invite { settings, days } => {
            let pool = relay::connect(&settings).await?;
            println!("{}", relay::invite(&pool, days).await?);
            Ok(())
        }
    }
}

/// SIGTERM or SIGINT.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(error) => {
            tracing::warn!(%error, "SIGTERM is not heard");
            let _heard = tokio::signal::ctrl_c().await;
        }
    }
    tracing::info!("stopping: the devices are asked to come back");
}
