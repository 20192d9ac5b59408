//! When to fetch a packed state, when to vouch for one, when to give one. What is advised is only believed once it opened, loaded, and the
//! rest of the log continued it; until then there is the older one, and after that the whole log.

use crate::journal::Journal;
use crate::machine::{Machine, Output};
use crate::transfer::{Aim, Download, Step, Upload};
use sync_protocol::{
    DeviceTag, Frame, Hello, SnapshotGet, SnapshotHead, SnapshotPart, SnapshotVerified, Verdict, Welcome,
};

/// Entries the log grows by before its state is packed again.
const PACK_AFTER: u64 = 8_192;

/// What a device remembers of packed states while it runs.
#[derive(Debug)]
pub struct Snapshots {
    /// They did not open, load or fit; the server is told not to advise them.
    unusable: Vec<Vec<u8>>,
    down: Option<Download>,
    up: Option<Upload>,
    /// One that is to be vouched for when there is time.
    to_verify: Option<Download>,
    /// What was taken in last, and has yet to be continued by the log.
    loaded: Option<SnapshotHead>,
    /// Place of the newest packed state that is known of.
    newest: u64,
    /// The server takes packed states.
    taken: bool,
    pack_after: u64,
    /// Spread, so that not all devices pack at once.
    spread: u64,
}

impl Snapshots {
    pub fn new(device: DeviceTag) -> Self {
        Self {
            unusable: Vec::new(),
            down: None,
            up: None,
            to_verify: None,
            loaded: None,
            newest: 0,
            taken: false,
            pack_after: PACK_AFTER,
            spread: u64::from(device.0[0]),
        }
    }

    pub const fn pack_after(&mut self, entries: u64) {
        self.pack_after = entries;
    }

    pub fn unusable(&self) -> Vec<Vec<u8>> {
        self.unusable.clone()
    }

    fn refuse(&mut self, id: Vec<u8>) {
        if self.unusable.len() == Hello::UNUSABLE {
            self.unusable.remove(0);
        }
        self.unusable.push(id);
    }

    /// The log does not continue what is here. If that came from a packed state, it was a wrong one.
    pub fn diverged(&mut self, cursor: u64) {
        if let Some(head) = self.loaded.take_if(|head| head.base == cursor) {
            self.refuse(head.id);
        }
        self.down = None;
        self.up = None;
        self.to_verify = None;
        self.newest = 0;
    }

    /// The server refused what was going on.
    pub fn refused(&mut self) {
        if let Some(down) = self.down.take() {
            self.refuse(down.head.id);
        }
        // Asked again at once it would answer the same.
        if let Some(up) = self.up.take() {
            self.newest = self.newest.max(up.pack.head.base);
        }
    }

    /// Is it time to pack?
    const fn is_due(&self, cursor: u64) -> bool {
        let spread = self.pack_after * self.spread / 256;
        self.taken && cursor >= self.newest.saturating_add(self.pack_after).saturating_add(spread)
    }
}

impl Machine {
    /// The greeting told of packed states.
    pub(crate) fn snapshots_told(&mut self, welcome: &Welcome, cursor: u64, out: &mut Vec<Output>) {
        self.snapshots.newest = self.snapshots.newest.max(welcome.verified.unwrap_or_default());
        self.snapshots.taken = welcome.verified.is_some();
        if let Some(up) = &mut self.snapshots.up {
            up.announced = false;
        }
        // What was fetched of one before the connection broke is still good.
        let mut begun = self.snapshots.down.take();
        let mut fetch = |head: &SnapshotHead, aim| {
            let goes_on = begun.take_if(|down| down.head == *head && down.aim == aim);
            goes_on.unwrap_or_else(|| Download::new(head.clone(), aim))
        };
        self.snapshots.to_verify = welcome.to_verify.as_ref().map(|head| fetch(head, Aim::Verify));
        let advised = welcome.snapshot.as_ref().filter(|head| head.base > cursor);
        // A device that may only read is told of one as well; who is told to begin anew is not.
        let advised = advised.filter(|_| welcome.verdict != i32::from(Verdict::Diverged));
        if let Some(head) = advised {
            let down = fetch(head, Aim::Load);
            out.push(Output::Send(down.ask()));
            self.snapshots.down = Some(down);
            if let Some(live) = self.live() {
                live.loading = true;
            }
        }
    }

    /// A part of a packed state came.
    pub(crate) fn snapshot_part<J: Journal>(
        &mut self,
        part: &SnapshotPart,
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let Some(down) = &mut self.snapshots.down else { return Ok(()) };
        if !down.take(part) {
            return Ok(());
        }
        if !down.is_whole() {
            out.push(Output::Send(down.ask()));
            return Ok(());
        }
        let Some(Download { head, aim, bytes }) = self.snapshots.down.take() else { return Ok(()) };
        match aim {
            Aim::Load => self.load(&head, &bytes, journal, out),
            Aim::Verify => {
                if head.is_of(&bytes) && journal.verify_pack(&head, &bytes)? {
                    self.snapshots.newest = self.snapshots.newest.max(head.base);
                    out.push(Output::Send(Frame::SnapshotVerified(SnapshotVerified { id: head.id })));
                } else {
                    self.snapshots.refuse(head.id);
                }
                Ok(())
            }
        }
    }

    fn load<J: Journal>(
        &mut self,
        head: &SnapshotHead,
        bytes: &[u8],
        journal: &mut J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        let Some(live) = self.live() else { return Ok(()) };
        live.loading = false;
        let epoch = live.epoch;
        let passed = journal.position()?.cursor >= head.base;
        if !passed {
            if head.is_of(bytes) && journal.load_pack(epoch, head, bytes)? {
                self.snapshots.loaded = Some(head.clone());
            } else {
                self.snapshots.refuse(head.id.clone());
                // The older one, if there is one, is advised to who greets again; else the whole log is read.
                self.link = crate::machine::Link::Offline;
                out.push(Output::Leave { retry_after_ms: 0 });
                return Ok(());
            }
        }
        self.pull(journal, out)?;
        self.push(journal, out)
    }

    /// The server says how much it has of a packed state.
    pub(crate) fn snapshot_asked(&mut self, get: &SnapshotGet, out: &mut Vec<Output>) {
        let Some(up) = self.snapshots.up.as_mut().filter(|up| up.pack.head.id == get.id) else { return };
        match up.asked(get.offset) {
            Step::Part(part) => out.push(Output::Send(part)),
            // Failed or not: the next one is due when the log has grown.
            Step::Done | Step::Failed => {
                self.snapshots.newest = self.snapshots.newest.max(up.pack.head.base);
                self.snapshots.up = None;
            }
        }
    }

    /// Nothing else moves: give a packed state, or vouch for one.
    pub(crate) fn snapshots_at_rest<J: Journal>(
        &mut self,
        cursor: u64,
        journal: &J,
        out: &mut Vec<Output>,
    ) -> Result<(), J::Error> {
        if self.live().is_none_or(|live| !live.writes) || self.snapshots.down.is_some() {
            return Ok(());
        }
        let snapshots = &mut self.snapshots;
        if let Some(down) = snapshots.to_verify.take_if(|down| down.head.base <= cursor) {
            out.push(Output::Send(down.ask()));
            snapshots.down = Some(down);
            return Ok(());
        }
        if snapshots.up.is_none()
            && snapshots.is_due(cursor)
            && let Some(pack) = journal.pack()?
        {
            snapshots.up = Some(Upload::new(pack));
        }
        if let Some(up) = snapshots.up.as_mut().filter(|up| !up.announced) {
            out.push(Output::Send(up.announce()));
        }
        Ok(())
    }
}
