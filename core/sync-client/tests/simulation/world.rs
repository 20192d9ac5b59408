//! Devices, log and wires between them; faults; and what must hold in the end.

use super::device::{Device, Disk};
use super::log::Log;
use super::random::Random;
use std::collections::{BTreeSet, VecDeque};
use sync_client::{Output, State};
use sync_protocol::{BookTag, Bye, ByeCode, Epoch, Frame, HashTag, Head, Item, Limits, Page, PushResult};

/// Which faults beside a network that breaks and hints that get lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    /// None.
    Network,
    /// Devices are killed, and restored to what they were some time ago.
    Crashes,
    /// Devices are copied while they run: two processes with one actor.
    Clones,
    /// The server's log is restored from a backup, with and without a new epoch; and devices crash.
    Restores,
}

/// A protection left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// The device takes an acknowledgement for durable.
    AckIsDurable,
    /// The cursor is written apart from its rows.
    CursorAlone,
    /// Server and device compare epoch and length only.
    NoChainCheck,
    /// The server lets an actor's number be used twice.
    NoFence,
    /// The server takes changes without what they build on.
    NoDependencyCheck,
    /// A device whose numbers are taken goes on with them.
    NoRemint,
    /// Packed states are advised before anybody has held them against the log.
    NoVerification,
}

#[derive(Default)]
struct Wire {
    up: VecDeque<Vec<u8>>,
    down: VecDeque<Vec<u8>>,
    connected: bool,
    /// Tells the connection from others of the device.
    number: u64,
}

/// Something that happens, decided by its own number alone: leaving out others does not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step(u64);

/// What happens in a life that follows from a seed.
pub fn script(seed: u64) -> Vec<Step> {
    let mut random = Random::new(seed ^ 0x5ca1_ab1e);
    (0..STEPS).map(|_| Step(random.next())).collect()
}

pub struct World<D> {
    random: Random,
    book: BookTag,
    log: Log,
    devices: Vec<Device<D>>,
    wires: Vec<Wire>,
    connections: u64,
    faults: Faults,
    mutant: Option<Mutant>,
    values: u64,
    story: Vec<String>,
}

const STEPS: usize = 160;
const MOST_DEVICES: usize = 5;

impl<D: Disk> World<D> {
    pub fn new(seed: u64, faults: Faults, mutant: Option<Mutant>) -> Self {
        let mut random = Random::new(seed + 1);
        let book = BookTag(random.bytes());
        let log = Log::new(book, Epoch(random.bytes()), mutant);
        let count = 2 + random.below(MOST_DEVICES - 1);
        let devices: Vec<Device<D>> = (0..count)
            .map(|number| Device::new(book, D::new(book, &mut random, mutant), u8::try_from(number).unwrap()))
            .collect();
        let wires = (0..count).map(|_| Wire::default()).collect();
        let (connections, values, story) = (0, 0, Vec::new());
        Self { random, book, log, devices, wires, connections, faults, mutant, values, story }
    }

    pub fn story(&self) -> String {
        self.story.join("\n")
    }

    fn tell(&mut self, what: impl Into<String>) {
        self.story.push(what.into());
    }

    /// Life with faults.
    pub fn trouble(&mut self, script: &[Step]) {
        for step in script {
            self.random = Random::new(step.0);
            let number = self.random.below(self.devices.len());
            match self.random.below(20) {
                0..=3 => self.change(number),
                4 => self.connect(number),
                5 => {
                    if self.random.chance(30) {
                        self.drop_wire(number);
                    }
                }
                6 => self.fault(number),
                _ => self.deliver(number),
            }
        }
        self.random = Random::new(7);
    }

    fn fault(&mut self, number: usize) {
        let crashes = matches!(self.faults, Faults::Crashes | Faults::Restores);
        match self.random.below(5) {
            0 | 1 if crashes => {
                self.tell(format!("device {number} is killed"));
                self.restart(number);
            }
            2 if crashes => {
                let backup = self.devices[number].disk.backup();
                self.devices[number].backups.push(backup);
            }
            3 if self.faults == Faults::Crashes => {
                if let Some(backup) = self.devices[number].backups.pop() {
                    self.tell(format!("device {number} is restored to an older state of itself"));
                    self.devices[number].disk = backup;
                    self.restart(number);
                }
            }
            0..=2 if self.faults == Faults::Clones && self.devices.len() < MOST_DEVICES => {
                self.tell(format!(
                    "device {number} is copied while it runs, as device {}",
                    self.devices.len()
                ));
                let disk = self.devices[number].disk.copy(&mut self.random);
                let copy = Device::new(self.book, disk, u8::try_from(self.devices.len()).unwrap());
                self.devices.push(copy);
                self.wires.push(Wire::default());
            }
            4 if self.faults == Faults::Restores => self.restore_log(),
            0 | 1 if self.faults == Faults::Network => {
                let room = if self.random.chance(50) { u64::MAX } else { self.random.below(4) as u64 };
                self.tell(format!("the account has room for {room} more changes"));
                self.log.room_for(room);
            }
            3 if self.faults != Faults::Clones => {
                self.tell("a bit of a packed state flips on the server");
                let (which, at) = (self.random.below(8), self.random.below(1 << 20));
                self.log.rot(which, at);
            }
            _ => self.devices[number].disk.compact(),
        }
    }

