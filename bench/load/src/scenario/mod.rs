//! What is asked of the server, as data: users, what they do, and what is asked in return. The files lie in bench/load/scenarios.

mod devices;
mod faults;
mod plan;

pub use devices::{Cells, Devices};
pub use faults::{Fault, FaultKind, Faults};
pub use plan::Plan;

use crate::Size;
use crate::error::LoadError;
use crate::figures::Target;
use serde::{Deserialize, Serialize};

/// The scenarios that come with the program, in the order in which all are run.
pub const SHIPPED: [(&str, &str); 8] = [
    ("read", include_str!("../../scenarios/read.toml")),
    ("mixed", include_str!("../../scenarios/mixed.toml")),
    ("peak", include_str!("../../scenarios/peak.toml")),
    ("burst", include_str!("../../scenarios/burst.toml")),
    ("soak", include_str!("../../scenarios/soak.toml")),
    ("drain", include_str!("../../scenarios/drain.toml")),
    ("sync", include_str!("../../scenarios/sync.toml")),
    ("cells", include_str!("../../scenarios/cells.toml")),
];

/// One of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// As it is asked for.
    #[serde(skip)]
    pub name: String,
    /// For headings.
    pub title: String,
    /// What happens, in one sentence.
    pub says: String,
    /// What is done.
    pub work: Work,
    /// What is asked of it; of the parts of sync, by each of them.
    #[serde(default)]
    pub targets: Vec<Asked>,
}

/// What is done.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Requests to the API of hosted books.
    Requests(Requests),
    /// Jobs in a queue.
    Drain(Drain),
    /// Devices over `WebSocket`s.
    Sync(Sync),
    /// Devices whose books lie in several cells.
    Cells(Cells),
}

/// A queue to be emptied.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drain {
    /// Jobs in it.
    pub jobs: u32,
}

/// Parts of the sync scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sync {
    /// By the words of src/sync.
    pub parts: Vec<String>,
    /// What is done while things go wrong.
    pub under_faults: Option<Devices>,
}

/// Who decides when the next request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// A user, who waits for the answer and thinks.
    Closed,
    /// The world: at random moments, so many a second.
    Open,
}

/// Requests over HTTP.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    pub model: Model,
    /// Between an answer and the user's next request.
    #[serde(default)]
    pub think_seconds: f64,
    /// After which a request has failed.
    pub timeout_seconds: f64,
    /// In which the new users of a stage come.
    pub ramp_seconds: f64,
    pub mix: Mix,
    pub filters: Filters,
    pub books: Books,
    /// Do the same with an endpoint that does nothing but serialise a page.
    #[serde(default)]
    pub beside_bare: bool,
    pub stages: Vec<Stage>,
}

/// Of a hundred requests.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    pub list: u32,
    pub create: u32,
    pub accounts: u32,
}

/// Of a hundred lists, so many have this filter.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    pub none: u32,
    pub account: u32,
    pub month: u32,
    pub category: u32,
    pub amount: u32,
    pub text: u32,
}

/// The books requests are about.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Books {
    /// So many for all users; without it each user has one.
    pub shared: Option<u32>,
    /// Rows each begins with.
    pub transactions: u32,
}

/// A part of the run.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// At work, or, in the open model, whose requests come.
    pub users: u32,
    /// Requests a second, in the open model.
    pub rate: Option<f64>,
    pub seconds: f64,
}

/// Something asked of a run.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub what: Measure,
    pub at_most: Option<f64>,
    pub at_least: Option<f64>,
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 95th percentile of the worst stage.
    P95Ms,
    /// 99th percentile of the worst stage.
    P99Ms,
    /// Requests that failed.
    FailedPercent,
    /// Acknowledged writes that are not there afterwards.
    LostWrites,
    /// Writes that are there twice.
    DoubledWrites,
    /// Reads a second beside those of a bare endpoint.
    OfBarePercent,
    /// How much slower the last stage's p95 is than the first's.
    SlowerPercent,
    /// Devices that hold another log than a new one reads, or something that was not pushed.
    ApartDevices,
    /// The longest time from a fault to the last request that failed because of it, or until every device had caught up.
    RecoverySeconds,
    /// From the beginning to the end.
    Seconds,
}

