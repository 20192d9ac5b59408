//! Figures of a run, stage by stage and as a whole, and what is promised and asked beside them.

use super::choice::Purpose;
use super::record::{Record, histogram, percentile};
use super::{Ran, Run};
use crate::figures::{Figures, Target, float};
use crate::promise::Promise;
use crate::samples::Sample;
use crate::scenario::{Measure, Plan, Stage, asked};
use crate::trouble::showed;
use hdrhistogram::Histogram;
use std::time::Duration;

/// A generator that is at work so much of the time, or wants to be, measures itself.
const FULL: f64 = 0.70;
const WANTING: f64 = 0.90;
/// Of one processor: from here on others on the machine are worth a note.
const OTHERS: f64 = 20.0;

/// `read, 150 users`, `burst, 200/s`.
pub fn stage_name(name: &str, stage: Stage) -> String {
    match stage.rate {
        Some(rate) => format!("{name}, {rate:.0}/s"),
        None => format!("{name}, {} users", stage.users),
    }
}

/// Requests a second in a stage, while all users were there.
pub fn rate(record: &Record, stage: usize) -> f64 {
    float(record.stages[stage].counted) / record.plan().counted_seconds(stage)
}

/// Everything worth knowing.
pub fn figures(run: &Run<'_>, promise: &Promise, ran: &Ran, figures: &mut Figures) {
    let plan = Plan::new(&run.requests);
    for stage in 0..plan.parts().len() {
        of_stage(run, &plan, stage, ran, figures);
    }
    promised(run, promise, ran, figures, plan.end());
    targets(run, ran, figures);
    troubles(run, ran, figures);
    certify(&run.name, ran, figures);
    let requests = float(ran.record.requests());
    figures.note(format!(
        "{}: {requests:.0} requests, {} failed; of {} acknowledged writes {} are lost and {} are there twice",
        run.name,
        ran.record.failed(),
        ran.found.acked,
        ran.found.lost,
        ran.found.doubled
    ));
    for (why, count) in &ran.record.reasons {
        figures.note(format!("{}: failed {count} times: {why}", run.name));
    }
    let all: f64 = ran.answers.iter().map(|(_, count)| count).sum();
    for (from, count) in &ran.answers {
        figures.keep(
            &run.name,
            &format!("answers from {from}"),
            100.0 * count / all.max(1.0),
            "%",
            Target::None,
        );
    }
}

/// Stages of one form have the same name; their number tells them apart.
fn name_of(run: &Run<'_>, plan: &Plan, stage: usize) -> String {
    let name = |index: usize| stage_name(&run.name, plan.parts()[index].stage);
    let same = (0..plan.parts().len()).filter(|index| name(*index) == name(stage)).count();
    if same > 1 { format!("{}, stage {}", name(stage), stage + 1) } else { name(stage) }
}

fn of_stage(run: &Run<'_>, plan: &Plan, stage: usize, ran: &Ran, figures: &mut Figures) {
    let name = name_of(run, plan, stage);
    let (record, part) = (&ran.record.stages[stage], plan.parts()[stage]);
    let mut keep = |what: &str, value: f64, unit: &str| figures.keep(&name, what, value, unit, Target::None);
    let [p50, p95, p99] = [50.0, 95.0, 99.0].map(|percent| percentile(&record.latencies, percent));
    keep("p50", p50, "ms");
    keep("p95", p95, "ms");
    keep("p99", p99, "ms");
    keep("slowest", percentile(&record.latencies, 100.0), "ms");
    keep("p95 as sent, not corrected", percentile(&record.as_sent, 95.0), "ms");
    for purpose in Purpose::ALL {
        let histogram = record.of(purpose);
        if !histogram.is_empty() {
            keep(&format!("p95 of {}", purpose.word()), percentile(histogram, 95.0), "ms");
        }
    }
    let (quiet, seconds) = quiet(ran, part.start + ramp(run), part.end);
    if !quiet.is_empty() {
        keep("p50 of quiet seconds", percentile(&quiet, 50.0), "ms");
        keep("p95 of quiet seconds", percentile(&quiet, 95.0), "ms");
        keep("p99 of quiet seconds", percentile(&quiet, 99.0), "ms");
    }
    keep("quiet seconds", float(seconds), "s");
    let requests = rate(&ran.record, stage);
    keep("requests", requests, "/s");
    keep("failed", 100.0 * float(record.failed) / float(record.requests.max(1)), "%");
    keep("received", float(record.bytes) / float(record.requests.max(1)) / 1024.0, "KiB/request");
    keep("generator late p99", percentile(&record.late, 99.0), "ms");
    keep("generator at work", 100.0 * ran.saturation[stage].0, "% of a processor");
    let within: Vec<&Sample> = samples_within(&ran.samples, part.start + ramp(run), part.end);
    let sum = |pick: fn(&Sample) -> f64| within.iter().map(|sample| pick(sample)).sum::<f64>();
    let seconds = sum(|sample| sample.took).max(1e-9);
    for (who, cpu) in [
        ("server", sum(|sample| sample.used.server.as_secs_f64())),
        ("Postgres", sum(|sample| sample.used.postgres.as_secs_f64())),
        ("Redis", sum(|sample| sample.used.redis.as_secs_f64())),
        ("others", sum(|sample| sample.used.others.as_secs_f64())),
    ] {
        keep(&format!("{who} CPU"), 100.0 * cpu / seconds, "% of a processor");
        if who != "others" && requests > 0.0 {
            keep(&format!("{who} CPU per request"), 1e6 * cpu / seconds / requests, "us");
        }
    }
    let average = |pick: fn(&Sample) -> f64| sum(pick) / float(within.len().max(1) as u64);
    keep("server memory", within.last().map_or(0.0, |sample| sample.server_mib), "MiB");
    keep("Postgres commits", average(|sample| sample.commits), "/s");
    keep("Postgres connections", average(|sample| sample.connections), "");
    keep("Postgres pages from memory", average(|sample| sample.hit_percent), "%");
    keep("Redis commands", average(|sample| sample.redis_commands), "/s");
    keep("Redis memory", average(|sample| sample.redis_mib), "MiB");
    println!(
        "  {name}: p50 {p50:.2} p95 {p95:.2} p99 {p99:.2} ms, {requests:.0}/s, {} failed, server {:.0} %, Postgres {:.0} %, generator {:.0} %",
        record.failed,
        100.0 * sum(|sample| sample.used.server.as_secs_f64()) / seconds,
        100.0 * sum(|sample| sample.used.postgres.as_secs_f64()) / seconds,
        100.0 * ran.saturation[stage].0,
    );
}

