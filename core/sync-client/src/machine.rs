//! The state machine: what to do with each frame.

use crate::journal::{Journal, Position};
use crate::live::Live;
use crate::reconcile::Reconciliation;
use crate::snapshots::Snapshots;
use sync_protocol::{
    BookTag, Bye, ByeCode, DeviceTag, Digest, Epoch, Frame, HashTag, Head, Hello, Item, Limits, PROTOCOL,
    Page, Ping, Pull, Push, PushAck, PushResult, Verdict, Want, Welcome,
};

/// What the machine wants done.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there are a few at a time, most of them frames")]
pub enum Output {
    /// Send this.
    Send(Frame),
    /// Close the connection and come back; at the earliest after so many milliseconds.
    Leave {
        /// The server's wish; 0 when it has none.
        retry_after_ms: u64,
    },
    /// The server says something a person must act on; do not come back by yourself.
    Stop(ByeCode),
}

/// Where the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not connected.
    Offline,
    /// Greeted, not yet welcomed.
    Greeting,
    /// At work.
    Live {
        /// Entries in the log, as far as is known.
        head: u64,
        /// Nothing to pull and nothing to push.
        level: bool,
        /// The server takes changes of this device on this connection.
        writes: bool,
    },
}

/// A device's side of one book.
#[derive(Debug)]
pub struct Machine {
    book: BookTag,
    device: DeviceTag,
    app: String,
    limits: Limits,
    pub(crate) snapshots: Snapshots,
    pub(crate) link: Link,
}

#[derive(Debug)]
pub(crate) enum Link {
    Offline,
    Greeting,
    Live(Live),
}

/// Entries of the log after which the documents' digest is told again on the same connection.
const TELL_AFTER: u64 = 1_000;

impl Machine {
    /// For a book on a device. `app` names the program for the operator.
    pub fn new(book: BookTag, device: DeviceTag, app: impl Into<String>) -> Self {
        let snapshots = Snapshots::new(device);
        Self { book, device, app: app.into(), limits: Limits::DEFAULT, snapshots, link: Link::Offline }
    }

    /// The same, packing the book's state when the log has grown by so many entries since the last packed state.
    #[must_use]
    pub fn packing_after(mut self, entries: u64) -> Self {
        self.snapshots.pack_after(entries);
        self
    }

    /// Where the connection is.
    pub fn state(&self, position: Position) -> State {
        match &self.link {
            Link::Offline => State::Offline,
            Link::Greeting => State::Greeting,
            Link::Live(live) => {
                State::Live { head: live.head, level: live.is_level(position.cursor), writes: live.writes }
            }
        }
    }

    /// The connection stands: greet.
    ///
    /// # Errors
    /// The journal's.
    pub fn connected<J: Journal>(&mut self, journal: &J) -> Result<Vec<Output>, J::Error> {
        let position = journal.position()?;
        self.link = Link::Greeting;
        Ok(vec![Output::Send(Frame::Hello(Hello {
            oldest: PROTOCOL,
            newest: PROTOCOL,
            app: self.app.clone(),
            book: self.book.0.to_vec(),
            device: self.device.0.to_vec(),
            cursor: position.cursor,
            chain: position.chain.0.to_vec(),
            epoch: position.epoch.map(|epoch| epoch.0.to_vec()).unwrap_or_default(),
            unusable: self.snapshots.unusable(),
        }))])
    }

    /// The connection is gone. What was not shown by a page will be pushed again on the next.
    pub fn disconnected(&mut self) {
        self.link = Link::Offline;
    }

    /// Something was changed on this device: push it when possible.
    ///
    /// # Errors
    /// The journal's.
    pub fn changed<J: Journal>(&mut self, journal: &J) -> Result<Vec<Output>, J::Error> {
        let mut out = Vec::new();
        self.push(journal, &mut out)?;
        self.at_rest(journal, &mut out)?;
        Ok(out)
    }