impl Asked {
    /// As the report compares it.
    pub fn target(self) -> Target {
        match (self.at_most, self.at_least) {
            (Some(most), _) => Target::AtMost(most),
            (None, Some(least)) => Target::AtLeast(least),
            (None, None) => Target::None,
        }
    }
}

/// What is asked of this measure in a list.
pub fn asked(targets: &[Asked], what: Measure) -> Target {
    targets.iter().find(|asked| asked.what == what).map_or(Target::None, |asked| asked.target())
}

impl Scenario {
    /// One of the shipped ones by its name, or one in a file of the caller's.
    pub fn named(name: &str) -> Result<Self, LoadError> {
        let shipped = SHIPPED.iter().find(|(known, _)| *known == name);
        let text = match shipped {
            Some((_, text)) => (*text).to_owned(),
            None if std::path::Path::new(name).extension().is_some_and(|ending| ending == "toml") => {
                std::fs::read_to_string(name).map_err(|error| LoadError::Wrong(format!("{name}: {error}")))?
            }
            None => {
                let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
                return Err(LoadError::Wrong(format!(
                    "no scenario is named `{name}`: {}, or the path of a .toml file",
                    names.join(", ")
                )));
            }
        };
        let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml");
        Self::read(stem, &text)
    }

    fn read(name: &str, text: &str) -> Result<Self, LoadError> {
        let wrong = |why: String| LoadError::Wrong(format!("scenario {name}: {why}"));
        let mut scenario: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        name.clone_into(&mut scenario.name);
        if let Work::Requests(requests) = &scenario.work {
            requests.check().map_err(wrong)?;
        }
        if let Work::Sync(Sync { under_faults: Some(devices), .. }) = &scenario.work {
            devices.check().map_err(wrong)?;
        }
        if let Work::Cells(cells) = &scenario.work {
            cells.check().map_err(wrong)?;
        }
        if scenario.targets.iter().any(|asked| asked.target() == Target::None) {
            return Err(wrong("a target says `at_most` or `at_least`".to_owned()));
        }
        Ok(scenario)
    }
}

impl Requests {
    fn check(&self) -> Result<(), String> {
        let (mix, filters) = (self.mix, self.filters);
        if mix.list + mix.create + mix.accounts != 100 {
            return Err("`mix` must come to 100".to_owned());
        }
        let all = [filters.none, filters.account, filters.month, filters.category, filters.amount];
        if all.iter().sum::<u32>() + filters.text != 100 {
            return Err("`filters` must come to 100".to_owned());
        }
        if self.stages.is_empty() || self.stages.iter().any(|stage| stage.users == 0 || stage.seconds <= 0.0)
        {
            return Err("`stages` needs stages, each with users and seconds".to_owned());
        }
        if self.stages.iter().any(|stage| stage.rate.is_some() != (self.model == Model::Open)) {
            return Err("a stage has a `rate` in the open model and only there".to_owned());
        }
        let shortest = self.stages.iter().map(|stage| stage.seconds).fold(f64::INFINITY, f64::min);
        if !(0.0..shortest).contains(&self.ramp_seconds) {
            return Err("`ramp_seconds` is shorter than every stage".to_owned());
        }
        if self.think_seconds < 0.0 || self.timeout_seconds <= 0.0 {
            return Err("`think_seconds` and `timeout_seconds` are times".to_owned());
        }
        Ok(())
    }

