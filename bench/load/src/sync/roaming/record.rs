//! What happened to the changes of all devices of a run, over its time.

use crate::figures::float;
use crate::requests::{histogram, percentile};
use crate::sync::device::Tally;
use hdrhistogram::Histogram;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What takes longer than this is late: its device was behind. Far above what a server at work needs, far below what a fault takes.
pub const LATE: Duration = Duration::from_secs(1);

/// What devices count together.
pub struct Record {
    pub tally: Tally,
    times: Mutex<Times>,
    /// Connections that ended and were not meant to.
    pub lost: AtomicU64,
    /// Times a device went to sleep.
    pub slept: AtomicU64,
}

/// By the time of the run at which changes were due.
#[derive(Default)]
struct Times {
    seconds: Vec<Second>,
    late_answers: Vec<(Duration, Duration)>,
    late_arrivals: Vec<(Duration, Duration)>,
}

struct Second {
    answered: u64,
    arrived: u64,
    arrivals: Histogram<u64>,
}

/// A second of the run, and what became of the changes due in it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: f64,
    /// Known to be on the server.
    pub answered: f64,
    /// Arrivals at other devices, and how long they took, milliseconds.
    pub arrived: f64,
    pub p50: f64,
    pub p95: f64,
}

/// What comes late: by when it was, and when it came.
#[derive(Debug, Clone, Copy)]
pub enum Late {
    /// Answers to pushes.
    Answers,
    /// Changes at another device of the book.
    Arrivals,
}

impl Record {
    pub fn new() -> Self {
        let (lost, slept) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { tally: Tally::new(), times: Mutex::default(), lost, slept }
    }

    /// Changes are handed out from now on.
    pub fn start(&self) {
        self.tally.gathered.store(true, Ordering::SeqCst);
    }

    /// What is due from now on counts.
    pub fn count(&self) {
        self.tally.from.store(self.tally.now(), Ordering::SeqCst);
    }

    /// What is due from now on counts no more.
    pub fn end(&self) {
        self.tally.until.store(self.tally.now(), Ordering::SeqCst);
    }

    /// A change that was due at this moment is known to be on the server.
    pub fn answered(&self, due: u64) {
        let Some((at, now)) = self.times_of(due) else { return };
        self.tally.ack.record(nanoseconds(now.saturating_sub(at)));
        self.tally.acked.fetch_add(1, Ordering::Relaxed);
        let mut times = self.times();
        times.second(at).answered += 1;
        if now > at + LATE {
            times.late_answers.push((at + LATE, now));
        }
    }

    /// A change that was due at this moment came to another device.
    pub fn arrived(&self, due: u64) {
        let Some((at, now)) = self.times_of(due) else { return };
        let took = now.saturating_sub(at);
        self.tally.arrival.record(nanoseconds(took));
        let mut times = self.times();
        let second = times.second(at);
        second.arrived += 1;
        second.arrivals.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1));
        if took > LATE {
            times.late_arrivals.push((at + LATE, now));
        }
    }

    /// When what came late had become so, and when it came.
    pub fn late(&self, what: Late) -> Vec<(Duration, Duration)> {
        let times = self.times();
        match what {
            Late::Answers => times.late_answers.clone(),
            Late::Arrivals => times.late_arrivals.clone(),
        }
    }

    /// The seconds in which something was due that arrived.
    pub fn over_time(&self) -> Vec<Moment> {
        let times = self.times();
        let seconds = times.seconds.iter().enumerate().filter(|(_, second)| second.arrived > 0);
        seconds
            .map(|(at, second)| Moment {
                at: float(at as u64),
                answered: float(second.answered),
                arrived: float(second.arrived),
                p50: percentile(&second.arrivals, 50.0),
                p95: percentile(&second.arrivals, 95.0),
            })
            .collect()
    }

    /// The moment it was due and now, since it began to count; none for what does not count.
    fn times_of(&self, due: u64) -> Option<(Duration, Duration)> {
        let from = self.tally.from.load(Ordering::SeqCst);
        let since = |moment: u64| Duration::from_nanos(moment.saturating_sub(from));
        self.tally.counts(due).then(|| (since(due), since(self.tally.now())))
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Times {
    fn second(&mut self, at: Duration) -> &mut Second {
        let index = usize::try_from(at.as_secs()).unwrap_or(usize::MAX);
        while self.seconds.len() <= index {
            self.seconds.push(Second { answered: 0, arrived: 0, arrivals: histogram(2) });
        }
        &mut self.seconds[index]
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_due_before_the_beginning_or_after_the_end_does_not_count() {
        let record = Record::new();
        record.answered(record.tally.now());
        record.start();
        record.count();
        record.answered(record.tally.now());
        record.arrived(record.tally.now());
        record.end();
        record.answered(record.tally.now());
        assert_eq!(record.tally.ack.histogram().len(), 1);
        let over_time = record.over_time();
        assert_eq!(over_time.len(), 1);
        assert!((over_time[0].answered - 1.0).abs() < 1e-9 && (over_time[0].arrived - 1.0).abs() < 1e-9);
        assert!(record.late(Late::Answers).is_empty() && record.late(Late::Arrivals).is_empty());
    }
}