    /// A frame came.
    ///
    /// # Errors
    /// The journal's; the connection is then best left, and everything tried again later.
    pub fn received<J: Journal>(&mut self, frame: Frame, journal: &mut J) -> Result<Vec<Output>, J::Error> {
        let mut out = Vec::new();
        match frame {
            Frame::Welcome(welcome) => self.welcomed(&welcome, journal, &mut out)?,
            Frame::Page(page) => self.page(&page, true, journal, &mut out)?,
            Frame::Head(head) => self.hint(&head, journal, &mut out)?,
            Frame::PushAck(ack) => self.answered(&ack, journal, &mut out)?,
            Frame::Want(want) => self.wanted(&want, journal, &mut out)?,
            Frame::SnapshotPart(part) => self.snapshot_part(&part, journal, &mut out)?,
            Frame::SnapshotGet(get) => self.snapshot_asked(&get, &mut out),
            Frame::Ping(ping) => self.ping(&ping, journal, &mut out)?,
            Frame::Bye(bye) => self.leave(&bye, &mut out),
            // Frames only devices send, and those of later versions.
            _ => {}
        }
        self.at_rest(journal, &mut out)?;
        Ok(out)
    }

    pub(crate) fn live(&mut self) -> Option<&mut Live> {
        match &mut self.link {
            Link::Live(live) => Some(live),
            Link::Offline | Link::Greeting => None,
        }
    }

    fn welcomed<J: Journal>(
        &mut self,
        welcome: &Welcome,
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let (Link::Greeting, Some(epoch)) = (&self.link, Epoch::from_slice(&welcome.epoch)) else {
            return Ok(());
        };
        let within = |said: u32, own: usize| {
            usize::try_from(said).ok().filter(|said| *said > 0).unwrap_or(own).min(own)
        };
        self.limits.push_items = within(welcome.push_items, Limits::DEFAULT.push_items);
        self.limits.pushes_in_flight = within(welcome.pushes_in_flight, Limits::DEFAULT.pushes_in_flight);
        let verdict = Verdict::try_from(welcome.verdict).unwrap_or(Verdict::ReadOnly);
        let position = journal.position()?;
        let diverged = verdict == Verdict::Diverged || position.epoch.is_some_and(|known| known != epoch);
        if diverged {
            self.snapshots.diverged(position.cursor);
        }
        if diverged || position.epoch.is_none() {
            journal.begin_anew(epoch)?;
        }
        let cursor = journal.position()?.cursor;
        let mut live = Live::new(epoch, welcome.head, verdict != Verdict::ReadOnly);
        if cursor == 0 && welcome.head > 0 && live.writes {
            live.reconciliation = Reconciliation::begin(journal.random(), journal.unshown()?, out);
            live.pull_first = diverged && live.reconciliation.is_none();
        }
        self.link = Link::Live(live);
        self.snapshots_told(welcome, cursor, out);
        self.pull(journal, out)?;
        self.push(journal, out)
    }

    /// Asks for what is missing, one page at a time.
    pub(crate) fn pull<J: Journal>(&mut self, journal: &J, out: &mut Vec<Output>) -> Result<(), J::Error> {
        let cursor = journal.position()?.cursor;
        let max_bytes = u32::try_from(self.limits.page_bytes).unwrap_or(u32::MAX);
        let Some(live) = self.live() else { return Ok(()) };
        if cursor >= live.head {
            live.pull_first = false;
            live.reconciliation = None;
        } else if !live.pulling && !live.loading {
            live.pulling = true;
            out.push(Output::Send(Frame::Pull(Pull { after: cursor, max_bytes })));
        }
        Ok(())
    }

    /// Sends what the log has not shown, as much as may be unanswered at once.
    pub(crate) fn push<J: Journal>(&mut self, journal: &J, out: &mut Vec<Output>) -> Result<(), J::Error> {
        let limits = self.limits;
        let Some(live) = self.live().filter(|live| live.may_push()) else { return Ok(()) };
        while live.unanswered.len() < limits.pushes_in_flight {
            let items = journal.outbox(&live.sent, limits.push_items, limits.push_bytes)?;
            if items.is_empty() {
                break;
            }
            let hashes: Vec<HashTag> = items.iter().filter_map(Item::hash).collect();
            live.sent.extend(hashes.iter().copied());
            live.unanswered.insert(live.next_push, hashes);
            out.push(Output::Send(Frame::Push(Push { number: live.next_push, items })));
            live.next_push += 1;
        }
        Ok(())
    }

