//! Devices at work on two instances behind a proxy while things go wrong, and what they and a new device hold afterwards.

use super::population::settle;
use super::roaming::{Company, Found, Home, Late, Record, Sleep, compare, heads, newcomers, read};
use crate::chart::{Axis, Chart};
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::promise::Promise;
use crate::proxy::Proxy;
use crate::samples;
use crate::scenario::{Asked, Devices, Faults, Measure, asked};
use crate::stand::Stand;
use crate::trouble::{self, Happened, marks, showed};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What is run.
pub struct Run<'a> {
    pub name: String,
    pub devices: Devices,
    pub targets: Vec<Asked>,
    pub faults: Faults,
    pub server: &'a Path,
    pub options: &'a [&'a str],
}

/// What came out.
struct Ran {
    record: Arc<Record>,
    happened: Vec<Happened>,
    samples: Vec<samples::Sample>,
    found: Found,
    /// From the last change to when every device had everything.
    settled: Option<Duration>,
    lasted: Duration,
}

/// Runs it.
pub async fn run(run: &Run<'_>, figures: &mut Figures) -> Result<(), LoadError> {
    let Devices { books, each, rate, seconds, .. } = run.devices;
    println!("{}: {} devices of {books} books, {rate:.0} changes/s, {seconds:.0} s", run.name, books * each);
    let stand = Arc::new(Stand::start(run.server, run.options, 2).await?);
    let proxy = Arc::new(Proxy::start(stand.addresses()).await?);
    let each = each as usize + 1;
    let (residents, newcomers) = newcomers(settle(&stand.pool, books as usize, each).await?, each);
    let home: Home = Arc::new({
        let at = proxy.at;
        move |_| at
    });
    let sleep = Sleep {
        awake: Duration::from_secs_f64(run.devices.awake_seconds),
        asleep: Duration::from_secs_f64(run.devices.asleep_seconds),
    };
    let mut company = Company::gather(&home, &residents, Some(sleep), rate).await?;
    let (began, lasts) = (company.begin(), Duration::from_secs_f64(seconds));
    let over = Arc::new(AtomicBool::new(false));
    let samples = tokio::spawn(samples::watch(stand.clone(), began, over.clone()));
    let trouble = tokio::spawn(trouble::make(stand.clone(), proxy.clone(), run.faults.clone(), began, lasts));
    company.work_until(began + lasts).await?;
    let failed = |error: tokio::task::JoinError| LoadError::Wrong(error.to_string());
    let happened = trouble.await.map_err(failed)??;
    company.end().await?;
    let lasted = began.elapsed();
    let books = || residents.iter().map(|resident| resident.book);
    let settled = company.settle(async || heads(&stand.pool, books()).await).await?;
    over.store(true, Ordering::Relaxed);
    let samples = samples.await.map_err(failed)?;
    let (record, late) = (company.record.clone(), company.late.clone());
    let kept = company.leave().await?;
    let found = compare(&kept, &read(&home, &newcomers).await?);
    let late = Duration::from_micros(late.histogram().value_at_percentile(99.0)).as_secs_f64() * 1e3;
    figures.add(&run.name, "generator late p99", late, "ms", Target::None);
    judge(run, &Ran { record, happened, samples, found, settled, lasted }, figures)
}

