//! Beside the server: a bare axum endpoint that serialises the same page, and what the server's cache says.

use super::generator;
use super::tenants::{Tenant, expect};
use super::wire::{Ask, Wire};
use super::{judge, on_this_thread};
use crate::error::LoadError;
use crate::scenario::Requests;
use crate::stand::address;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const PATIENCE: Duration = Duration::from_secs(10);

/// A row as the API shows it.
#[derive(Clone, Serialize, Deserialize)]
struct Row {
    id: String,
    account_id: String,
    posted_on: String,
    amount_minor: i64,
    currency: String,
    description: String,
    payee_id: Option<String>,
    category_id: Option<String>,
    note: Option<String>,
    tags: Vec<String>,
    clearing: String,
    origin: String,
    splits: Vec<serde_json::Value>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Page {
    items: Vec<Row>,
    next_cursor: Option<String>,
}

/// The page there is: fifty rows.
pub async fn page(at: SocketAddr, tenant: &Tenant) -> Result<Vec<u8>, LoadError> {
    let mut wire = Wire::new(at, &tenant.token, PATIENCE)?;
    let ask = Ask::get("/api/transactions?limit=50".to_owned());
    Ok(expect(wire.ask(&ask).await, 200, &ask)?.body.to_vec())
}

/// Serves the page in a file, serialised for each request, until killed; prints where.
pub async fn serve(file: &Path) -> Result<(), LoadError> {
    async fn answer(State(page): State<Arc<Page>>) -> Result<impl IntoResponse, StatusCode> {
        let bytes = serde_json::to_vec(&*page).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(([(CONTENT_TYPE, "application/json")], bytes))
    }
    let bytes = std::fs::read(file)?;
    let page: Page = serde_json::from_slice(&bytes).map_err(|error| LoadError::Wrong(error.to_string()))?;
    let router = Router::new().route("/api/transactions", get(answer)).with_state(Arc::new(page));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _kept = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await?;
    Ok(())
}

/// Requests a second of the bare endpoint under the same load.
pub async fn measure(page: Vec<u8>, requests: &Requests, in_time: Duration) -> Result<f64, LoadError> {
    println!("  the same of a bare endpoint");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("page.json");
    std::fs::write(&file, page)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("page").arg(&file).stdout(Stdio::piped()).stdin(Stdio::null());
    let mut process = command.spawn()?;
    let measured = match address(&mut process) {
        Ok(at) => under_load(at, requests.clone(), in_time).await,
        Err(error) => Err(error),
    };
    process.kill()?;
    process.wait()?;
    measured
}

async fn under_load(at: SocketAddr, requests: Requests, in_time: Duration) -> Result<f64, LoadError> {
    let users = std::thread::spawn(move || {
        on_this_thread(async {
            let one = || vec!["none".to_owned()];
            let tenant = Tenant { token: "none".to_owned(), accounts: one(), categories: one() };
            let began = Instant::now() + Duration::from_millis(200);
            let outcome = generator::run(at, &requests, &[Rc::new(tenant)], in_time, began).await?;
            if outcome.record.failed() > 0 {
                return Err(LoadError::Wrong(format!("the bare endpoint: {:?}", outcome.record.reasons)));
            }
            Ok(judge::rate(&outcome.record, 0))
        })
    });
    super::joined(users).await
}

/// Where the server had its answers: memory, Redis or the database. Nothing when instances were replaced meanwhile.
pub async fn answers(at: SocketAddr, there: bool) -> Result<Vec<(String, f64)>, LoadError> {
    if !there {
        return Ok(Vec::new());
    }
    let ask = Ask::get("/metrics".to_owned());
    let answer = expect(Wire::new(at, "none", PATIENCE)?.ask(&ask).await, 200, &ask)?;
    let said = String::from_utf8_lossy(&answer.body).into_owned();
    let counters = said.lines().filter_map(|line| {
        let (from, count) = line.strip_prefix("valorize_hosted_answers_total{from=\"")?.split_once("\"} ")?;
        Some((from.to_owned(), count.trim().parse().ok()?))
    });
    Ok(counters.collect())
}
