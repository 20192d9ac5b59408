//! A device: the real client machine, a journal in memory, and a real WebSocket.

use super::stand::{Server, random};
use futures_util::{SinkExt as _, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::convert::Infallible;
use std::time::{Duration, Instant};
use sync_client::{Journal, Machine, Output, Position, SealedPack, State};
use sync_protocol::{
    BookTag, ByeCode, Chain, DeviceTag, Epoch, Frame, HashTag, Item, Limits, Page, Push, PushResult,
    SnapshotHead,
};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What is on the device's disk.
#[derive(Clone)]
pub struct Disk {
    book: BookTag,
    pub changes: Vec<(Item, bool)>,
    known: HashMap<HashTag, usize>,
    pub position: Position,
    actor: [u8; 16],
    sequence: u64,
    pub reminted: usize,
    /// Bytes of a body made from now on.
    pub size: usize,
    pub packs: Packs,
}

/// What the device does with packed states.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Packs {
    /// It gives them.
    pub gives: bool,
    /// None that it is given loads here.
    pub refuses: bool,
    /// So many it was given and took in.
    pub loaded: usize,
}

impl Disk {
    pub fn new(book: BookTag) -> Self {
        let position = Position { epoch: None, cursor: 0, chain: Chain::start(book) };
        let (changes, known) = (Vec::new(), HashMap::new());
        let (actor, packs) = (random(), Packs::default());
        Self { book, changes, known, position, actor, sequence: 0, reminted: 0, size: 200, packs }
    }

    /// A change that carries `value` and builds on the newest one.
    pub fn change(&mut self, value: u64) {
        let dependencies = self.changes.last().map(|(item, _)| item.hash.clone()).into_iter().collect();
        let item = self.mint(value, dependencies);
        self.put(item, false);
    }

    /// The same change wherever it is made: its actor and hash come from its content.
    pub fn import(&mut self, value: u64) {
        let hash = Chain([7; 32]).after(HashTag([0; 32])).after(number(value));
        let item = Item {
            hash: hash.0.to_vec(),
            actor: hash.0[..16].to_vec(),
            sequence: 1,
            ..self.mint(value, vec![])
        };
        if !self.known.contains_key(&item.hash().unwrap()) {
            self.put(item, false);
        }
    }

    fn mint(&mut self, value: u64, dependencies: Vec<Vec<u8>>) -> Item {
        self.sequence += 1;
        let hash = Chain([1; 32]).after(HashTag(random())).0.to_vec();
        let body = [value.to_le_bytes().as_slice(), &vec![0; self.size - 8]].concat();
        let (actor, sequence) = (self.actor.to_vec(), self.sequence);
        Item {
            document: vec![1; 16],
            hash,
            actor,
            sequence,
            dependencies,
            key: 1,
            nonce: vec![0; 24],
            body,
            group: 0,
        }
    }

    fn put(&mut self, item: Item, shown: bool) {
        self.known.insert(item.hash().unwrap(), self.changes.len());
        self.changes.push((item, shown));
    }

    pub fn values(&self) -> BTreeSet<u64> {
        self.changes.iter().map(|(item, _)| value(item)).collect()
    }

    pub fn waiting(&self) -> usize {
        self.changes.iter().filter(|(_, shown)| !shown).count()
    }
}

fn number(value: u64) -> HashTag {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&value.to_le_bytes());
    HashTag(bytes)
}

fn value(item: &Item) -> u64 {
    u64::from_le_bytes(item.body[..8].try_into().unwrap())
}

impl Journal for Disk {
    type Error = Infallible;

    fn position(&self) -> Result<Position, Infallible> {
        Ok(self.position)
    }

    fn outbox(&self, sent: &HashSet<HashTag>, items: usize, bytes: usize) -> Result<Vec<Item>, Infallible> {
        let waiting =
            self.changes.iter().filter(|(item, shown)| !shown && !sent.contains(&item.hash().unwrap()));
        Ok(waiting.take(items.min(bytes / self.size)).map(|(item, _)| item.clone()).collect())
    }

