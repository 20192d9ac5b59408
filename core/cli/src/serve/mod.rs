//! `valorize serve`: the interface in a browser, for this machine and this person alone.
//!
//! A thin layer over [`Host`]: calls go in by `POST /rpc/{name}`, events come out of `GET /events`. Nothing is answered before
//! [`gate`] let the request through.

mod events;
mod files;
mod gate;
mod interface;
mod rpc;

use crate::flows::Setting;
use crate::report;
use app::host::Host;
use app::{AppError, ErrorCode};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use events::Broadcast;
use gate::Gate;
use std::io::BufRead as _;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

/// Largest input of an operation. Files are uploaded on their own.
const LARGEST_CALL: usize = 64 << 20;

/// How long calls under way may take to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every handler sees.
#[derive(Clone)]
pub struct Shared {
    /// The host.
    pub host: Arc<Host>,
    /// Events on their way to the browser.
    pub events: Arc<Broadcast>,
    /// Who may come in.
    pub gate: Arc<Gate>,
}

/// `valorize serve`. Without `named` book the one that was open last is opened, when it is still there.
///
/// # Errors
/// When the book cannot be opened or the port is taken.
pub fn run(setting: &Setting<'_>, named: bool) -> Result<(), AppError> {
    let host = Arc::new(Host::of_user());
    if named || std::env::var_os("VALORIZE_BOOK").is_some() {
        host.open(&setting.book)?;
    } else if let Err(error) = host.open_last() {
        // The interface's first page offers other books; a named one would have been an error.
        eprintln!("the book that was open last cannot be opened: {error}");
    }
    let port = setting.args.get_one::<u16>("port").copied().unwrap_or(0);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    let outcome = runtime.block_on(serve(setting, host, port));
    runtime.shutdown_timeout(PATIENCE);
    outcome
}

async fn serve(setting: &Setting<'_>, host: Arc<Host>, port: u16) -> Result<(), AppError> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| {
        AppError::new(ErrorCode::Io, format!("port {port} cannot be used: {error}"))
            .remedy("leave --port out, and a free one is taken")
    })?;
    let port = listener.local_addr().map_or(port, |address| address.port());
    let shared =
        Shared { events: Broadcast::of(&host), gate: Arc::new(Gate::new(port)), host: Arc::clone(&host) };
    announce(setting, &shared.gate)?;
    let events = Arc::clone(&shared.events);
    let listener = listener.tap_io(|connection| {
        // Small answers go out at once; where the system cannot do that they are only slower.
        drop(connection.set_nodelay(true));
    });
    axum::serve(listener, router(shared))
        .with_graceful_shutdown(async move {
            asked_to_end().await;
            host.cancel_all();
            events.end();
        })
        .await
        .map_err(|error| AppError::new(ErrorCode::Io, error.to_string()))
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/rpc/{name}", post(rpc::call).layer(DefaultBodyLimit::max(LARGEST_CALL)))
        .route("/cancel/{call}", post(rpc::cancel))
        .route("/events", get(events::stream))
        .route("/files", post(files::upload).layer(DefaultBodyLimit::disable()))
        .fallback(interface::file)
        .layer(from_fn_with_state(shared.clone(), gate::check))
        .with_state(shared)
}

/// Prints the link, opens it if asked, and makes further links for whoever types Enter.
fn announce(setting: &Setting<'_>, gate: &Arc<Gate>) -> Result<(), AppError> {
    let json = setting.flag("json-ready");
    let link = gate.new_link();
    print_link(&link, json)?;
    if setting.flag("open")
        && let Err(error) = open::that_detached(&link)
    {
        eprintln!("the browser cannot be opened ({error}); open the link yourself");
    }
    let gate = Arc::clone(gate);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || print_link(&gate.new_link(), json).is_err() {
                return;
            }
        }
    });
    Ok(())
}

fn print_link(link: &str, json: bool) -> Result<(), AppError> {
    if json {
        return report::line(serde_json::json!({ "ready": true, "url": link }).to_string());
    }
    report::line(format!("Valorize is at {link}"))?;
    report::line("The link works once, on this machine. Enter makes another, Ctrl-C ends.")
}

/// Waits for the signal to end.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without signals there is only this way; if it fails too, the program ends when it is killed, which loses nothing.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