fn judge(run: &Run<'_>, ran: &Ran, figures: &mut Figures) -> Result<(), LoadError> {
    let (name, tally) = (run.name.as_str(), &ran.record.tally);
    let seconds = ran.lasted.as_secs_f64();
    let acked = float(tally.acked.load(Ordering::Relaxed));
    figures.add(name, "acknowledged", acked / seconds, "changes/s", Target::None);
    let none = Target::None;
    figures.latency(name, ["push to ack p50", "push to ack p95", "push to ack p99"], &tally.ack, none);
    let applied = ["push to applied p50", "push to applied p95", "push to applied p99"];
    figures.latency(name, applied, &tally.arrival, none);
    let promise = Promise::read()?;
    let within = u64::try_from(promise.in_time.as_micros()).unwrap_or(u64::MAX);
    let late = 1.0 - tally.ack.histogram().percentile_below(within) / 100.0;
    let burn = promise.burn(late, promise.late, ran.lasted);
    // What is promised is not asked of a run whose months of trouble come in minutes: what it spends is shown.
    figures.add(name, "budget of late answers burnt", burn.rate, "times", none);
    figures.add(name, "of the month's budget of late answers", burn.of_window, "%", none);
    let count = |of: &std::sync::atomic::AtomicU64| float(of.load(Ordering::Relaxed));
    figures.add(name, "connections lost", count(&ran.record.lost), "", none);
    figures.add(name, "times a device slept", count(&ran.record.slept), "", none);
    let found = ran.found;
    for (what, title, value) in [
        (Measure::LostWrites, "target: acknowledged changes lost", found.lost),
        (Measure::DoubledWrites, "target: changes there twice", found.doubled),
        (Measure::ApartDevices, "target: devices that hold another log", found.apart),
    ] {
        figures.add(name, title, float(value), "", asked(&run.targets, what));
    }
    troubles(run, ran, figures);
    if let Some(settled) = ran.settled {
        figures.add(name, "all level after the last change", settled.as_secs_f64(), "s", none);
    } else {
        figures.note(format!("{name}: not all devices were level in the end"));
    }
    figures.note(format!(
        "{name}: of {} changes {} were acknowledged, of those {} are lost; {} are there twice; {} devices hold another log than a new one reads",
        found.made, found.acked, found.lost, found.doubled, found.apart
    ));
    let refused = tally.refused.load(Ordering::Relaxed);
    if refused > 0 {
        figures.note(format!("{name}: {refused} changes were answered neither `stored` nor `known`"));
    }
    charts(run, ran, figures);
    Ok(())
}

fn troubles(run: &Run<'_>, ran: &Ran, figures: &mut Figures) {
    let answers = showed(&ran.record.late(Late::Answers), &ran.happened);
    let arrivals = showed(&ran.record.late(Late::Arrivals), &ran.happened);
    let target = asked(&run.targets, Measure::RecoverySeconds);
    for (fault, (answered, level)) in ran.happened.iter().zip(answers.into_iter().zip(arrivals)) {
        let name = format!("{}, {} at {:.0} s", run.name, fault.kind.title(), fault.from.as_secs_f64());
        let away = fault.until.saturating_sub(fault.from).as_secs_f64();
        figures.add(&name, "until it was mended", away, "s", Target::None);
        figures.add(&name, "until the last late answer", answered.as_secs_f64(), "s", Target::None);
        figures.add(&name, "target: until every device had caught up", level.as_secs_f64(), "s", target);
    }
}

fn charts(run: &Run<'_>, ran: &Ran, figures: &mut Figures) {
    let marks = marks(&ran.happened);
    let seconds = ran.record.over_time();
    let title = |what: &str| format!("{}: {what}", run.name);
    let time = || Axis::linear("seconds");
    let mut chart =
        Chart::new(&title("push to applied over time"), time(), Axis::logarithmic("milliseconds"))
            .line("P50", seconds.iter().map(|second| (second.at, second.p50)))
            .line("P95", seconds.iter().map(|second| (second.at, second.p95)));
    (chart.marks, chart.picture) = (marks.clone(), true);
    figures.charts.push(chart);
    let mut chart = Chart::new(&title("changes over time"), time(), Axis::linear("a second"))
        .line("acknowledged", seconds.iter().map(|second| (second.at, second.answered)))
        .line("arrived elsewhere", seconds.iter().map(|second| (second.at, second.arrived)));
    chart.marks.clone_from(&marks);
    figures.charts.push(chart);
    figures.charts.extend(samples::charts(&run.name, &ran.samples, &marks));
}