fn ramp(run: &Run<'_>) -> Duration {
    Duration::from_secs_f64(run.requests.ramp_seconds)
}

/// Samples that lie in a time, and end in it.
fn samples_within(samples: &[Sample], from: Duration, to: Duration) -> Vec<&Sample> {
    let (from, to) = (from.as_secs_f64(), to.as_secs_f64());
    samples.iter().filter(|sample| sample.at - sample.took >= from - 0.1 && sample.at <= to + 0.1).collect()
}

/// What was due in seconds in which others on the machine took next to nothing, and how many seconds those were.
fn quiet(ran: &Ran, from: Duration, to: Duration) -> (Histogram<u64>, u64) {
    let loud = |second: f64| {
        let during = |sample: &&Sample| sample.at > second && sample.at - sample.took < second + 1.0;
        let mut samples = ran.samples.iter().filter(during).peekable();
        samples.peek().is_none()
            || samples.any(|sample| 100.0 * sample.used.others.as_secs_f64() > OTHERS * sample.took)
    };
    let (mut latencies, mut count) = (histogram(3), 0);
    for (at, second) in ran.record.seconds.iter().enumerate() {
        let at = float(at as u64);
        if at >= from.as_secs_f64() && at + 1.0 <= to.as_secs_f64() && !loud(at) {
            latencies.add(&second.latencies).expect("the same bounds");
            count += 1;
        }
    }
    (latencies, count)
}

/// The worst stage's percentile.
fn worst(record: &Record, percent: f64) -> f64 {
    record.stages.iter().map(|stage| percentile(&stage.latencies, percent)).fold(0.0, f64::max)
}

fn promised(run: &Run<'_>, promise: &Promise, ran: &Ran, figures: &mut Figures, end: Duration) {
    let (name, record) = (&run.name, &ran.record);
    let requests = float(record.requests().max(1));
    let failed = float(record.failed()) / requests;
    let late = float(record.slow.len() as u64) / requests;
    let seconds = record.seconds.iter().filter(|second| second.requests > 0).count().max(1);
    let down = record.seconds.iter().filter(|second| second.requests > 0 && second.failed == second.requests);
    let down = float(down.count() as u64) / float(seconds as u64);
    // With faults the promise is not asked of the run, whose months of trouble come in minutes: what it spends is shown.
    let ask = |target: Target| if run.faults.is_some() { Target::None } else { target };
    let within = promise.in_time.as_secs_f64() * 1_000.0;
    figures.add(name, "SLO: p95, worst stage", worst(record, 95.0), "ms", ask(Target::AtMost(within)));
    figures.add(name, "SLO: errors", 100.0 * failed, "%", ask(Target::AtMost(100.0 * promise.errors)));
    let up = 100.0 * (1.0 - down);
    figures.add(
        name,
        "SLO: availability, by seconds",
        up,
        "%",
        ask(Target::AtLeast(100.0 * (1.0 - promise.down))),
    );
    for (what, share, allowed) in [
        ("late answers", late, promise.late),
        ("errors", failed, promise.errors),
        ("unavailability", down, promise.down),
    ] {
        let burn = promise.burn(share, allowed, end);
        figures.add(name, &format!("budget of {what} burnt"), burn.rate, "times", Target::None);
        figures.add(name, &format!("of the month's budget of {what}"), burn.of_window, "%", Target::None);
    }
}

