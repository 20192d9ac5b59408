//! A simulated device that stays for as long as the run: its connections end and it comes back, as the program does; it sleeps and wakes.

use super::Home;
use super::record::Record;
use crate::error::LoadError;
use crate::figures::float;
use crate::sync::device::{Phase, Socket, open};
use crate::sync::population::{Resident, random};
use crate::sync::thin::Thin;
use futures_util::{SinkExt as _, StreamExt as _};
use std::collections::{HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use sync_client::{Backoff, Machine, Output, Position, State};
use sync_protocol::{ByeCode, Frame, HashTag, Item, Limits, PushAck, PushResult};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};

/// How long the program waits for an answer where one is due, and how long for anything at all.
const PATIENCE: Duration = Duration::from_secs(20);
const SILENCE: Duration = Duration::from_secs(100);

/// When a device sleeps.
#[derive(Debug, Clone, Copy)]
pub struct Sleep {
    /// On average.
    pub awake: Duration,
    pub asleep: Duration,
}

/// How a device stands, for whoever waits for all of them.
#[derive(Debug, Default)]
pub struct Standing {
    /// Greeted and welcomed.
    pub live: AtomicBool,
    pub cursor: AtomicU64,
    /// Changes it made, and those of them no page has shown.
    pub made: AtomicU64,
    pub waiting: AtomicU64,
}

/// What a device holds when it goes.
#[derive(Debug, Clone)]
pub struct Kept {
    pub resident: Resident,
    pub position: Position,
    pub made: u64,
    pub waiting: u64,
    /// Known to be on the server: acknowledged, or shown by a page.
    pub acked: HashSet<HashTag>,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy)]
enum Ended {
    Over,
    Asleep,
    Lost { retry_after_ms: u64 },
}

/// Where it finds its server, what is done on it, and who hears of that.
pub struct Outside {
    pub home: Home,
    pub orders: mpsc::UnboundedReceiver<u64>,
    pub record: Arc<Record>,
    pub sleep: Option<Sleep>,
}

/// A device.
pub struct Roaming {
    resident: Resident,
    number: usize,
    outside: Outside,
    standing: Arc<Standing>,
    machine: Machine,
    journal: Thin,
    backoff: Backoff,
    /// The connection got as far as a welcome.
    stood: bool,
    /// What is due while it sleeps counts from here.
    awake_since: u64,
    /// When each of its changes counts from.
    made: HashMap<HashTag, u64>,
    /// Those no page has shown, in their order.
    unshown: VecDeque<HashTag>,
    /// Those of each push of this connection.
    sent: HashMap<u64, Vec<HashTag>>,
    acked: HashSet<HashTag>,
}

impl Roaming {
    pub fn new(resident: &Resident, number: usize, outside: Outside, standing: Arc<Standing>) -> Self {
        Self {
            machine: Machine::new(resident.book, resident.device, "load"),
            journal: Thin::new(resident.book, random()),
            resident: resident.clone(),
            number,
            outside,
            standing,
            backoff: Backoff::new(),
            stood: false,
            awake_since: 0,
            made: HashMap::new(),
            unshown: VecDeque::new(),
            sent: HashMap::new(),
            acked: HashSet::new(),
        }
    }

    /// Works until told that it is over.
    pub async fn run(mut self, mut phase: watch::Receiver<Phase>) -> Result<Kept, LoadError> {
        loop {
            let ended = self.connection(&mut phase).await?;
            self.machine.disconnected();
            self.journal.reconnected();
            self.sent.clear();
            self.standing.live.store(false, Ordering::SeqCst);
            let (wait, asleep) = match (ended, self.outside.sleep) {
                (Ended::Over, _) => return Ok(self.kept()),
                (Ended::Asleep, sleep) => {
                    self.outside.record.slept.fetch_add(1, Ordering::Relaxed);
                    (sleep.map_or(Duration::ZERO, |sleep| sleep.asleep), true)
                }
                (Ended::Lost { retry_after_ms }, _) => {
                    self.outside.record.lost.fetch_add(1, Ordering::Relaxed);
                    if self.stood {
                        self.backoff.reset();
                    }
                    let wait = self.backoff.next_ms(u64::from_le_bytes(random()), retry_after_ms);
                    (Duration::from_millis(wait), false)
                }
            };
            if self.wait(wait, asleep, &mut phase).await {
                return Ok(self.kept());
            }
        }
    }

    /// Lets time pass. Somebody may work on a device that is awake. True when all is over.
    async fn wait(&mut self, time: Duration, asleep: bool, phase: &mut watch::Receiver<Phase>) -> bool {
        let until = Instant::now() + time;
        loop {
            tokio::select! {
                () = sleep_until(until) => break,
                Some(due) = self.outside.orders.recv(), if !asleep => self.change(due),
                told = phase.changed() => {
                    if told.is_err() || *phase.borrow_and_update() == Phase::Over {
                        return true;
                    }
                }
            }
        }
        if asleep {
            self.awake_since = self.outside.record.tally.now();
        }
        false
    }

