//! The scenarios of requests as scripts for k6, for those who already use it. What a user does is written once for all in bench/k6/valorize.js.

use crate::error::LoadError;
use crate::promise::Promise;
use crate::scenario::{Asked, Measure, Model, Plan, Requests, SHIPPED, Scenario, Work};
use serde_json::{Value, json};
use std::path::Path;

/// Writes one script a scenario.
pub fn write(folder: &Path) -> Result<(), LoadError> {
    for (name, script) in scripts()? {
        let path = folder.join(format!("{name}.js"));
        std::fs::write(&path, script)
            .map_err(|error| LoadError::Report { path: path.clone(), why: error.to_string() })?;
        println!("{}", path.display());
    }
    Ok(())
}

/// By name. Drain and sync have none: k6 speaks neither of their languages.
fn scripts() -> Result<Vec<(&'static str, String)>, LoadError> {
    let promise = Promise::read()?;
    let mut scripts = Vec::new();
    for (name, _) in SHIPPED {
        let scenario = Scenario::named(name)?;
        if let Work::Requests(requests) = &scenario.work {
            scripts.push((name, script(&scenario, requests, &promise)?));
        }
    }
    Ok(scripts)
}

fn script(scenario: &Scenario, requests: &Requests, promise: &Promise) -> Result<String, LoadError> {
    let text = |value: &Value| {
        serde_json::to_string_pretty(value).map_err(|error| LoadError::Wrong(format!("a script: {error}")))
    };
    let options = json!({
        "scenarios": { &scenario.name: executor(requests) },
        "thresholds": thresholds(&scenario.targets, promise),
        "setupTimeout": "10m",
    });
    let work = json!({
        "think": requests.think_seconds,
        "timeout": requests.timeout_seconds,
        "mix": requests.mix,
        "filters": requests.filters,
        "transactions": requests.books.transactions,
        "books": requests.books.shared.map_or(requests.most_users(), |shared| shared as usize),
    });
    Ok(format!(
        "// {}\n// Made of bench/load/scenarios/{}.toml by `cargo run -p load -- k6`: change that, not this.\n\
         import {{ iterate, provision }} from './valorize.js';\n\n\
         export const options = {};\n\nconst work = {};\n\n\
         export const setup = () => provision(work);\n\nexport default (books) => iterate(work, books);\n",
        scenario.says,
        scenario.name,
        text(&options)?,
        text(&work)?
    ))
}

/// Stages as k6 counts them: each change of users or rate takes the ramp, then it stays.
fn executor(requests: &Requests) -> Value {
    let mut stages = Vec::new();
    for part in Plan::new(requests).parts() {
        let target = part.stage.rate.unwrap_or_else(|| f64::from(part.stage.users));
        let ramp = requests.ramp_seconds;
        stages.push(json!({ "target": target, "duration": format!("{ramp}s") }));
        stages.push(json!({ "target": target, "duration": format!("{}s", part.stage.seconds - ramp) }));
    }
    match requests.model {
        Model::Closed => {
            json!({ "executor": "ramping-vus", "startVUs": 0, "stages": stages, "gracefulStop": "10s" })
        }
        Model::Open => json!({
            "executor": "ramping-arrival-rate",
            "startRate": 1,
            "timeUnit": "1s",
            "preAllocatedVUs": requests.most_users(),
            "stages": stages,
            "gracefulStop": "10s",
        }),
    }
}

/// What is promised, and what is asked where k6 can say it.
fn thresholds(targets: &[Asked], promise: &Promise) -> Value {
    let mut duration = vec![format!("p(95)<={}", promise.in_time.as_millis())];
    for asked in targets {
        let percent = match asked.what {
            Measure::P95Ms => 95,
            Measure::P99Ms => 99,
            _ => continue,
        };
        duration.extend(asked.at_most.map(|most| format!("p({percent})<={most}")));
    }
    json!({ "http_req_duration": duration, "http_req_failed": [format!("rate<{:.3}", promise.errors)] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_are_what_the_scenarios_give() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../k6");
        for (name, script) in scripts().expect("scripts") {
            let path = folder.join(format!("{name}.js"));
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(committed == script, "{} is stale: cargo run -p load -- k6", path.display());
        }
    }

    #[test]
    fn a_script_has_the_stages_and_the_promise() {
        let scripts = scripts().expect("scripts");
        let names: Vec<&str> = scripts.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["read", "mixed", "peak", "burst", "soak"]);
        let read = &scripts[0].1;
        assert!(read.contains("\"ramping-vus\"") && read.contains("\"target\": 1000.0"), "{read}");
        assert!(read.contains("p(95)<=300") && read.contains("rate<0.005"));
        assert!(scripts[3].1.contains("\"ramping-arrival-rate\""));
    }
}
