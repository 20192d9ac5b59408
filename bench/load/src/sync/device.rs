//! A simulated device: the real client machine and a real WebSocket, in one task.

use super::population::{Resident, random};
use super::thin::{Thin, due};
use crate::error::LoadError;
use crate::figures::Latencies;
use futures_util::{SinkExt as _, StreamExt as _};
use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use sync_client::{Machine, Output, State};
use sync_protocol::{Frame, Limits, PushResult};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

pub type Socket = WebSocketStream<TcpStream>;

/// What all devices of a scenario count together.
pub struct Tally {
    /// The run's beginning.
    pub began: Instant,
    /// All are connected.
    pub gathered: AtomicBool,
    /// What is due, or happens, from here on counts, nanoseconds of the run.
    pub from: AtomicU64,
    /// Up to here.
    pub until: AtomicU64,
    /// Changes acknowledged while it counted.
    pub acked: AtomicU64,
    /// Changes acknowledged at all.
    pub acked_ever: AtomicU64,
    /// Changes of others received while it counted.
    pub applied: AtomicU64,
    /// Answers other than `stored`.
    pub refused: AtomicU64,
    /// Connections that ended.
    pub broken: AtomicU64,
    /// From when a change was due to its acknowledgement.
    pub ack: Latencies,
    /// From when a change was due to its arrival at another device.
    pub arrival: Latencies,
}

impl Tally {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            gathered: AtomicBool::new(false),
            from: AtomicU64::new(u64::MAX),
            until: AtomicU64::new(u64::MAX),
            acked: AtomicU64::new(0),
            acked_ever: AtomicU64::new(0),
            applied: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            broken: AtomicU64::new(0),
            ack: Latencies::new(),
            arrival: Latencies::new(),
        }
    }

    /// Nanoseconds since the beginning.
    pub fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Does this moment count?
    pub fn counts(&self, moment: u64) -> bool {
        (self.from.load(Ordering::Relaxed)..self.until.load(Ordering::Relaxed)).contains(&moment)
    }
}

/// How far a scenario is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Devices connect and greet.
    Gathering,
    /// All are there: they work.
    Working,
    /// Nothing new comes; what is on its way arrives.
    Settling,
    /// They go.
    Over,
}

/// What a device does of its own accord.
pub enum Work {
    /// Makes so many changes whenever everything before is acknowledged.
    Closed(usize),
    /// Makes a change whenever one is due.
    Open(mpsc::UnboundedReceiver<u64>),
    /// Listens.
    Quiet,
}