    fn restore_log(&mut self) {
        // Mostly a backup of a moment ago, which nobody notices by its length alone.
        let whole = usize::try_from(self.log.head()).unwrap();
        let length = if self.random.chance(60) {
            whole - self.random.below(whole.min(5) + 1)
        } else {
            self.random.below(whole + 1)
        };
        let epoch = if self.random.chance(50) { Epoch(self.random.bytes()) } else { self.log.epoch() };
        self.tell(format!("the log is restored to {length} of {whole} entries"));
        self.log = self.log.restored(length, epoch);
        (0..self.wires.len()).for_each(|number| self.drop_wire(number));
    }

    fn restart(&mut self, number: usize) {
        self.drop_wire(number);
        self.devices[number].disk.start(&mut self.random);
    }

    fn change(&mut self, number: usize) {
        self.values += 1;
        self.tell(format!("device {number} changes something: {}", self.values));
        let device = &mut self.devices[number];
        device.disk.change(self.values, &mut self.random);
        let out = device.machine.changed(&device.disk).unwrap();
        self.carry_out(number, out);
    }

    fn connect(&mut self, number: usize) {
        if self.wires[number].connected {
            return;
        }
        self.connections += 1;
        self.tell(format!("device {number} connects"));
        let wire = Wire { connected: true, number: self.connections, ..Wire::default() };
        self.wires[number] = wire;
        let device = &mut self.devices[number];
        device.disk.reconnected();
        let out = device.machine.connected(&device.disk).unwrap();
        self.carry_out(number, out);
    }

    fn drop_wire(&mut self, number: usize) {
        self.wires[number] = Wire::default();
        self.devices[number].machine.disconnected();
    }

