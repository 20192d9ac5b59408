//! What happened to each request, kept as distributions by stage and by second.
//!
//! A latency counts from the moment a request was due, not from when it went out: a generator that is late hides nothing. In the closed model a
//! user who waits for a slow answer asks less meanwhile; the requests left out are put in as HDR histograms do (coordinated omission).

use super::choice::Purpose;
use crate::scenario::Plan;
use hdrhistogram::Histogram;
use std::collections::BTreeMap;
use std::time::Duration;

/// Microseconds in a minute, which nothing takes.
const LONGEST: u64 = 60_000_000;

/// A distribution of microseconds.
pub fn histogram(digits: u8) -> Histogram<u64> {
    Histogram::new_with_bounds(1, LONGEST, digits).expect("the bounds are in order")
}

/// One request.
#[derive(Debug, Clone)]
pub struct Taken {
    pub purpose: Purpose,
    /// When it was to go out.
    pub due: Duration,
    /// When it did.
    pub sent: Duration,
    /// When the answer was there, or was given up.
    pub done: Duration,
    /// Why it failed.
    pub failed: Option<String>,
    pub bytes: usize,
}

/// What happened in a stage.
pub struct StageRecord {
    /// All that counts, corrected.
    pub latencies: Histogram<u64>,
    /// From when it went out, as a generator that corrects nothing would say.
    pub as_sent: Histogram<u64>,
    pub by_purpose: [Histogram<u64>; 3],
    /// How late requests went out.
    pub late: Histogram<u64>,
    /// Among the percentiles.
    pub counted: u64,
    /// All.
    pub requests: u64,
    pub failed: u64,
    pub bytes: u64,
}

/// What happened in a second.
pub struct Second {
    pub requests: u64,
    pub failed: u64,
    pub latencies: Histogram<u64>,
}

/// What happened.
pub struct Record {
    plan: Plan,
    /// Of the closed model.
    think: Option<Duration>,
    /// Slower ones break the promise.
    in_time: Duration,
    pub stages: Vec<StageRecord>,
    pub seconds: Vec<Second>,
    /// When those that failed, and those that were slow, were due and done.
    pub failures: Vec<(Duration, Duration)>,
    pub slow: Vec<(Duration, Duration)>,
    pub reasons: BTreeMap<String, u64>,
}

const fn index(purpose: Purpose) -> usize {
    match purpose {
        Purpose::List => 0,
        Purpose::Create => 1,
        Purpose::Accounts => 2,
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX).clamp(1, LONGEST)
}

impl Record {
    pub fn new(plan: &Plan, think: Option<Duration>, in_time: Duration) -> Self {
        let stage = || StageRecord {
            latencies: histogram(3),
            as_sent: histogram(3),
            by_purpose: std::array::from_fn(|_| histogram(3)),
            late: histogram(3),
            counted: 0,
            requests: 0,
            failed: 0,
            bytes: 0,
        };
        let stages = plan.parts().iter().map(|_| stage()).collect();
        Self {
            plan: plan.clone(),
            think,
            in_time,
            stages,
            seconds: Vec::new(),
            failures: Vec::new(),
            slow: Vec::new(),
            reasons: BTreeMap::new(),
        }
    }

    /// Keeps what happened to one.
    pub fn take(&mut self, taken: Taken) {
        let Some((stage, counts)) = self.plan.stage(taken.due) else { return };
        let latency = taken.done.saturating_sub(taken.due);
        let second = usize::try_from(taken.due.as_secs()).unwrap_or(usize::MAX);
        while self.seconds.len() <= second {
            self.seconds.push(Second { requests: 0, failed: 0, latencies: histogram(2) });
        }
        let (stage, second) = (&mut self.stages[stage], &mut self.seconds[second]);
        stage.requests += 1;
        second.requests += 1;
        second.latencies.saturating_record(micros(latency));
        stage.bytes += taken.bytes as u64;
        if latency > self.in_time {
            self.slow.push((taken.due, taken.done));
        }
        if let Some(why) = taken.failed {
            stage.failed += 1;
            second.failed += 1;
            self.failures.push((taken.due, taken.done));
            *self.reasons.entry(why).or_default() += 1;
        }
        if counts {
            stage.counted += 1;
            record(&mut stage.latencies, latency, self.think);
            record(&mut stage.by_purpose[index(taken.purpose)], latency, self.think);
            stage.as_sent.saturating_record(micros(taken.done.saturating_sub(taken.sent)));
            stage.late.saturating_record(micros(taken.sent.saturating_sub(taken.due)));
        }
    }

    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn requests(&self) -> u64 {
        self.stages.iter().map(|stage| stage.requests).sum()
    }

