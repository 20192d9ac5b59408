//! The one list of the jobs a worker knows.

use crate::{Context, Job, JobError, NewJob};
use serde_json::Value;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

type Running<'a> = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;

/// A job whatever its payload's type.
pub(crate) trait Handler: Send + Sync {
    fn version(&self) -> u32;
    fn tries(&self) -> u32;
    fn timeout(&self) -> Duration;
    fn run<'a>(&'a self, context: &'a mut Context, version: u32, payload: Value) -> Running<'a>;
}

impl<J: Job> Handler for J {
    fn version(&self) -> u32 {
        J::VERSION
    }

    fn tries(&self) -> u32 {
        J::TRIES
    }

    fn timeout(&self) -> Duration {
        J::TIMEOUT
    }

    fn run<'a>(&'a self, context: &'a mut Context, version: u32, payload: Value) -> Running<'a> {
        Box::pin(async move {
            let payload = read::<J>(version, payload).map_err(JobError::Refused)?;
            Job::run(self, context, payload).await
        })
    }
}

fn read<J: Job>(version: u32, payload: Value) -> Result<J::Payload, String> {
    if version == J::VERSION {
        return serde_json::from_value(payload)
            .map_err(|error| format!("the payload is none of {} version {version}: {error}", J::NAME));
    }
    if version > J::VERSION {
        return Err(format!("payload version {version} is newer than {}: update this worker", J::VERSION));
    }
    J::upgrade(version, payload)
}

/// A job that comes by itself.
pub(crate) struct Recurring {
    pub period: Duration,
    pub name: &'static str,
    version: u32,
    payload: Value,
}

impl Recurring {
    /// The one of the period in which this second lies. Its key makes it one, however many workers ask.
    pub fn at(&self, seconds: u64) -> NewJob {
        let period = self.period.as_secs().max(1);
        NewJob::raw(
            self.name,
            self.version,
            format!("every/{period}/{}", seconds / period),
            self.payload.clone(),
        )
    }
}

/// Every job a worker runs, once.
#[derive(Default)]
pub struct Registry {
    handlers: BTreeMap<&'static str, Box<dyn Handler>>,
    recurring: Vec<Recurring>,
}

impl Registry {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// With this job too.
    ///
    /// # Panics
    /// When its name is taken.
    #[must_use]
    pub fn with<J: Job>(mut self, job: J) -> Self {
        let before = self.handlers.insert(J::NAME, Box::new(job));
        assert!(before.is_none(), "two jobs are called {}", J::NAME);
        self
    }

    /// With this job too, which also comes by itself once in every `period`.
    ///
    /// # Panics
    /// When its name is taken, or what it is told is not expressible as JSON.
    #[must_use]
    pub fn every<J: Job>(mut self, period: Duration, job: J) -> Self
    where
        J::Payload: Default,
    {
        let payload = serde_json::to_value(J::Payload::default()).expect("a payload is JSON");
        self.recurring.push(Recurring { period, name: J::NAME, version: J::VERSION, payload });
        self.with(job)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&dyn Handler> {
        self.handlers.get(name).map(AsRef::as_ref)
    }

    /// Names and, beside each, the newest version and the tries.
    pub(crate) fn columns(&self) -> (Vec<String>, Vec<i32>, Vec<i32>) {
        let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        let names = self.handlers.keys().map(|name| (*name).to_owned()).collect();
        let versions = self.handlers.values().map(|handler| number(handler.version())).collect();
        let tries = self.handlers.values().map(|handler| number(handler.tries())).collect();
        (names, versions, tries)
    }

    pub(crate) fn recurring(&self) -> &[Recurring] {
        &self.recurring
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Renamed;

    impl Job for Renamed {
        const NAME: &'static str = "test.renamed";
        const VERSION: u32 = 3;
        type Payload = String;

        async fn run(&self, _: &mut Context, _: String) -> Result<(), JobError> {
            Ok(())
        }

        fn upgrade(version: u32, payload: Value) -> Result<String, String> {
            match (version, payload["name"].as_str()) {
                (2, Some(name)) => Ok(name.to_owned()),
                (2, None) => Err("version 2 has a name".to_owned()),
                _ => Err(format!("version {version} is too old")),
            }
        }
    }

    #[test]
    fn old_payloads_are_upgraded_or_refused_with_the_reason() {
        for (version, payload, result) in [
            (3, json!("a"), Ok("a")),
            (2, json!({"name": "b"}), Ok("b")),
            (2, json!({}), Err("version 2 has a name")),
            (1, json!("c"), Err("version 1 is too old")),
            (4, json!("d"), Err("payload version 4 is newer than 3: update this worker")),
            (
                3,
                json!(7),
                Err(
                    "the payload is none of test.renamed version 3: invalid type: integer `7`, expected a string",
                ),
            ),
        ] {
            let read = read::<Renamed>(version, payload);
            assert_eq!(read.as_deref().map_err(String::as_str), result);
        }
    }

    #[test]
    #[should_panic(expected = "two jobs are called test.renamed")]
    fn a_name_is_one_job() {
        drop(Registry::new().with(Renamed).with(Renamed));
    }

    #[test]
    fn a_period_has_one_key() {
        let daily = Recurring {
            period: Duration::from_hours(24),
            name: "test.daily",
            version: 1,
            payload: Value::Null,
        };
        assert_eq!(daily.at(86_400).key(), daily.at(2 * 86_400 - 1).key());
        assert_ne!(daily.at(86_400).key(), daily.at(2 * 86_400).key());
    }
}