    fn page<J: Journal>(
        &mut self,
        page: &Page,
        asked: bool,
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let position = journal.position()?;
        let Some(live) = self.live() else { return Ok(()) };
        if asked {
            live.pulling = false;
        }
        live.head = live.head.max(page.head);
        if page.continues(live.epoch, position.cursor, position.chain) {
            if !page.items.is_empty() {
                journal.apply(page)?;
            }
        } else if asked && page.after == position.cursor {
            // The right place, and another past: this log is not the one that was read. Greet again; the server will see it too.
            journal.begin_anew(live.epoch)?;
            self.snapshots.diverged(position.cursor);
            self.link = Link::Offline;
            out.push(Output::Leave { retry_after_ms: 0 });
            return Ok(());
        }
        self.pull(journal, out)?;
        self.push(journal, out)
    }

    fn hint<J: Journal>(
        &mut self,
        head: &Head,
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let Some(live) = self.live().filter(|live| live.epoch.0 == head.epoch.as_slice()) else {
            return Ok(());
        };
        live.head = live.head.max(head.head);
        match &head.page {
            Some(page) => self.page(page, false, journal, out),
            None => self.pull(journal, out),
        }
    }

    fn answered<J: Journal>(
        &mut self,
        ack: &PushAck,
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let Some(live) = self.live() else { return Ok(()) };
        if live.unanswered.remove(&ack.number).is_none() {
            return Ok(());
        }
        let top = ack.places.iter().copied().max().unwrap_or(0);
        live.head = live.head.max(top);
        let results: Vec<PushResult> =
            ack.results.iter().filter_map(|result| PushResult::try_from(*result).ok()).collect();
        if results.contains(&PushResult::Conflict) {
            journal.remint()?;
        }
        live.full |= results.contains(&PushResult::Quota);
        let lost = results.contains(&PushResult::MissingDependencies) && !live.full;
        if lost && !results.contains(&PushResult::Conflict) {
            // The log has lost what this device saw in it: read it anew, then push what it lacks.
            let epoch = live.epoch;
            self.snapshots.diverged(journal.position()?.cursor);
            journal.begin_anew(epoch)?;
            self.link = Link::Offline;
            out.push(Output::Leave { retry_after_ms: 0 });
            return Ok(());
        }
        if results.iter().any(|result| matches!(result, PushResult::Quota | PushResult::Forbidden)) {
            // Pulling goes on; pushing again on this connection would get the same answer.
            live.writes = false;
        }
        self.pull(journal, out)?;
        self.push(journal, out)
    }

    /// What the log lacks of this device's changes: that is pushed, and nothing else.
    fn wanted<J: Journal>(
        &mut self,
        want: &Want,
        journal: &J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let Some(live) = self.live() else { return Ok(()) };
        let Some(reconciliation) = &mut live.reconciliation else { return Ok(()) };
        if let Some(there) = reconciliation.answered(want) {
            live.sent.extend(there);
            live.reconciliation = None;
        }
        self.push(journal, out)
    }

    /// When nothing moves: tell what the documents look like, and see to packed states.
    fn at_rest<J: Journal>(&mut self, journal: &J, out: &mut Vec<Output>) -> Result<(), J::Error> {
        if !matches!(&self.link, Link::Live(_)) || !out.is_empty() {
            return Ok(());
        }
        let at = journal.position()?.cursor;
        let Some(live) = self.live().filter(|live| live.is_level(at)) else { return Ok(()) };
        if live.told.is_none_or(|told| at >= told + TELL_AFTER)
            && at > 0
            && let Some(sha256) = journal.digest()?
        {
            live.told = Some(at);
            out.push(Output::Send(Frame::Digest(Digest { at, sha256: sha256.to_vec() })));
        }
        self.snapshots_at_rest(at, journal, out)
    }

    fn ping<J: Journal>(&mut self, ping: &Ping, journal: &J, out: &mut Vec<Output>) -> Result<(), J::Error> {
        if !ping.answer {
            out.push(Output::Send(Frame::Ping(Ping { number: ping.number, answer: true, head: 0 })));
        }
        if let Some(live) = self.live() {
            live.head = live.head.max(ping.head);
        }
        self.pull(journal, out)
    }

    fn leave(&mut self, bye: &Bye, out: &mut Vec<Output>) {
        self.link = Link::Offline;
        if bye.code == i32::from(ByeCode::Protocol) {
            self.snapshots.refused();
        }
        out.push(match ByeCode::try_from(bye.code) {
            Ok(code @ (ByeCode::NotFound | ByeCode::Unauthorised | ByeCode::UpdateRequired)) => {
                Output::Stop(code)
            }
            _ => Output::Leave { retry_after_ms: u64::from(bye.retry_after_ms) },
        });
    }
}