/// Opens a WebSocket from an address of its own among those of this machine, so that ports suffice.
pub async fn open(at: SocketAddr, token: &str, number: usize) -> Result<Socket, LoadError> {
    let socket = TcpSocket::new_v4()?;
    let own = u8::try_from(2 + number / 10_000 % 250).unwrap_or(2);
    socket.bind((Ipv4Addr::new(127, 0, 0, own), 0).into())?;
    let stream = socket.connect(at).await?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{at}/v1/sync").into_client_request()?;
    let bearer = format!("Bearer {token}").parse().map_err(|_| LoadError::Wrong("a token".to_owned()))?;
    request.headers_mut().insert("authorization", bearer);
    let config = WebSocketConfig::default().read_buffer_size(4 << 10).write_buffer_size(0);
    let (socket, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
    Ok(socket)
}

/// A device at work.
pub struct Device {
    machine: Machine,
    journal: Thin,
    socket: Socket,
    work: Work,
    tally: Arc<Tally>,
    /// When the changes of each push were due.
    sent: HashMap<u64, Vec<u64>>,
}

impl Device {
    /// Connects; greeting is the first thing [`Device::run`] does.
    pub async fn connect(
        at: SocketAddr,
        resident: &Resident,
        number: usize,
        work: Work,
        tally: Arc<Tally>,
    ) -> Result<Self, LoadError> {
        let socket = open(at, &resident.token, number).await?;
        Ok(Self {
            machine: Machine::new(resident.book, resident.device, "load"),
            journal: Thin::new(resident.book, random()),
            socket,
            work,
            tally,
            sent: HashMap::new(),
        })
    }

    /// Works until told to stop. Gives how many changes of others it holds.
    pub async fn run(mut self, mut phase: watch::Receiver<Phase>) -> Result<u64, LoadError> {
        let Ok(out) = self.machine.connected(&self.journal);
        self.carry_out(out).await?;
        loop {
            let next = async {
                match &mut self.work {
                    Work::Open(orders) => orders.recv().await,
                    Work::Closed(_) | Work::Quiet => std::future::pending().await,
                }
            };
            let out = tokio::select! {
                message = self.socket.next() => match message {
                    Some(Ok(Message::Binary(bytes))) => self.received(&bytes)?,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => {
                        self.tally.broken.fetch_add(1, Ordering::Relaxed);
                        return Ok(self.journal.taken);
                    }
                    Some(Ok(_)) => Vec::new(),
                },
                Some(due) = next => {
                    self.journal.change(due);
                    let Ok(out) = self.machine.changed(&self.journal);
                    out
                }
                told = phase.changed() => {
                    if told.is_err() || *phase.borrow_and_update() == Phase::Over {
                        return Ok(self.journal.taken);
                    }
                    Vec::new()
                }
            };
            self.carry_out(out).await?;
            let now = *phase.borrow();
            if now == Phase::Working {
                self.go_on().await?;
            }
        }
    }

    /// In the closed loop: the next changes, when nothing is unanswered.
    async fn go_on(&mut self) -> Result<(), LoadError> {
        let Work::Closed(changes) = self.work else { return Ok(()) };
        let live = matches!(self.machine.state(self.journal.at()), State::Live { .. });
        if !live || !self.sent.is_empty() || self.journal.unsent() > 0 {
            return Ok(());
        }
        let now = self.tally.now();
        (0..changes).for_each(|_| self.journal.change(now));
        let Ok(out) = self.machine.changed(&self.journal);
        self.carry_out(out).await
    }

    fn received(&mut self, bytes: &[u8]) -> Result<Vec<Output>, LoadError> {
        let frame =
            Frame::decode(bytes, &Limits::DEFAULT).map_err(|error| LoadError::Wrong(error.to_string()))?;
        let now = self.tally.now();
        if let Frame::PushAck(ack) = &frame {
            let stored =
                ack.results.iter().filter(|result| **result == i32::from(PushResult::Stored)).count();
            let due = self.sent.remove(&ack.number).unwrap_or_default();
            self.tally.refused.fetch_add((ack.results.len() - stored) as u64, Ordering::Relaxed);
            self.tally.acked_ever.fetch_add(stored as u64, Ordering::Relaxed);
            if self.tally.counts(now) {
                self.tally.acked.fetch_add(stored as u64, Ordering::Relaxed);
            }
            // By when it was due: what comes late is late, not left out.
            for due in due.into_iter().filter(|due| self.tally.counts(*due)) {
                self.tally.ack.record(now.saturating_sub(due));
            }
        }
        let Ok(out) = self.machine.received(frame, &mut self.journal);
        for due in self.journal.came.drain(..) {
            self.tally.applied.fetch_add(u64::from(self.tally.counts(now)), Ordering::Relaxed);
            if self.tally.counts(due) {
                self.tally.arrival.record(now.saturating_sub(due));
            }
        }
        Ok(out)
    }

    async fn carry_out(&mut self, out: Vec<Output>) -> Result<(), LoadError> {
        for output in out {
            match output {
                Output::Send(frame) => {
                    if let Frame::Push(push) = &frame {
                        self.sent.insert(push.number, push.items.iter().filter_map(due).collect());
                    }
                    self.socket.send(Message::Binary(frame.encode().into())).await?;
                }
                Output::Leave { .. } | Output::Stop(_) => {
                    return Err(LoadError::Wrong("the server sent a device away".to_owned()));
                }
            }
        }
        Ok(())
    }
}