    /// A smaller one of the same form.
    pub fn scaled(&self, size: Size) -> Self {
        let mut scaled = self.clone();
        let part = |whole: u32| u32::try_from(size.count(whole)).unwrap_or(whole);
        scaled.ramp_seconds = (self.ramp_seconds * size.scale).max(1.0).min(self.ramp_seconds);
        for stage in &mut scaled.stages {
            stage.users = part(stage.users);
            stage.rate = stage.rate.map(|rate| rate * size.scale);
            // Below that a percentile means nothing.
            stage.seconds = (stage.seconds * size.scale).max(5.0).min(stage.seconds);
        }
        scaled.books.shared = self.books.shared.map(part);
        scaled
    }

    /// Users there are at most.
    pub fn most_users(&self) -> usize {
        self.stages.iter().map(|stage| stage.users as usize).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests(name: &str) -> Requests {
        match Scenario::named(name).expect("a shipped scenario").work {
            Work::Requests(requests) => requests,
            other => panic!("{name} is {other:?}"),
        }
    }

    fn users(requests: &Requests) -> Vec<u32> {
        requests.stages.iter().map(|stage| stage.users).collect()
    }

    #[test]
    fn every_shipped_scenario_is_good() {
        for (name, _) in SHIPPED {
            let scenario = Scenario::named(name).unwrap_or_else(|error| panic!("{error}"));
            assert!(scenario.targets.iter().all(|asked| asked.target() != Target::None), "{name}");
        }
        Faults::shipped().expect("the faults");
    }

    #[test]
    fn reading_grows_in_six_stages_from_150_users_to_1000() {
        let read = requests("read");
        assert_eq!(users(&read), [150, 300, 450, 600, 900, 1_000]);
        assert!((read.think_seconds - 1.0).abs() < 1e-9 && read.model == Model::Closed);
        assert_eq!((read.mix.list, read.filters.none < 50), (100, true));
    }

    #[test]
    fn mixed_grows_to_650_users_each_with_a_book() {
        let mixed = requests("mixed");
        assert_eq!(users(&mixed).last(), Some(&650));
        assert_eq!((mixed.mix.list, mixed.mix.create, mixed.mix.accounts), (65, 20, 15));
        assert_eq!(mixed.books.shared, None);
    }

    #[test]
    fn the_others_are_what_they_are_called() {
        assert!(matches!(
            Scenario::named("drain").map(|it| it.work),
            Ok(Work::Drain(Drain { jobs: 51_580 }))
        ));
        let burst = requests("burst");
        assert!(burst.model == Model::Open && burst.stages[1].rate > burst.stages[0].rate);
        let soak = requests("soak");
        assert!(soak.stages.iter().map(|stage| stage.seconds).sum::<f64>() >= 300.0);
        assert_eq!(
            asked(&Scenario::named("peak").expect("peak").targets, Measure::OfBarePercent),
            Target::AtLeast(50.0)
        );
    }

    #[test]
    fn a_tenth_has_a_tenth_of_the_users() {
        let tenth = requests("read").scaled(Size { scale: 0.1 });
        assert_eq!(users(&tenth), [15, 30, 45, 60, 90, 100]);
        assert!(tenth.stages.iter().all(|stage| (stage.seconds - 5.0).abs() < 1e-9));
        tenth.check().expect("still good");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let good = SHIPPED[0].1;
        for (from, to, says) in [
            ("list = 100", "list = 99", "`mix` must come to 100"),
            ("none = 10", "none = 11", "`filters` must come to 100"),
            ("users = 150", "users = 0", "`stages` needs stages"),
            ("\"closed\"", "\"open\"", "`rate` in the open model"),
            ("ramp_seconds = 5.0", "ramp_seconds = 50.0", "shorter than every stage"),
            ("at_most = 10.0", "", "`at_most` or `at_least`"),
            ("think_seconds", "thinks", "unknown field `thinks`"),
        ] {
            let error = Scenario::read("x", &good.replace(from, to)).expect_err(says).to_string();
            assert!(error.contains(says), "{error}");
        }
        let error = Scenario::named("nothing").expect_err("no such").to_string();
        assert!(error.contains("read, mixed"), "{error}");
    }
}
