//! Devices that stay at work on their books whatever happens to their connections, and what is there in the end.

mod device;
mod readback;
mod record;

pub use device::{Kept, Sleep};
pub use readback::{Found, compare, read};
pub use record::{Late, Record};

use super::device::Phase;
use super::population::Resident;
use super::pushes::arrive;
use crate::error::LoadError;
use crate::figures::Latencies;
use device::{Outside, Roaming, Standing};
use sqlx::PgPool;
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use sync_protocol::BookTag;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// Where a book is reached at this moment.
pub type Home = Arc<dyn Fn(BookTag) -> SocketAddr + Send + Sync>;

const GATHERING: Duration = Duration::from_mins(1);
/// Until everything is everywhere after the last change. A server that needs longer has not recovered.
const SETTLING: Duration = Duration::from_secs(45);
const LOOK: Duration = Duration::from_millis(50);

/// Devices at work.
pub struct Company {
    pub record: Arc<Record>,
    /// How late changes were handed out.
    pub late: Arc<Latencies>,
    phase: watch::Sender<Phase>,
    tasks: JoinSet<Result<Kept, LoadError>>,
    standings: Vec<(BookTag, Arc<Standing>)>,
    arrivals: Option<std::thread::JoinHandle<u64>>,
    /// Changes handed out, once that has ended.
    handed: u64,
}

impl Company {
    /// Lets them come, and waits until all are there. `rate` changes a second become due once they work.
    pub async fn gather(
        home: &Home,
        residents: &[Resident],
        sleep: Option<Sleep>,
        rate: f64,
    ) -> Result<Self, LoadError> {
        let (record, late) = (Arc::new(Record::new()), Arc::new(Latencies::new()));
        let (phase, told) = watch::channel(Phase::Gathering);
        let (mut tasks, mut standings, mut senders) = (JoinSet::new(), Vec::new(), Vec::new());
        for (number, resident) in residents.iter().enumerate() {
            let (sender, orders) = mpsc::unbounded_channel();
            senders.push(sender);
            let outside = Outside { home: home.clone(), orders, record: record.clone(), sleep };
            let standing = Arc::new(Standing::default());
            standings.push((resident.book, standing.clone()));
            tasks.spawn(Roaming::new(resident, number, outside, standing).run(told.clone()));
        }
        let arrivals = std::thread::spawn({
            let (record, late) = (record.clone(), late.clone());
            move || arrive(&senders, rate, &record.tally, &late)
        });
        let arrivals = Some(arrivals);
        let mut company = Self { record, late, phase, tasks, standings, arrivals, handed: 0 };
        let until = Instant::now() + GATHERING;
        while !company.all(|standing| standing.live.load(Ordering::SeqCst)) {
            company.look()?;
            if Instant::now() > until {
                return Err(LoadError::Wrong("the devices did not all come in a minute".to_owned()));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(company)
    }

    /// They work from now on, and it counts.
    pub fn begin(&self) -> Instant {
        let began = self.count();
        self.start();
        began
    }

    /// They work from now on.
    pub fn start(&self) {
        self.record.start();
        self.phase.send_replace(Phase::Working);
    }

    /// What they do from now on counts.
    pub fn count(&self) -> Instant {
        self.record.count();
        Instant::now()
    }

    /// Waits, and ends early when a device failed.
    pub async fn work_until(&mut self, end: Instant) -> Result<(), LoadError> {
        while Instant::now() < end {
            self.look()?;
            let left = end.saturating_duration_since(Instant::now());
            tokio::time::sleep(left.min(Duration::from_millis(500))).await;
        }
        Ok(())
    }

    /// Nothing new becomes due.
    pub async fn end(&mut self) -> Result<(), LoadError> {
        self.record.end();
        self.phase.send_replace(Phase::Settling);
        if let Some(arrivals) = self.arrivals.take() {
            let ended = tokio::task::spawn_blocking(move || arrivals.join()).await;
            let ended = ended.map_err(|error| LoadError::Wrong(error.to_string()))?;
            self.handed = ended.map_err(|_| LoadError::Wrong("the arrivals stopped".to_owned()))?;
        }
        Ok(())
    }

    /// Waits until every device holds its book's whole log and nothing waits. Gives how long that took; none when it took too long.
    pub async fn settle(
        &mut self,
        heads: impl AsyncFn() -> Result<HashMap<BookTag, u64>, LoadError>,
    ) -> Result<Option<Duration>, LoadError> {
        let began = Instant::now();
        while began.elapsed() < SETTLING {
            self.look()?;
            // Asked for first: what comes after it makes a device's place differ from it, and is waited for.
            let heads = heads().await?;
            let made: u64 =
                self.standings.iter().map(|(_, standing)| standing.made.load(Ordering::SeqCst)).sum();
            let level = self.standings.iter().all(|(book, standing)| {
                standing.waiting.load(Ordering::SeqCst) == 0
                    && heads.get(book) == Some(&standing.cursor.load(Ordering::SeqCst))
            });
            if level && made == self.handed {
                return Ok(Some(began.elapsed()));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(None)
    }

    /// They go, and say what they hold.
    pub async fn leave(mut self) -> Result<Vec<Kept>, LoadError> {
        self.phase.send_replace(Phase::Over);
        let mut all = Vec::new();
        while let Some(ended) = self.tasks.join_next().await {
            all.push(ended.map_err(|error| LoadError::Wrong(format!("a device failed: {error}")))??);
        }
        Ok(all)
    }

    fn all(&self, is_so: impl Fn(&Standing) -> bool) -> bool {
        self.standings.iter().all(|(_, standing)| is_so(standing))
    }

    /// No device ends before it is told to.
    fn look(&mut self) -> Result<(), LoadError> {
        match self.tasks.try_join_next() {
            None => Ok(()),
            Some(Ok(Err(error))) => Err(error),
            Some(_) => Err(LoadError::Wrong("a device ended early".to_owned())),
        }
    }
}

/// How long the logs of these books are.
pub async fn heads(
    pool: &PgPool,
    books: impl Iterator<Item = BookTag>,
) -> Result<HashMap<BookTag, u64>, LoadError> {
    let books: HashSet<BookTag> = books.collect();
    let tags: Vec<Vec<u8>> = books.into_iter().map(|book| book.0.to_vec()).collect();
    let rows: Vec<(Vec<u8>, i64)> =
        sqlx::query_as("select id, head from book where id = any($1)").bind(tags).fetch_all(pool).await?;
    let known =
        rows.into_iter().filter_map(|(id, head)| Some((BookTag::from_slice(&id)?, head.unsigned_abs())));
    Ok(known.collect())
}

/// Of each book the last device is new: it reads when all is over.
pub fn newcomers(residents: Vec<Resident>, each: usize) -> (Vec<Resident>, Vec<Resident>) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (number, resident) in residents.into_iter().enumerate() {
        if (number + 1) % each == 0 { new.push(resident) } else { old.push(resident) }
    }
    (old, new)
}