    fn carry_out(&mut self, number: usize, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Send(frame) => self.wires[number].up.push_back(frame.encode()),
                Output::Leave { .. } | Output::Stop(_) => self.drop_wire(number),
            }
        }
    }

    /// One frame moves, in one direction.
    fn deliver(&mut self, number: usize) {
        let up = !self.wires[number].up.is_empty()
            && (self.wires[number].down.is_empty() || self.random.chance(50));
        let wire = &mut self.wires[number];
        let Some(bytes) = (if up { wire.up.pop_front() } else { wire.down.pop_front() }) else { return };
        let frame = Frame::decode(&bytes, &Limits::DEFAULT).unwrap();
        if up {
            self.serve(number, frame);
        } else {
            if self.mutant == Some(Mutant::AckIsDurable)
                && let Frame::PushAck(ack) = &frame
            {
                let stored: Vec<HashTag> = ack
                    .places
                    .iter()
                    .zip(&ack.results)
                    .filter(|(_, result)| **result == i32::from(PushResult::Stored))
                    .filter_map(|(place, _)| self.log.item(*place)?.hash())
                    .collect();
                self.devices[number].disk.believe(&stored);
            }
            let device = &mut self.devices[number];
            let out = device.machine.received(frame, &mut device.disk).unwrap();
            if self.random.chance(50) {
                device.disk.sync();
            }
            self.carry_out(number, out);
        }
    }

    fn serve(&mut self, number: usize, frame: Frame) {
        let who = (number, self.wires[number].number);
        let answer = match frame {
            Frame::Hello(hello) => Some(Frame::Welcome(self.log.greet(who, &hello))),
            Frame::Pull(pull) => Some(Frame::Page(self.unchecked(number, self.log.page(pull.after)))),
            Frame::Push(push) => {
                let before = self.log.head();
                let ack = self.log.push(number, push);
                if self.log.head() > before {
                    self.hint(before);
                }
                Some(Frame::PushAck(ack))
            }
            Frame::Reconcile(asked) => Some(Frame::Want(self.log.lacking(&asked))),
            Frame::Digest(digest) => return self.log.digest(digest.at, &digest.sha256),
            Frame::SnapshotHead(head) => self.log.announce(who, &head).map(Frame::SnapshotGet),
            Frame::SnapshotPart(part) => self.log.receive(&part).map(Frame::SnapshotGet),
            Frame::SnapshotGet(get) => self.log.part(&get).map(Frame::SnapshotPart),
            Frame::SnapshotVerified(verified) => return self.log.verified(who, &verified.id),
            _ => return,
        };
        let answer = answer.unwrap_or_else(|| {
            let code = ByeCode::Protocol.into();
            Frame::Bye(Bye { code, retry_after_ms: 0, reason: "no such packed state".to_owned() })
        });
        self.wires[number].down.push_back(answer.encode());
    }

    /// For the mutant without chains: a page whose chain is whatever the device would work out.
    fn unchecked(&self, number: usize, page: Page) -> Page {
        if self.mutant != Some(Mutant::NoChainCheck) {
            return page;
        }
        let own = self.devices[number].disk.position().unwrap().chain;
        let chain = own.after_all(page.items.iter().filter_map(Item::hash)).0.to_vec();
        Page { chain, ..page }
    }

    /// Tells every device that the log has grown; a third of the hints get lost.
    fn hint(&mut self, before: u64) {
        let items = self.log.items_after(before);
        let epoch = self.log.epoch().0.to_vec();
        let head = self.log.head();
        let chain = self.log.chain_at(head).unwrap().0.to_vec();
        for number in 0..self.wires.len() {
            if !self.wires[number].connected || self.random.chance(33) {
                continue;
            }
            let with_page = self.random.chance(50) && self.mutant != Some(Mutant::NoChainCheck);
            let page = with_page.then(|| Page {
                epoch: epoch.clone(),
                after: before,
                items: items.clone(),
                head,
                chain: chain.clone(),
                more: false,
            });
            let hint = Frame::Head(Head { epoch: epoch.clone(), head, page });
            self.wires[number].down.push_back(hint.encode());
        }
    }

    /// The faults are over: everything is connected until nothing moves.
    pub fn settle(&mut self) -> Result<(), String> {
        self.log.room_for(u64::MAX);
        (0..self.wires.len()).for_each(|number| self.drop_wire(number));
        let most = 60 * (usize::try_from(self.values).unwrap() + 20) * self.devices.len();
        for _ in 0..most {
            // A ping with the head stands in for the server's timer.
            let quiet = self.wires.iter().all(|wire| wire.up.is_empty() && wire.down.is_empty());
            if quiet {
                if (0..self.devices.len()).all(|number| self.is_level(number)) {
                    return Ok(());
                }
                for number in 0..self.devices.len() {
                    self.connect(number);
                    let ping = sync_protocol::Ping { number: 1, answer: true, head: self.log.head() };
                    if self.wires[number].up.is_empty() {
                        self.wires[number].down.push_back(Frame::Ping(ping).encode());
                    }
                }
            }
            for number in 0..self.devices.len() {
                self.deliver(number);
            }
        }
        Err(format!("still not level after {most} rounds"))
    }

    fn is_level(&self, number: usize) -> bool {
        let device = &self.devices[number];
        let position = device.disk.position().unwrap();
        let at_head = position.cursor == self.log.head();
        matches!(device.machine.state(position), State::Live { level: true, .. })
            && at_head
            && device.disk.waiting() == 0
    }

    /// What must hold when nothing moves any more.
    pub fn verdict(&self) -> Result<(), String> {
        self.log.check()?;
        let all: BTreeSet<u64> = self.devices.iter().flat_map(|device| device.disk.values()).collect();
        let chain = self.log.chain_at(self.log.head()).unwrap();
        let first = self.devices[0].disk.picture();
        for (number, device) in self.devices.iter().enumerate() {
            let missing: Vec<u64> = all.difference(&device.disk.values()).copied().collect();
            if !missing.is_empty() {
                return Err(format!("device {number} lacks {missing:?}"));
            }
            let chained = self.mutant != Some(Mutant::NoChainCheck);
            if chained && device.disk.position().unwrap().chain != chain {
                return Err(format!("device {number} has another chain than the log"));
            }
            let other = if number == 0 { first.clone() } else { device.disk.picture() };
            if first != other {
                let differing = first.lines().zip(other.lines()).find(|(one, other)| one != other);
                return Err(format!("device {number} shows another book than device 0: {differing:?}"));
            }
        }
        Ok(())
    }
}
