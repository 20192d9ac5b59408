//! The queue in Postgres: each module holds the statements of one thing that happens to a job.

mod admin;
mod claim;
mod enqueue;
mod hand;
mod outcome;
mod prune;
mod step;

pub use admin::{Attempt, Entry, Filter, State, StepEntry, attempts, find, list, replay, steps};
pub(crate) use claim::{Claim, Claimed, claim, claim_one, extend, reap};
pub use enqueue::{NewJob, enqueue, enqueue_all};
pub(crate) use hand::{Handed, due_to_hand, handed};
pub(crate) use outcome::{complete, fail, release};
pub use prune::prune;
pub(crate) use step::{begin_step, finish_step};

/// The job that tells an account of one of its jobs that was given up. The statements that give one up put it into the queue, in version 1 and
/// told `{"job": NUMBER}`; it waits there for a worker that knows it.
pub const GIVEN_UP: &str = "job.given_up";

/// Milliseconds for SQL.
pub(crate) fn milliseconds(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