    pub fn failed(&self) -> u64 {
        self.stages.iter().map(|stage| stage.failed).sum()
    }
}

impl StageRecord {
    pub fn of(&self, purpose: Purpose) -> &Histogram<u64> {
        &self.by_purpose[index(purpose)]
    }
}

/// With the requests that a waiting user did not make, where there is such a user.
fn record(histogram: &mut Histogram<u64>, latency: Duration, think: Option<Duration>) {
    let value = micros(latency);
    match think.map(micros).filter(|expected| value > *expected) {
        Some(expected) => histogram.record_correct(value, expected).expect("within the bounds"),
        None => histogram.saturating_record(value),
    }
}

/// Milliseconds at a percentile; 0 of nothing.
pub fn percentile(histogram: &Histogram<u64>, percent: f64) -> f64 {
    Duration::from_micros(histogram.value_at_percentile(percent)).as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, Work};

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn new(think: Option<Duration>) -> Record {
        let Work::Requests(requests) = Scenario::named("read").expect("shipped").work else {
            panic!("read is requests")
        };
        Record::new(&Plan::new(&requests), think, ms(300))
    }

    fn taken(due: Duration, late: Duration, took: Duration) -> Taken {
        let purpose = Purpose::List;
        Taken { purpose, due, sent: due + late, done: due + late + took, failed: None, bytes: 10 }
    }

    #[test]
    fn a_late_request_counts_from_when_it_was_due() {
        let mut record = new(None);
        record.take(taken(ms(10_000), ms(400), ms(5)));
        let stage = &record.stages[0];
        assert!((percentile(&stage.latencies, 50.0) - 405.0).abs() < 1.0);
        assert!((percentile(&stage.as_sent, 50.0) - 5.0).abs() < 0.1);
        assert!((percentile(&stage.late, 50.0) - 400.0).abs() < 1.0);
        assert_eq!(record.slow, [(ms(10_000), ms(10_405))]);
    }

    #[test]
    fn a_stall_puts_in_the_requests_that_a_waiting_user_left_out() {
        let (mut closed, mut open) = (new(Some(ms(100))), new(None));
        for record in [&mut closed, &mut open] {
            // 99 quick ones, and one that stands still for ten seconds.
            (0..99).for_each(|n| record.take(taken(ms(10_000 + n), ms(0), ms(1))));
            record.take(taken(ms(11_000), ms(0), ms(10_000)));
        }
        // 10,000, 9,900, ... 100 ms: a hundred instead of one.
        assert_eq!((closed.stages[0].latencies.len(), open.stages[0].latencies.len()), (199, 100));
        let (corrected, plain) =
            (percentile(&closed.stages[0].latencies, 95.0), percentile(&open.stages[0].latencies, 95.0));
        assert!(corrected > 8_500.0 && plain < 2.0, "{corrected} {plain}");
        assert_eq!(closed.stages[0].counted, 100, "the throughput counts what there was");
    }

    #[test]
    fn failures_are_counted_while_users_come_and_percentiles_are_not() {
        let mut record = new(None);
        record.take(Taken { failed: Some("503".to_owned()), ..taken(ms(100), ms(0), ms(1)) });
        record.take(taken(ms(45_000), ms(0), ms(1)));
        assert_eq!((record.requests(), record.failed(), record.reasons["503"]), (2, 1, 1));
        assert_eq!((record.stages[0].requests, record.stages[0].counted), (1, 0));
        assert_eq!((record.stages[1].requests, record.stages[1].counted), (1, 1));
        assert_eq!((record.seconds[0].failed, record.seconds[45].requests), (1, 1));
    }
}