    fn apply(&mut self, page: &Page) -> Result<(), Infallible> {
        for item in &page.items {
            if let Some(at) = self.known.get(&item.hash().unwrap()) {
                self.changes[*at].1 = true;
            } else {
                assert!(!item.body.is_empty(), "a change that is not here came without its body");
                self.put(item.clone(), true);
            }
        }
        self.position.cursor = page.after + page.items.len() as u64;
        self.position.chain = Chain::from_slice(&page.chain).unwrap();
        Ok(())
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), Infallible> {
        self.position = Position { epoch: Some(epoch), cursor: 0, chain: Chain::start(self.book) };
        self.changes.iter_mut().for_each(|(_, shown)| *shown = false);
        Ok(())
    }

    fn remint(&mut self) -> Result<(), Infallible> {
        self.reminted += 1;
        self.actor = random();
        self.sequence = 0;
        let mut renamed: HashMap<Vec<u8>, Vec<u8>> = HashMap::new();
        for at in 0..self.changes.len() {
            let (old, shown) = self.changes[at].clone();
            if shown {
                continue;
            }
            let dependencies =
                old.dependencies.iter().map(|hash| renamed.get(hash).unwrap_or(hash).clone()).collect();
            let fresh = self.mint(value(&old), dependencies);
            renamed.insert(old.hash.clone(), fresh.hash.clone());
            self.known.remove(&old.hash().unwrap());
            self.known.insert(fresh.hash().unwrap(), at);
            self.changes[at].0 = fresh;
        }
        Ok(())
    }

    fn pack(&self) -> Result<Option<SealedPack>, Infallible> {
        if !self.packs.gives || self.waiting() > 0 {
            return Ok(None);
        }
        let items = self.changes.iter().map(|(item, _)| item.clone()).collect();
        let bytes = Frame::Push(Push { number: 0, items }).encode();
        let head = SnapshotHead {
            id: random::<16>().to_vec(),
            base: self.position.cursor,
            chain: self.position.chain.0.to_vec(),
            size: bytes.len() as u64,
            sha256: Sha256::digest(&bytes).to_vec(),
        };
        Ok(Some(SealedPack { head, bytes }))
    }

    fn load_pack(&mut self, epoch: Epoch, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, Infallible> {
        if self.packs.refuses {
            return Ok(false);
        }
        for item in unpacked(bytes) {
            if let Some(at) = self.known.get(&item.hash().unwrap()) {
                self.changes[*at].1 = true;
            } else {
                self.put(item, true);
            }
        }
        let chain = Chain::from_slice(&head.chain).unwrap();
        self.position = Position { epoch: Some(epoch), cursor: head.base, chain };
        self.packs.loaded += 1;
        Ok(true)
    }

    fn verify_pack(&self, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, Infallible> {
        let items = unpacked(bytes);
        let known = items.iter().all(|item| self.known.contains_key(&item.hash().unwrap()));
        Ok(known && items.len() as u64 == head.base)
    }
}

/// A packed state here is a push of everything.
fn unpacked(bytes: &[u8]) -> Vec<Item> {
    let limits = Limits { push_items: usize::MAX, push_bytes: usize::MAX, ..Limits::DEFAULT };
    match Frame::decode(bytes, &Limits { frame_bytes: usize::MAX, ..limits }).unwrap() {
        Frame::Push(push) => push.items,
        other => panic!("{other:?}"),
    }
}

/// A device with its connection.
pub struct Device {
    pub disk: Disk,
    pub machine: Machine,
    pub at: String,
    pub token: String,
    pub tag: DeviceTag,
    socket: Option<Socket>,
    pub stopped: Option<ByeCode>,
    /// Hashes the server said are stored.
    pub acknowledged: BTreeSet<HashTag>,
    pub greetings: usize,
    sent: HashMap<u64, Vec<HashTag>>,
}

/// Opens a WebSocket whose end here takes in as little as possible.
pub async fn open_narrow(at: &str, token: &str) -> Socket {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let stream = socket.connect(at.parse().unwrap()).await.unwrap();
    let (socket, _) =
        tokio_tungstenite::client_async(request(at, token).unwrap(), MaybeTlsStream::Plain(stream))
            .await
            .unwrap();
    socket
}

fn request(at: &str, token: &str) -> Result<Request, tokio_tungstenite::tungstenite::Error> {
    let mut request = format!("ws://{at}/v1/sync").into_client_request()?;
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    Ok(request)
}

/// Opens a WebSocket.
pub async fn open(at: &str, token: &str) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
    let (socket, _) = tokio_tungstenite::connect_async(request(at, token)?).await?;
    Ok(socket)
}

impl Device {
    pub fn new(server: &Server, book: BookTag, (tag, token): (DeviceTag, String)) -> Self {
        Self {
            disk: Disk::new(book),
            machine: Machine::new(book, tag, "test"),
            at: server.at.clone(),
            token,
            tag,
            socket: None,
            stopped: None,
            acknowledged: BTreeSet::new(),
            greetings: 0,
            sent: HashMap::new(),
        }
    }

