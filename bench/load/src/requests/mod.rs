//! Requests to the API of hosted books: provisions, lets the users work, samples what it costs, reads back what was written, and judges.

mod bare;
mod choice;
mod draw;
mod generator;
mod judge;
mod readback;
mod record;
mod tenants;
mod user;
mod wire;

pub use bare::serve as serve_page;
pub use record::{histogram, percentile};

use crate::error::LoadError;
use crate::figures::Figures;
use crate::promise::Promise;
use crate::proxy::Proxy;
use crate::samples::{self, Sample};
use crate::scenario::{Asked, Faults, Plan, Requests};
use crate::stand::Stand;
use crate::trouble::{self, Happened};
use record::Record;
use std::net::SocketAddr;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tenants::Tenant;
use tokio::sync::oneshot;

/// What is run.
pub struct Run<'a> {
    pub name: String,
    pub requests: Requests,
    pub targets: Vec<Asked>,
    pub faults: Option<Faults>,
    pub server: &'a Path,
}

/// What came out.
pub struct Ran {
    pub record: Record,
    pub found: readback::Found,
    /// By stage: the shares of the time the generator was at work and wanted to be.
    pub saturation: Vec<(f64, f64)>,
    pub samples: Vec<Sample>,
    pub happened: Vec<Happened>,
    /// Answers by where the server had them.
    pub answers: Vec<(String, f64)>,
    /// Reads a second of the server and of a bare endpoint.
    pub bare: Option<(f64, f64)>,
}

/// Runs it.
pub async fn run(run: &Run<'_>, figures: &mut Figures) -> Result<(), LoadError> {
    println!("{}: making the books", run.name);
    let promise = Promise::read()?;
    let instances = if run.faults.is_some() { 2 } else { 1 };
    let stand = Arc::new(Stand::start(run.server, &[], instances).await?);
    let proxy = match &run.faults {
        Some(_) => Some(Arc::new(Proxy::start(stand.addresses()).await?)),
        None => None,
    };
    let at = proxy.as_ref().map_or(stand.at, |proxy| proxy.at);
    let (say, heard) = oneshot::channel();
    let (requests, in_time) = (run.requests.clone(), promise.in_time);
    let users = std::thread::Builder::new()
        .name("generator".to_owned())
        .spawn(move || on_this_thread(work(at, requests, in_time, say)))?;
    // It fails only when provisioning did, which joining says better.
    let Ok(began) = heard.await else {
        joined(users).await?;
        return Err(LoadError::Wrong("the users did not begin".to_owned()));
    };
    let over = Arc::new(AtomicBool::new(false));
    let samples = tokio::spawn(samples::watch(stand.clone(), began, over.clone()));
    let end = Plan::new(&run.requests).end();
    let trouble = match (&run.faults, &proxy) {
        (Some(faults), Some(proxy)) => {
            Some(tokio::spawn(trouble::make(stand.clone(), proxy.clone(), faults.clone(), began, end)))
        }
        _ => None,
    };
    progress(run, began).await;
    let done = joined(users).await?;
    over.store(true, Ordering::Relaxed);
    let failed = |error: tokio::task::JoinError| LoadError::Wrong(error.to_string());
    let happened = match trouble {
        Some(trouble) => trouble.await.map_err(failed)??,
        None => Vec::new(),
    };
    let samples = samples.await.map_err(failed)?;
    let answers = bare::answers(stand.at, run.faults.is_none()).await?;
    let bare = match done.page {
        Some(page) if run.requests.beside_bare => {
            let server = judge::rate(&done.record, 0);
            Some((server, bare::measure(page, &run.requests, in_time).await?))
        }
        _ => None,
    };
    let (record, found, saturation) = (done.record, done.found, done.saturation);
    let ran = Ran { record, found, saturation, samples, happened, answers, bare };
    judge::figures(run, &promise, &ran, figures);
    draw::charts(run, &promise, &ran, figures);
    Ok(())
}

/// What the generator's thread gives back.
struct Done {
    record: Record,
    found: readback::Found,
    saturation: Vec<(f64, f64)>,
    /// A page of fifty rows, as the server answers.
    page: Option<Vec<u8>>,
}

/// A runtime of this thread alone, so that what the generator takes is what this thread takes.
fn on_this_thread<T>(work: impl Future<Output = Result<T, LoadError>>) -> Result<T, LoadError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

async fn work(
    at: SocketAddr,
    requests: Requests,
    in_time: Duration,
    say: oneshot::Sender<Instant>,
) -> Result<Done, LoadError> {
    let books = requests.books.shared.map_or(requests.most_users(), |shared| shared as usize);
    let tenants: Vec<Rc<Tenant>> = tenants::settle(at, requests.books, books).await?;
    let page = if requests.beside_bare { Some(bare::page(at, &tenants[0]).await?) } else { None };
    let began = Instant::now() + Duration::from_millis(200);
    if say.send(began).is_err() {
        return Err(LoadError::Wrong("nobody waits for the users".to_owned()));
    }
    let outcome = generator::run(at, &requests, &tenants, in_time, began).await?;
    let saturation = (0..requests.stages.len()).map(|stage| outcome.saturation(stage)).collect();
    let found = readback::look(at, &requests, &tenants, &outcome.acked).await?;
    Ok(Done { record: outcome.record, found, saturation, page })
}

/// Waits for a thread without standing in the way.
async fn joined<T: Send + 'static>(
    thread: std::thread::JoinHandle<Result<T, LoadError>>,
) -> Result<T, LoadError> {
    let ended = tokio::task::spawn_blocking(move || thread.join()).await;
    let ended = ended.map_err(|error| LoadError::Wrong(error.to_string()))?;
    ended.map_err(|_| LoadError::Wrong("the generator's thread panicked".to_owned()))?
}

/// Says what is going on, stage by stage.
async fn progress(run: &Run<'_>, began: Instant) {
    for part in Plan::new(&run.requests).parts() {
        tokio::time::sleep_until((began + part.start).into()).await;
        println!("  {}, {:.0} s", judge::stage_name(&run.name, part.stage), part.stage.seconds);
    }
}
