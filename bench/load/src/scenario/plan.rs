//! When stages begin and end, and when each user has a turn.

use super::{Requests, Stage};
use std::time::Duration;

/// The stages with their times.
#[derive(Debug, Clone)]
pub struct Plan {
    stages: Vec<Part>,
    ramp: Duration,
}

/// A stage with its times.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub stage: Stage,
    pub start: Duration,
    pub end: Duration,
    /// Users there were before.
    before: usize,
}

impl Plan {
    pub fn new(requests: &Requests) -> Self {
        let mut stages: Vec<Part> = Vec::new();
        for stage in &requests.stages {
            let start = stages.last().map_or(Duration::ZERO, |part| part.end);
            let before = stages.last().map_or(0, |part| part.stage.users as usize);
            let end = start + Duration::from_secs_f64(stage.seconds);
            stages.push(Part { stage: *stage, start, end, before });
        }
        Self { stages, ramp: Duration::from_secs_f64(requests.ramp_seconds) }
    }

    pub fn parts(&self) -> &[Part] {
        &self.stages
    }

    pub fn end(&self) -> Duration {
        self.stages.last().map_or(Duration::ZERO, |part| part.end)
    }

    /// Seconds of a stage in which percentiles are taken.
    pub fn counted_seconds(&self, stage: usize) -> f64 {
        self.stages[stage].stage.seconds - self.ramp.as_secs_f64()
    }

    /// The stage of a moment, and whether it counts among the percentiles: not while users still come.
    pub fn stage(&self, due: Duration) -> Option<(usize, bool)> {
        let index = self.stages.iter().position(|part| due < part.end)?;
        Some((index, due >= self.stages[index].start + self.ramp))
    }

    /// The first moment from `due` on at which this user is at work; none when the run is over by then.
    pub fn turn(&self, user: usize, due: Duration) -> Option<Duration> {
        let mut from = due;
        for part in self.stages.iter().filter(|part| part.end > due) {
            from = from.max(part.start);
            let users = part.stage.users as usize;
            if user >= users {
                continue;
            }
            let new = users.saturating_sub(part.before).max(1);
            let entrance = match user.checked_sub(part.before) {
                // They come one after the other, so that they do not all ask at the same moments.
                Some(place) => part.start + self.ramp.mul_f64(share(place, new)),
                None => part.start,
            };
            let turn = from.max(entrance);
            if turn < part.end {
                return Some(turn);
            }
        }
        None
    }
}

fn share(place: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(place) / number(all)
}

#[cfg(test)]
mod tests {
    use super::super::{Scenario, Work};
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn plan() -> Plan {
        let Work::Requests(mut requests) = Scenario::named("read").expect("shipped").work else {
            panic!("read is requests")
        };
        requests.ramp_seconds = 4.0;
        requests.stages.truncate(3);
        for (stage, users) in requests.stages.iter_mut().zip([2, 4, 1]) {
            (stage.users, stage.seconds) = (users, 10.0);
        }
        Plan::new(&requests)
    }

    #[test]
    fn users_come_one_after_the_other_and_go_with_their_stage() {
        let plan = plan();
        assert_eq!((plan.turn(0, s(0)), plan.turn(1, s(0))), (Some(s(0)), Some(s(2))));
        assert_eq!((plan.turn(2, s(0)), plan.turn(3, s(0))), (Some(s(10)), Some(s(12))));
        assert_eq!(plan.turn(1, s(5)), Some(s(5)), "at work already");
        assert_eq!((plan.turn(1, s(20)), plan.turn(0, s(20))), (None, Some(s(20))));
        assert_eq!(plan.turn(0, s(30)), None);
        assert_eq!(plan.end(), s(30));
    }

    #[test]
    fn what_is_due_while_users_come_counts_in_no_percentile() {
        let plan = plan();
        assert_eq!(plan.stage(s(0)), Some((0, false)));
        assert_eq!(plan.stage(s(4)), Some((0, true)));
        assert_eq!(plan.stage(s(12)), Some((1, false)));
        assert_eq!(plan.stage(s(30)), None);
    }
}
