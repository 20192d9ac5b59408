//! Group commit: pushes that wait while a commit is under way go into the next one together.

use super::append::{Grown, Pushed, append};
use super::memory::Memory;
use super::quick::quick;
use super::room::Rooms;
use crate::metrics::Metrics;
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync_protocol::{BookTag, PushAck, PushResult};
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument as _, Span};

/// Items and bytes one commit holds at most, beyond what the first push brings.
const BATCH_ITEMS: usize = 4_096;
const BATCH_BYTES: usize = 8 << 20;
/// Pushes waiting for a writer; a connection whose push does not fit waits with it, and reads no further.
const WAITING: usize = 1_024;
/// Attempts of a commit while the database is away: together some seconds.
const ATTEMPTS: u32 = 6;

struct Job {
    pushed: Pushed,
    answer: oneshot::Sender<PushAck>,
    came: Instant,
    /// Of the push, until it is answered.
    span: Span,
}

/// Where pushes go. Each book has one of the writers, so that its row is never fought over within an instance.
pub struct Writer {
    writers: Vec<mpsc::Sender<Job>>,
}

/// What writers share.
#[derive(Clone)]
struct Desk {
    pool: PgPool,
    rooms: Arc<Rooms>,
    metrics: Arc<Metrics>,
    grown: Arc<dyn Fn(Grown) + Send + Sync>,
}

impl Writer {
    /// Starts the writers. `grown` hears of every log that has grown, after the commit.
    pub fn start(
        pool: &PgPool,
        count: usize,
        quota: i64,
        metrics: &Arc<Metrics>,
        grown: impl Fn(Grown) + Send + Sync + 'static,
    ) -> Self {
        let rooms = Arc::new(Rooms::new(quota));
        let desk = Desk { pool: pool.clone(), rooms, metrics: metrics.clone(), grown: Arc::new(grown) };
        let writers = (0..count.max(1)).map(|_| {
            let (sender, receiver) = mpsc::channel(WAITING);
            tokio::spawn(write(desk.clone(), receiver));
            sender
        });
        Self { writers: writers.collect() }
    }

    /// Hands over a push; the answer comes when it is durable, and never when the database is away for long.
    pub async fn push(&self, pushed: Pushed) -> oneshot::Receiver<PushAck> {
        let (answer, receiver) = oneshot::channel();
        let writer = &self.writers[writer_of(pushed.book, self.writers.len())];
        // A closed channel drops the job, and with it the answer: the connection sees that.
        let _sent = writer.send(Job { pushed, answer, came: Instant::now(), span: Span::current() }).await;
        receiver
    }
}

fn writer_of(book: BookTag, writers: usize) -> usize {
    usize::from(book.0[0]) % writers
}

async fn write(desk: Desk, mut jobs: mpsc::Receiver<Job>) {
    let mut memory = Memory::default();
    while let Some(first) = jobs.recv().await {
        let mut batch = vec![first];
        let size = |job: &Job| job.pushed.push.items.iter().map(|item| item.body.len()).sum::<usize>();
        let (mut items, mut bytes) = (batch[0].pushed.push.items.len(), size(&batch[0]));
        while items < BATCH_ITEMS && bytes < BATCH_BYTES {
            let Ok(job) = jobs.try_recv() else { break };
            items += job.pushed.push.items.len();
            bytes += size(&job);
            batch.push(job);
        }
        let span = tracing::debug_span!("commit", pushes = batch.len(), changes = items, bytes);
        for job in &batch {
            span.follows_from(&job.span);
        }
        let both = async {
            let left = commit_quickly(&desk, &mut memory, batch).await;
            if !left.is_empty() {
                commit(&desk, &mut memory, left).await;
            }
        };
        both.instrument(span).await;
    }
}

