//! Pushes: as fast as the server takes them, in batches, and at a rate that does not ask the server.

use super::crowd::{Plan, costs, work};
use super::device::{Tally, Work};
use super::population::settle;
use crate::Size;
use crate::error::LoadError;
use crate::figures::{Figures, Latencies, Target, float};
use crate::stand::Stand;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;

const ACK: [&str; 3] = ["push to ack p50", "push to ack p95", "push to ack p99"];
const APPLIED: [&str; 3] = ["push to applied p50", "push to applied p95", "push to applied p99"];

/// Each device pushes one change after the other, two devices a book.
pub async fn closed(stand: &Stand, size: Size, devices: u32, figures: &mut Figures) -> Result<(), LoadError> {
    let books = size.count(devices / 2);
    let residents = settle(&stand.pool, books, 2).await?;
    let name = format!("closed loop, {} devices, one change a push", residents.len());
    let plan = Plan { name, residents: &residents, warm: size.time(2), measured: size.time(10) };
    let tally = Arc::new(Tally::new());
    let works = residents.iter().map(|_| Work::Closed(1)).collect();
    let outcome = work(stand, &plan, &tally, works).await?;
    let name = plan.name.as_str();
    figures.add(name, "acknowledged", outcome.rate(), "pushes/s", Target::AtLeast(10_000.0));
    figures.latency(name, ACK, &tally.ack, Target::None);
    figures.latency(name, APPLIED, &tally.arrival, Target::None);
    costs(figures, name, &outcome);
    Ok(())
}

/// One device a book pushes many changes at a time; with `heard`, another one of the book takes them in.
pub async fn batched(
    stand: &Stand,
    size: Size,
    changes: usize,
    heard: bool,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let each = if heard { 2 } else { 1 };
    let residents = settle(&stand.pool, size.count(64), each).await?;
    let name = format!(
        "{changes} changes a push, {} books{}",
        residents.len() / each,
        if heard { ", each with a reader" } else { "" }
    );
    let plan = Plan { name, residents: &residents, warm: size.time(2), measured: size.time(10) };
    let tally = Arc::new(Tally::new());
    let works = (0..residents.len())
        .map(|number| if number % each == 0 { Work::Closed(changes) } else { Work::Quiet })
        .collect();
    let outcome = work(stand, &plan, &tally, works).await?;
    let name = plan.name.as_str();
    figures.add(name, "acknowledged", outcome.rate(), "changes/s", Target::AtLeast(40_000.0));
    figures.latency(name, ACK, &tally.ack, Target::None);
    if heard {
        let applied = float(tally.applied.load(Ordering::Relaxed)) / outcome.took.as_secs_f64();
        figures.add(name, "applied by the readers", applied, "changes/s", Target::None);
    }
    costs(figures, name, &outcome);
    Ok(())
}

/// What is asked of the 95th percentiles at a rate, milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub ack: Target,
    pub applied: Target,
}

/// Changes become due at random moments, whatever the server does; 1,000 devices, two a book.
pub async fn open(
    stand: &Stand,
    size: Size,
    per_second: u32,
    asked: Asked,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let residents = settle(&stand.pool, size.count(500), 2).await?;
    let rate = f64::from(per_second) * size.scale;
    let name = format!("open loop, {rate:.0} pushes/s, {} devices", residents.len());
    let plan = Plan { name, residents: &residents, warm: size.time(3), measured: size.time(15) };
    let tally = Arc::new(Tally::new());
    let (orders, works): (Vec<_>, Vec<_>) = residents
        .iter()
        .map(|_| mpsc::unbounded_channel())
        .map(|(order, orders)| (order, Work::Open(orders)))
        .unzip();
    let late = Arc::new(Latencies::new());
    let arrivals = std::thread::spawn({
        let (tally, late) = (tally.clone(), late.clone());
        move || arrive(&orders, rate, &tally, &late)
    });
    let outcome = work(stand, &plan, &tally, works).await?;
    let _sent = arrivals.join().map_err(|_| LoadError::Wrong("the arrivals stopped".to_owned()))?;
    let name = plan.name.as_str();
    figures.add(name, "acknowledged", outcome.rate(), "pushes/s", Target::AtLeast(rate * 0.98));
    figures.latency(name, ACK, &tally.ack, asked.ack);
    figures.latency(name, APPLIED, &tally.arrival, asked.applied);
    costs(figures, name, &outcome);
    let late = Duration::from_micros(late.histogram().value_at_percentile(99.0)).as_secs_f64() * 1e3;
    figures.add(name, "generator late p99", late, "ms", Target::None);
    if late > 1.0 {
        figures.note(format!(
            "{name}: the generator itself was late by {late:.1} ms at its 99th percentile, which the latencies include"
        ));
    }
    Ok(())
}

/// Hands out changes at exponentially distributed distances, each to a device drawn at random, until the devices are gone. Gives how many.
pub fn arrive(orders: &[mpsc::UnboundedSender<u64>], rate: f64, tally: &Tally, late: &Latencies) -> u64 {
    let mut draw = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        draw
    };
    while !tally.gathered.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let (mut due, mut sent) = (tally.began.elapsed(), 0);
    // What is due after the measurement counts nowhere.
    while tally.until.load(Ordering::Relaxed) == u64::MAX {
        // 53 bits, the most a fraction holds.
        let uniform = (float(next() >> 11) + 1.0) / float(1 << 53);
        due += Duration::from_secs_f64(-uniform.ln() / rate);
        if let Some(wait) = due.checked_sub(tally.began.elapsed()) {
            std::thread::sleep(wait);
        }
        let moment = nanoseconds(due);
        if tally.counts(moment) {
            late.record(tally.now().saturating_sub(moment));
        }
        let index = usize::try_from(next() % orders.len() as u64).unwrap_or(0);
        if orders[index].send(moment).is_err() {
            return sent;
        }
        sent += 1;
    }
    sent
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
