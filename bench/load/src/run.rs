//! `load run`: scenarios one after the other, each within its time, and one report of all.

use crate::error::LoadError;
use crate::figures::Figures;
use crate::report::{Part, Setting, verdicts, write};
use crate::scenario::{Faults, Measure, Plan, SHIPPED, Scenario, Sync, Work, asked};
use crate::{Size, cells, drain, requests, sync};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A scenario takes no longer, whatever happens; one with stages so much longer than these.
const LONGEST: Duration = Duration::from_mins(10);
const BESIDE_STAGES: Duration = Duration::from_mins(4);
/// A run of devices with faults is no shorter: faults take as long at any size, and would follow each other too closely.
const SHORTEST_WITH_FAULTS: f64 = 24.0;
/// Behind a name: with faults.
const FAULTS: &str = "+faults";

/// What is run.
#[derive(Debug, clap::Args)]
pub struct RunArguments {
    /// Their names; `all` for the whole set.
    #[arg(required = true)]
    scenarios: Vec<String>,
    /// The sync server, a release build.
    #[arg(long)]
    server: PathBuf,
    /// Where the report goes.
    #[arg(long, default_value = "bench/results")]
    results: PathBuf,
    /// Part of the whole size: 0.1 is a quick one.
    #[arg(long, env = "SCALE", default_value_t = 1.0)]
    scale: f64,
    /// Of the sync scenario one part alone: idle, bare, closed, batched, open, first.
    #[arg(long)]
    only: Option<String>,
    /// A further option for the server in the sync scenario, once for each word.
    #[arg(long = "with", allow_hyphen_values = true)]
    with: Vec<String>,
    /// Keeps what was measured in this folder, for `load report`, and writes no report.
    #[arg(long)]
    keep: Option<PathBuf>,
}

/// Every shipped scenario, and users and devices once more with faults.
fn whole_set() -> Vec<String> {
    let with_faults = ["mixed", "sync"].map(|name| [name, FAULTS].concat());
    SHIPPED.iter().map(|(name, _)| (*name).to_owned()).chain(with_faults).collect()
}

/// Runs them.
pub async fn run(arguments: &RunArguments) -> Result<(), LoadError> {
    if !(0.01..=1.0).contains(&arguments.scale) {
        return Err(LoadError::Wrong(format!("a scale of {}: 0.01 to 1", arguments.scale)));
    }
    let names = match arguments.scenarios.as_slice() {
        [one] if one == "all" => whole_set(),
        names => names.to_vec(),
    };
    // A wrong name is said before anything is run.
    let scenarios: Vec<(Scenario, bool)> = names.iter().map(|name| named(name)).collect::<Result<_, _>>()?;
    let mut parts = Vec::new();
    for (scenario, faults) in scenarios {
        let part = one(arguments, scenario, faults).await?;
        if let Some(folder) = &arguments.keep {
            keep(folder, &part)?;
        }
        parts.push(part);
    }
    if arguments.keep.is_none() {
        println!("\n{}", write(&arguments.results, &setting(&names, typed(arguments)), &parts)?.display());
    }
    println!("\n{}", verdicts(&parts));
    Ok(())
}

fn named(name: &str) -> Result<(Scenario, bool), LoadError> {
    let (name, faults) = name.strip_suffix(FAULTS).map_or((name, false), |name| (name, true));
    let scenario = Scenario::named(name)?;
    let can_fail = match &scenario.work {
        Work::Requests(_) => true,
        Work::Sync(sync) => sync.under_faults.is_some(),
        Work::Drain(_) | Work::Cells(_) => false,
    };
    if faults && !can_fail {
        return Err(LoadError::Wrong(format!(
            "{name}: faults are made for scenarios of requests, and of sync with `under_faults`"
        )));
    }
    Ok((scenario, faults))
}