/// Writes what can be written in one statement; gives back the rest.
async fn commit_quickly(desk: &Desk, memory: &mut Memory, batch: Vec<Job>) -> Vec<Job> {
    let pushes: Vec<&Pushed> = batch.iter().map(|job| &job.pushed).collect();
    let (answers, grown) = match quick(&desk.pool, &pushes, &desk.rooms, memory, &desk.metrics).await {
        Ok(done) => done,
        Err(error) => {
            tracing::debug!(%error, "the quick way did not do");
            return batch;
        }
    };
    let mut by_number: HashMap<usize, PushAck> = answers.into_iter().collect();
    let (done, left): (Vec<_>, Vec<_>) = batch
        .into_iter()
        .enumerate()
        .map(|(number, job)| (job, by_number.remove(&number)))
        .partition(|(_, answer)| answer.is_some());
    if !done.is_empty() {
        desk.metrics.quick_commits.inc();
        tell(desk, grown, done);
    }
    left.into_iter().map(|(job, _)| job).collect()
}

/// Something was committed.
fn tell(desk: &Desk, grown: Vec<Grown>, answered: Vec<(Job, Option<PushAck>)>) {
    desk.metrics.commits.inc();
    // Told before they are answered: who learns from the answer alone that the log has grown asks for a page.
    for grown in grown {
        (desk.grown)(grown);
    }
    for (job, answer) in answered {
        if let Some(ack) = answer {
            desk.metrics.pushed(&ack, job.came.elapsed());
            let _gone = job.answer.send(ack);
        }
    }
}

async fn commit(desk: &Desk, memory: &mut Memory, batch: Vec<Job>) {
    let pushes: Vec<Pushed> = batch.iter().map(|job| job.pushed.clone()).collect();
    match persist(desk, memory, pushes).await {
        Ok((answers, grown)) => tell(desk, grown, batch.into_iter().zip(answers).collect()),
        // Something in it is refused by the database itself: the others must not suffer for it.
        Err(error) if batch.len() > 1 && !is_passing(&error) && !is_full(&error) => {
            tracing::warn!(%error, pushes = batch.len(), "a group of pushes failed; trying each alone");
            for job in batch {
                Box::pin(commit(desk, memory, vec![job])).await;
            }
        }
        Err(error) if is_full(&error) => {
            desk.metrics.failed_commits.inc();
            tracing::error!(%error, pushes = batch.len(), "the database's disk is full: pushes are refused, pulls go on");
            for job in batch {
                let _gone = job.answer.send(no_room(&job.pushed));
            }
        }
        Err(error) => {
            desk.metrics.failed_commits.inc();
            tracing::error!(%error, pushes = batch.len(), "pushes could not be written");
        }
    }
}

type Written = (Vec<Option<PushAck>>, Vec<Grown>);

/// Appends, again and again while the database is away. A commit whose answer was lost is found by its hashes.
async fn persist(desk: &Desk, memory: &mut Memory, pushes: Vec<Pushed>) -> Result<Written, sqlx::Error> {
    let mut wait = Duration::from_millis(100);
    for _ in 1..ATTEMPTS {
        match append(&desk.pool, pushes.clone(), &desk.rooms, memory).await {
            Err(error) if is_passing(&error) => {
                tracing::warn!(%error, "the database is away; trying again");
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            result => return result,
        }
    }
    append(&desk.pool, pushes, &desk.rooms, memory).await
}

/// The disk is full. Somebody must make room; until then it is as if the quota were full: devices keep what they have and go on reading.
fn is_full(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(said) if said.code().is_some_and(|code| code == "53100"))
}

/// Nothing of a push was stored, for want of room.
fn no_room(pushed: &Pushed) -> PushAck {
    let count = pushed.push.items.len();
    PushAck {
        number: pushed.push.number,
        results: vec![PushResult::Quota.into(); count],
        places: vec![0; count],
    }
}

/// Would the same do in a moment?
fn is_passing(error: &sqlx::Error) -> bool {
    if is_full(error) {
        return false;
    }
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => true,
        // Connection exceptions, deadlock and serialisation, resources, operator's interventions.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["08", "40", "53", "57", "3D"].iter().any(|class| code.starts_with(class))),
        _ => false,
    }
}