fn targets(run: &Run<'_>, ran: &Ran, figures: &mut Figures) {
    let (name, record) = (&run.name, &ran.record);
    let failed = 100.0 * float(record.failed()) / float(record.requests().max(1));
    let stages = &record.stages;
    let p95 = |stage: usize| percentile(&stages[stage].latencies, 95.0);
    let slower = 100.0 * (p95(stages.len() - 1) / p95(0).max(1e-3) - 1.0);
    let values = [
        (Measure::P95Ms, "target: p95, worst stage", Some(worst(record, 95.0)), "ms"),
        (Measure::P99Ms, "target: p99, worst stage", Some(worst(record, 99.0)), "ms"),
        (Measure::FailedPercent, "target: failed", Some(failed), "%"),
        (Measure::LostWrites, "target: acknowledged writes lost", Some(float(ran.found.lost)), ""),
        (Measure::DoubledWrites, "target: writes done twice", Some(float(ran.found.doubled)), ""),
        (Measure::SlowerPercent, "target: p95 at the end against the beginning", Some(slower), "%"),
        (
            Measure::OfBarePercent,
            "target: reads beside a bare endpoint",
            ran.bare.map(|(ours, bare)| 100.0 * ours / bare.max(1e-9)),
            "%",
        ),
    ];
    for (what, title, value, unit) in values {
        let target = asked(&run.targets, what);
        if let (Some(value), true) = (value, target != Target::None) {
            figures.add(name, title, value, unit, target);
        }
    }
    if let Some((ours, bare)) = ran.bare {
        figures.add(name, "reads of the server", ours, "/s", Target::None);
        figures.add(name, "reads of a bare endpoint", bare, "/s", Target::None);
    }
}

fn troubles(run: &Run<'_>, ran: &Ran, figures: &mut Figures) {
    // By when they ended: one that was under way when a fault came belongs to that.
    let by_end = |list: &[(Duration, Duration)]| {
        let ends: Vec<_> = list.iter().map(|(_, done)| (*done, *done)).collect();
        showed(&ends, &ran.happened)
    };
    let shown = by_end(&ran.record.failures).into_iter().zip(by_end(&ran.record.slow));
    let target = asked(&run.targets, Measure::RecoverySeconds);
    for (fault, (failing, slow)) in ran.happened.iter().zip(shown) {
        let name = format!("{}, {} at {:.0} s", run.name, fault.kind.title(), fault.from.as_secs_f64());
        let away = fault.until.saturating_sub(fault.from).as_secs_f64();
        figures.add(&name, "until it was mended", away, "s", Target::None);
        figures.add(&name, "target: until the last failed request", failing.as_secs_f64(), "s", target);
        figures.add(&name, "until the last slow request", slow.as_secs_f64(), "s", Target::None);
    }
}

/// A run in which the generator was full says nothing about the server.
fn certify(name: &str, ran: &Ran, figures: &mut Figures) {
    figures.uncertified = saturated(&ran.saturation);
    let used: f64 = ran.samples.iter().map(|sample| sample.used.others.as_secs_f64()).sum();
    let took: f64 = ran.samples.iter().map(|sample| sample.took).sum();
    let others = 100.0 * used / took.max(1e-9);
    if others > OTHERS {
        figures.note(format!(
            "{name}: others on the machine took {others:.0} % of a processor; \"quiet seconds\" are those in which they took at most {OTHERS:.0} %"
        ));
    }
}

fn saturated(stages: &[(f64, f64)]) -> Option<String> {
    stages.iter().enumerate().find_map(|(number, (ran, wanted))| {
        let full = *ran > FULL || *wanted > WANTING;
        full.then(|| {
            format!(
                "in stage {} the generator was at work {:.0} % of the time and ready to be {:.0} %: it measured itself",
                number + 1,
                100.0 * ran,
                100.0 * wanted
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_generator_is_no_witness() {
        assert_eq!(saturated(&[(0.1, 0.2), (0.69, 0.89)]), None);
        assert!(saturated(&[(0.1, 0.2), (0.71, 0.75)]).is_some_and(|why| why.contains("stage 2")));
        assert!(saturated(&[(0.5, 0.95)]).is_some(), "it waited for a processor");
    }

    #[test]
    fn stages_are_named_by_what_they_ask() {
        let stage = Stage { users: 150, rate: None, seconds: 1.0 };
        assert_eq!(stage_name("read", stage), "read, 150 users");
        assert_eq!(stage_name("burst", Stage { rate: Some(200.0), ..stage }), "burst, 200/s");
    }
}
