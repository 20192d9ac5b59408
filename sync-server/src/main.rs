//! `sync-server`: what an instance does is its first word.

mod queue;
mod worker;

use clap::{Parser, Subcommand};
use hosted::HostedSettings;
use jobs::{ObjectSettings, WebhookSettings};
use relay::{RelayError, Settings};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

/// Ten thousand connections that come at once leave gaps in the system's allocator that it never gives back: docs/architecture.md has the figures.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keeps the devices of Valorize's books in step. Every option may be given by the environment variable its help names.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    telemetry: telemetry::TelemetrySettings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve devices until SIGTERM or SIGINT.
    Serve {
        #[command(flatten)]
        settings: Box<Settings>,
        #[command(flatten)]
        hosted: HostedSettings,
        #[command(flatten)]
        objects: ObjectSettings,
        #[command(flatten)]
        webhooks: WebhookSettings,
    },
    /// Run jobs until SIGTERM or SIGINT.
    Worker(Box<worker::WorkerSettings>),
    /// Look at the queue of jobs, and replay those that were given up.
    Jobs(queue::QueueArguments),
    /// Bring the schema up to date, and end.
    Migrate(Settings),
    /// Drop bodies that verified snapshots hold (`--prune-after-days`), and end.
    Prune(Settings),
    /// Ask the server on this machine whether it can serve; for containers, whose image has nothing else to ask with.
    Ready {
        /// Address it listens on; of one for all networks only the port counts.
        #[arg(long, env = "VALORIZE_LISTEN", default_value = "127.0.0.1:8787")]
        listen: SocketAddr,
    },
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

/// Why a role ends early.
#[derive(Debug, thiserror::Error)]
enum ServerError {
    #[error(transparent)]
    Relay(#[from] RelayError),
    #[error(transparent)]
    Worker(#[from] jobs::WorkerError),
    #[error(transparent)]
    Telemetry(#[from] telemetry::TelemetryError),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match start(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> Result<(), ServerError> {
    let traces = telemetry::begin(&arguments.telemetry)?;
    let what = || "starting the runtime".to_owned();
    let runtime = tokio::runtime::Runtime::new().map_err(|source| RelayError::Io { what: what(), source })?;
    let result = runtime.block_on(run(arguments.command));
    traces.end();
    result
}

async fn run(command: Command) -> Result<(), ServerError> {
    match command {
        Command::Serve { settings, hosted, objects, webhooks } => {
            let listening = |address| println!("listening on http://{address}");
            let more = |port| hosted::start(port, hosted, &objects, &webhooks);
            Ok(relay::serve(*settings, more, listening, stopped()).await?)
        }
        Command::Worker(settings) => worker::run(*settings, stopped()).await,
        Command::Jobs(arguments) => queue::run(arguments).await,
        Command::Migrate(settings) => {
            let pool = relay::connect(&settings).await?;
            relay::migrate(&pool).await?;
            if relay::fence(&pool).await.map_err(RelayError::from)? {
                println!("this is another database than before: every log has a new epoch");
            }
            println!("the schema is up to date");
            Ok(())
        }
        Command::Prune(settings) => {
            let pool = relay::connect(&settings).await?;
            let entries = match settings.prune_after_days {
                Some(days) => relay::prune(&pool, days).await.map_err(RelayError::from)?,
                None => 0,
            };
            println!("pruned {entries} entries");
            Ok(())
        }
        Command::Ready { listen } => Ok(ready(listen).map_err(|source| RelayError::Io {
            what: format!("asking {listen} whether it is ready"),
            source,
        })?),
        Command::Openapi => {
            println!("{:#}", hosted::openapi(relay::openapi()));
            Ok(())
        }
        Command::Invite { settings, days } => {
            let pool = relay::connect(&settings).await?;
            println!("{}", relay::invite(&pool, days).await.map_err(RelayError::from)?);
            Ok(())
        }
    }
}

/// One request; an answer other than 200 is an error.
fn ready(listen: SocketAddr) -> std::io::Result<()> {
    let patience = Duration::from_secs(4);
    let ip = if listen.ip().is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { listen.ip() };
    let mut stream = TcpStream::connect_timeout(&(ip, listen.port()).into(), patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200 ") {
        return Ok(());
    }
    Err(std::io::Error::other(answer.lines().next().unwrap_or_default().to_owned()))
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
    tracing::info!("stopping");
}
