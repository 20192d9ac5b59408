//! Queues and their tasks, in memory.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

/// All queues, by name.
#[derive(Default)]
pub struct Queues(pub BTreeMap<String, Queue>);

/// One queue.
pub struct Queue {
    pub paused: bool,
    retry: Retry,
    pub tasks: BTreeMap<String, Task>,
    /// Names that were used: Cloud Tasks refuses them for some time, this one for ever.
    used: BTreeSet<String>,
}

/// When a failed task is pushed again.
#[derive(Debug, Clone, Copy)]
struct Retry {
    /// Negative: without end.
    most: i64,
    first: Duration,
    longest: Duration,
}

/// A task that has not ended.
#[derive(Debug, Clone)]
pub struct Task {
    /// As it was given.
    pub given: Value,
    pub created: SystemTime,
    pub next: SystemTime,
    pub dispatched: u32,
    pub answered: u32,
    pub under_way: bool,
}

fn duration(value: &Value, otherwise: u64) -> Duration {
    let seconds = value.as_str().and_then(|text| text.strip_suffix('s')).and_then(|text| text.parse().ok());
    seconds.map_or(Duration::from_millis(otherwise), Duration::from_secs_f64)
}

impl Queue {
    /// From the resource a client sends; Cloud Tasks' own defaults for what it leaves out.
    pub fn new(given: &Value) -> Self {
        let retry = &given["retryConfig"];
        let most = match &retry["maxAttempts"] {
            Value::String(text) => text.parse().unwrap_or(100),
            value => value.as_i64().unwrap_or(100),
        };
        let first = duration(&retry["minBackoff"], 100);
        let retry = Retry { most, first, longest: duration(&retry["maxBackoff"], 3_600_000) };
        Self { paused: false, retry, tasks: BTreeMap::new(), used: BTreeSet::new() }
    }

    /// As the API shows it. States are numbers: RUNNING is 1, PAUSED 2.
    pub fn show(&self, name: &str) -> Value {
        json!({
            "name": name,
            "state": if self.paused { 2 } else { 1 },
            "retryConfig": {
                "maxAttempts": self.retry.most,
                "minBackoff": format!("{}s", self.retry.first.as_secs_f64()),
                "maxBackoff": format!("{}s", self.retry.longest.as_secs_f64()),
            },
        })
    }

    /// Adds a task; false when its name was used before.
    pub fn add(&mut self, name: &str, task: Task) -> bool {
        if !self.used.insert(name.to_owned()) {
            return false;
        }
        self.tasks.insert(name.to_owned(), task);
        true
    }

    /// After a push: gone when it was taken or was the last one, else pushed again later.
    pub fn pushed(&mut self, name: &str, taken: bool, answered: bool, now: SystemTime) {
        let Some(task) = self.tasks.get_mut(name) else { return };
        task.under_way = false;
        task.answered += u32::from(answered);
        if taken || (self.retry.most >= 0 && i64::from(task.dispatched) >= self.retry.most) {
            self.tasks.remove(name);
            return;
        }
        let doubled = self.retry.first.saturating_mul(1 << task.dispatched.saturating_sub(1).min(16));
        task.next = now + doubled.min(self.retry.longest);
    }
}

impl Task {
    /// As the API shows it.
    pub fn show(&self, name: &str) -> Value {
        let mut shown = self.given.clone();
        shown["name"] = json!(name);
        shown["scheduleTime"] = json!(text(self.next));
        shown["createTime"] = json!(text(self.created));
        shown["dispatchCount"] = json!(self.dispatched);
        shown["responseCount"] = json!(self.answered);
        shown["view"] = json!(1);
        shown
    }
}

fn text(moment: SystemTime) -> String {
    let since = moment.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let milliseconds = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(milliseconds).map(|moment| moment.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_used_once_and_failures_wait_twice_as_long() {
        let mut queue = Queue::new(&json!({"retryConfig": {"maxAttempts": 3, "minBackoff": "0.5s"}}));
        let now = SystemTime::UNIX_EPOCH;
        let task =
            Task { given: json!({}), created: now, next: now, dispatched: 0, answered: 0, under_way: true };
        assert!(queue.add("t", task.clone()) && !queue.add("t", task));
        for (dispatched, waits) in [(1, Some(500)), (2, Some(1_000)), (3, None)] {
            if let Some(task) = queue.tasks.get_mut("t") {
                task.dispatched = dispatched;
            }
            queue.pushed("t", false, true, now);
            let next = queue.tasks.get("t").map(|task| task.next);
            assert_eq!(next, waits.map(|waits| now + Duration::from_millis(waits)));
        }
    }
}
