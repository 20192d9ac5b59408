//! What a machine knows while it is connected.

use crate::reconcile::Reconciliation;
use std::collections::{BTreeMap, HashSet};
use sync_protocol::{Epoch, HashTag};

/// What is known of the connection and going on there.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each may be so apart from the others")]
pub struct Live {
    pub epoch: Epoch,
    pub head: u64,
    /// May this device write?
    pub writes: bool,
    /// Something did not fit the account: what builds on it will be missing.
    pub full: bool,
    /// After a divergence, when nothing could be asked: first see what the log has, then push what it lacks.
    pub pull_first: bool,
    /// Asked what the log lacks; nothing is pushed until it is known, or the whole log was read.
    pub reconciliation: Option<Reconciliation>,
    /// A packed state is on its way in: nothing is pulled until it is there.
    pub loading: bool,
    pub pulling: bool,
    pub next_push: u64,
    pub unanswered: BTreeMap<u64, Vec<HashTag>>,
    /// Pushed on this connection, answered or not, or known to be in the log.
    pub sent: HashSet<HashTag>,
    /// Where the documents were last told to be the same or not.
    pub told: Option<u64>,
}

impl Live {
    /// Welcomed just now.
    pub fn new(epoch: Epoch, head: u64, writes: bool) -> Self {
        Self {
            epoch,
            head,
            writes,
            full: false,
            pull_first: false,
            reconciliation: None,
            loading: false,
            pulling: false,
            next_push: 1,
            unanswered: BTreeMap::new(),
            sent: HashSet::new(),
            told: None,
        }
    }

    /// May changes go out now?
    pub const fn may_push(&self) -> bool {
        self.writes && !self.pull_first && self.reconciliation.is_none()
    }

    /// Nothing to pull and nothing unanswered at this cursor.
    pub fn is_level(&self, cursor: u64) -> bool {
        cursor >= self.head && self.unanswered.is_empty() && !self.pulling && !self.loading
    }
}