    pub async fn change(&mut self, value: u64) {
        self.disk.change(value);
        let out = self.machine.changed(&self.disk).unwrap();
        self.carry_out(out).await;
    }

    pub fn drop_connection(&mut self) {
        self.socket = None;
        self.machine.disconnected();
    }

    /// Connects when it is not connected, then reads what comes within `wait`.
    pub async fn step(&mut self, wait: Duration) {
        if self.stopped.is_some() {
            return;
        }
        if self.socket.is_none() {
            let Ok(socket) = open(&self.at, &self.token).await else {
                tokio::time::sleep(wait).await;
                return;
            };
            self.socket = Some(socket);
            self.greetings += 1;
            self.sent.clear();
            let out = self.machine.connected(&self.disk).unwrap();
            self.carry_out(out).await;
        }
        let Some(socket) = &mut self.socket else { return };
        match tokio::time::timeout(wait, socket.next()).await {
            Ok(Some(Ok(Message::Binary(bytes)))) => self.received(&bytes).await,
            Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => self.drop_connection(),
            Ok(Some(Ok(_))) | Err(_) => {}
        }
    }

    async fn received(&mut self, bytes: &[u8]) {
        let frame = Frame::decode(bytes, &Limits::DEFAULT).unwrap();
        if let Frame::PushAck(ack) = &frame {
            let hashes = self.sent.remove(&ack.number).unwrap();
            let stored = hashes.into_iter().zip(&ack.results);
            self.acknowledged.extend(
                stored.filter(|(_, result)| **result == i32::from(PushResult::Stored)).map(|(hash, _)| hash),
            );
        }
        let out = self.machine.received(frame, &mut self.disk).unwrap();
        self.carry_out(out).await;
    }

    async fn carry_out(&mut self, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Send(frame) => {
                    if let Frame::Push(push) = &frame {
                        self.sent.insert(push.number, push.items.iter().filter_map(Item::hash).collect());
                    }
                    let Some(socket) = &mut self.socket else { return };
                    if socket.send(Message::Binary(frame.encode().into())).await.is_err() {
                        self.drop_connection();
                        return;
                    }
                }
                Output::Leave { .. } => self.drop_connection(),
                Output::Stop(code) => {
                    self.stopped = Some(code);
                    self.drop_connection();
                }
            }
        }
    }

    pub fn is_level(&self) -> bool {
        matches!(self.machine.state(self.disk.position), State::Live { level: true, .. })
            && self.disk.waiting() == 0
    }
}

/// Lets the devices work until all are level with each other and hold `values`.
pub async fn settle(devices: &mut [Device], values: usize) {
    let until = Instant::now() + Duration::from_mins(1);
    loop {
        for device in devices.iter_mut() {
            device.step(Duration::from_millis(2)).await;
        }
        let same = devices.windows(2).all(|pair| pair[0].disk.position == pair[1].disk.position);
        if same && devices.iter().all(|device| device.is_level() && device.disk.values().len() == values) {
            return;
        }
        let told: Vec<_> = devices.iter().map(Device::told).collect();
        assert!(Instant::now() < until, "not level, {values} values wanted: {told:#?}");
    }
}

impl Device {
    fn told(&self) -> String {
        format!(
            "{:?}, {} values, {} waiting, at {}, stopped {:?}",
            self.machine.state(self.disk.position),
            self.disk.values().len(),
            self.disk.waiting(),
            self.disk.position.cursor,
            self.stopped
        )
    }
}