    /// One connection, to its end.
    async fn connection(&mut self, phase: &mut watch::Receiver<Phase>) -> Result<Ended, LoadError> {
        self.stood = false;
        let at = (self.outside.home)(self.resident.book);
        let lost = Ended::Lost { retry_after_ms: 0 };
        let opened = timeout(PATIENCE, open(at, &self.resident.token, self.number)).await;
        let mut socket = match opened {
            Ok(Ok(socket)) => socket,
            // The program gives up then: a person must act.
            Ok(Err(LoadError::Socket(Error::Http(answer)))) if answer.status().as_u16() == 401 => {
                return Err(LoadError::Wrong("the server does not know a device".to_owned()));
            }
            Ok(Err(_)) | Err(_) => return Ok(lost),
        };
        let Ok(mut out) = self.machine.connected(&self.journal);
        let (mut heard, mut sleepy) = (Instant::now(), self.sleepy());
        loop {
            if let Some(ended) = self.carry_out(out, at, &mut socket).await? {
                return Ok(ended);
            }
            self.tell();
            let silence = if self.stood { SILENCE } else { PATIENCE };
            // Not while something of its own is under way: what its sleep then cost others would look like a fault.
            let may_sleep = *phase.borrow() == Phase::Working && self.unshown.is_empty();
            out = tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => {
                        heard = Instant::now();
                        self.received(&bytes)?
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(lost),
                    Some(Ok(_)) => Vec::new(),
                },
                Some(due) = self.outside.orders.recv() => {
                    self.change(due);
                    let Ok(out) = self.machine.changed(&self.journal);
                    out
                }
                () = sleep_until(heard + silence) => return Ok(lost),
                () = sleep_until(sleepy), if may_sleep => return Ok(Ended::Asleep),
                told = phase.changed() => {
                    if told.is_err() || *phase.borrow_and_update() == Phase::Over {
                        return Ok(Ended::Over);
                    }
                    sleepy = self.sleepy();
                    Vec::new()
                }
            };
        }
    }

    /// When it goes to sleep next: at a moment that does not know of the one before.
    fn sleepy(&self) -> Instant {
        let far = Duration::from_hours(1);
        let uniform = (float(u64::from_le_bytes(random()) >> 11) + 1.0) / float(1 << 53);
        let wait = self.outside.sleep.map_or(far, |sleep| sleep.awake.mul_f64(-uniform.ln()));
        Instant::now() + wait.min(far)
    }

    /// Something is changed on the device.
    fn change(&mut self, due: u64) {
        let due = due.max(self.awake_since);
        self.journal.change(due);
        if let Some(hash) = self.journal.newest() {
            self.made.insert(hash, due);
            self.unshown.push_back(hash);
        }
        // In this order: whoever sees it made sees it wait.
        self.standing.waiting.store(self.unshown.len() as u64, Ordering::SeqCst);
        self.standing.made.fetch_add(1, Ordering::SeqCst);
    }

    fn received(&mut self, bytes: &[u8]) -> Result<Vec<Output>, LoadError> {
        let frame =
            Frame::decode(bytes, &Limits::DEFAULT).map_err(|error| LoadError::Wrong(error.to_string()))?;
        if let Frame::PushAck(ack) = &frame {
            self.answered(ack);
        }
        let Ok(out) = self.machine.received(frame, &mut self.journal);
        for due in self.journal.came.drain(..) {
            self.outside.record.arrived(due.max(self.awake_since));
        }
        while self.unshown.len() > self.journal.unshown_count() {
            let Some(shown) = self.unshown.pop_front() else { break };
            self.acknowledged(shown);
        }
        self.stood |= matches!(self.machine.state(self.journal.at()), State::Live { .. });
        Ok(out)
    }

    fn answered(&mut self, ack: &PushAck) {
        let hashes = self.sent.remove(&ack.number).unwrap_or_default();
        for (hash, result) in hashes.into_iter().zip(&ack.results) {
            match PushResult::try_from(*result) {
                Ok(PushResult::Stored | PushResult::Known) => self.acknowledged(hash),
                _ => {
                    self.outside.record.tally.refused.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }

    /// Said by an answer or shown by a page, whichever comes first.
    fn acknowledged(&mut self, hash: HashTag) {
        if self.acked.insert(hash)
            && let Some(due) = self.made.get(&hash)
        {
            self.outside.record.answered(*due);
        }
    }

    async fn carry_out(
        &mut self,
        out: Vec<Output>,
        at: SocketAddr,
        socket: &mut Socket,
    ) -> Result<Option<Ended>, LoadError> {
        for output in out {
            match output {
                Output::Send(frame) => {
                    if let Frame::Push(push) = &frame {
                        self.sent.insert(push.number, push.items.iter().filter_map(Item::hash).collect());
                    }
                    let sending = socket.send(Message::Binary(frame.encode().into()));
                    if !matches!(timeout(PATIENCE, sending).await, Ok(Ok(()))) {
                        return Ok(Some(Ended::Lost { retry_after_ms: 0 }));
                    }
                }
                Output::Leave { retry_after_ms } => return Ok(Some(Ended::Lost { retry_after_ms })),
                // Its book lives elsewhere by now.
                Output::Stop(ByeCode::NotFound) if (self.outside.home)(self.resident.book) != at => {
                    return Ok(Some(Ended::Lost { retry_after_ms: 0 }));
                }
                Output::Stop(code) => {
                    return Err(LoadError::Wrong(format!(
                        "the server sent a device away for good: {code:?}"
                    )));
                }
            }
        }
        Ok(None)
    }

    fn tell(&self) {
        let standing = &self.standing;
        standing.cursor.store(self.journal.at().cursor, Ordering::SeqCst);
        standing.waiting.store(self.unshown.len() as u64, Ordering::SeqCst);
        standing.live.store(self.stood, Ordering::SeqCst);
    }

    fn kept(self) -> Kept {
        Kept {
            position: self.journal.at(),
            made: self.made.len() as u64,
            waiting: self.unshown.len() as u64,
            acked: self.acked,
            resident: self.resident,
        }
    }
}