async fn one(arguments: &RunArguments, scenario: Scenario, with_faults: bool) -> Result<Part, LoadError> {
    let size = Size { scale: arguments.scale };
    let mut figures = Figures::default();
    let Scenario { mut name, mut title, mut says, work, mut targets } = scenario;
    let faults = if with_faults { Some(Faults::shipped()?) } else { None };
    if let Some(faults) = &faults {
        targets.clone_from(&faults.targets);
        name += FAULTS;
        title += ", while things go wrong";
    }
    println!("\n{title}, size {}", size.scale);
    let server = arguments.server.as_path();
    let options: Vec<&str> = arguments.with.iter().map(String::as_str).collect();
    match work {
        Work::Requests(requests) => {
            let requests = requests.scaled(size);
            let longest = Plan::new(&requests).end() + BESIDE_STAGES;
            let run = requests::Run { name: name.clone(), requests, targets, faults, server };
            within(longest, requests::run(&run, &mut figures)).await?;
        }
        Work::Drain(work) => {
            let target = asked(&targets, Measure::Seconds);
            within(LONGEST, drain::run(server, work, target, size, &mut figures)).await?;
        }
        Work::Sync(Sync { parts, under_faults }) => {
            if let (Some(faults), Some(devices)) = (faults, under_faults) {
                let devices = devices.scaled(size, SHORTEST_WITH_FAULTS);
                says.clone_from(&devices.says);
                let longest = Duration::from_secs_f64(devices.seconds) + BESIDE_STAGES;
                let options = options.as_slice();
                let run = sync::faults::Run { name: name.clone(), devices, targets, faults, server, options };
                within(longest, sync::faults::run(&run, &mut figures)).await?;
            } else {
                let parts = arguments.only.as_ref().map_or(parts, |only| vec![only.clone()]);
                within(LONGEST, sync::run(server, &options, &parts, size, &mut figures)).await?;
            }
        }
        Work::Cells(work) => {
            let options = options.as_slice();
            let run = cells::Run { name: name.clone(), cells: work.scaled(size), targets, server, options };
            within(LONGEST, cells::run(&run, &mut figures)).await?;
        }
    }
    Ok(Part::new(&name, &title, &says, size.scale, figures))
}

async fn within(time: Duration, work: impl Future<Output = Result<(), LoadError>>) -> Result<(), LoadError> {
    let late = |_| LoadError::Wrong(format!("it took longer than {} s", time.as_secs()));
    tokio::time::timeout(time, work).await.map_err(late)?
}

/// The run as one would type it.
fn typed(arguments: &RunArguments) -> String {
    let words = match arguments.scenarios.as_slice() {
        [one] if one == "all" => "make load-all".to_owned(),
        [one] if one == "sync" => "make load-sync".to_owned(),
        [one] => format!("make load SCENARIO={one}"),
        names => format!("make load SCENARIO=\"{}\"", names.join(" ")),
    };
    let scale = if arguments.scale < 1.0 { format!(" SCALE={}", arguments.scale) } else { String::new() };
    let only = arguments.only.as_ref().map(|only| format!(" --only {only}")).unwrap_or_default();
    let with: String = arguments.with.iter().map(|word| [" --with ", word].concat()).collect();
    format!("{words}{scale}{only}{with}")
}

fn setting(names: &[String], command: String) -> Setting {
    let (subject, title) = match names {
        [one] => (stem(one), format!("Load: {one}")),
        _ => ("load".to_owned(), "Load".to_owned()),
    };
    let day = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    Setting { day, command, subject: subject.replace('+', "-"), title }
}

/// A file's name without folder and ending.
fn stem(name: &str) -> String {
    name.trim_end_matches(".toml").rsplit('/').next().unwrap_or(name).to_owned()
}

fn keep(folder: &Path, part: &Part) -> Result<(), LoadError> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{}.json", part.name));
    let text = serde_json::to_string(part)
        .map_err(|error| LoadError::Report { path: path.clone(), why: error.to_string() })?;
    Ok(std::fs::write(path, text)?)
}

/// One report of what was kept.
pub fn report(kept: &[PathBuf], results: &Path, command: String) -> Result<(), LoadError> {
    let mut parts: Vec<Part> = Vec::new();
    for path in kept {
        let failed = |why: String| LoadError::Report { path: path.clone(), why };
        let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        parts.push(serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?);
    }
    let names: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
    println!("{}\n\n{}", write(results, &setting(&names, command), &parts)?.display(), verdicts(&parts));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_set_can_be_named() {
        let all: Vec<String> = whole_set();
        assert_eq!(all.last().map(String::as_str), Some("sync+faults"));
        for name in all {
            named(&name).unwrap_or_else(|error| panic!("{error}"));
        }
        assert!(named("drain+faults").is_err() && named("lunch").is_err());
    }
}
