//! Figures as a table, and the files in bench/results/.

use crate::machine::Machine;
use crate::measure::{ALL, Figures};
use serde::Serialize;
use std::fmt::Write as _;

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Measurement.
    pub name: String,
    /// Rows in the corpus.
    pub rows: u32,
    /// Repetitions.
    pub repetitions: usize,
    /// Half of the repetitions took at most this, nanoseconds.
    pub p50: u64,
    /// 95 in 100 took at most this.
    pub p95: u64,
    /// The longest.
    pub longest: u64,
    /// Rows per second at the median.
    pub rows_per_second: u64,
    /// Peak resident memory, kB.
    pub peak_rss_kb: Option<u64>,
    /// Resident memory before the first repetition, kB.
    pub rss_before_kb: Option<u64>,
    /// Percent of all processors used by others.
    pub others_busy_percent: u64,
    /// Percent taken by the host.
    pub stolen_percent: u64,
}

impl Line {
    /// The line of `figures`.
    pub fn new(name: &str, rows: u32, figures: &Figures) -> Self {
        let mut sorted = figures.nanoseconds.clone();
        sorted.sort_unstable();
        let p50 = percentile(&sorted, 50);
        let nanoseconds = u128::from(p50.max(1));
        let rows_per_second = u128::from(figures.rows_per_repetition) * 1_000_000_000 / nanoseconds;
        Self {
            name: name.to_owned(),
            rows,
            repetitions: sorted.len(),
            p50,
            p95: percentile(&sorted, 95),
            longest: sorted.last().copied().unwrap_or(0),
            rows_per_second: u64::try_from(rows_per_second).unwrap_or(u64::MAX),
            peak_rss_kb: figures.peak_rss_kb,
            rss_before_kb: figures.rss_before_kb,
            others_busy_percent: figures.others_busy_percent,
            stolen_percent: figures.stolen_percent,
        }
    }
}

/// The smallest value that at least `percent` in 100 do not exceed (nearest rank); 0 of nothing.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

/// A report as committed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The day it was measured.
    pub date: String,
    /// The command.
    pub command: String,
    /// Where.
    pub machine: Machine,
    /// What.
    pub lines: Vec<Line>,
    /// Rows of the book, and bytes of its file per row.
    pub sizes: Vec<(u32, u64)>,
}

impl Report {
    /// The report for people.
    pub fn markdown(&self) -> String {
        let machine = &self.machine;
        let mut text = format!(
            "# Benchmark of {}, commit {}\n\n{}, {} processors, {} MB, Linux {}. Command: `{}`. {} build; each line measured in a process of its own.\n\n\
             | work | rows | p50 ms | p95 ms | longest ms | per s | peak RSS MB | before MB | others % | stolen % | repetitions | target |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
            self.date,
            machine.commit,
            machine.processor,
            machine.processors,
            machine.memory_kb / 1024,
            machine.kernel,
            self.command,
            if cfg!(debug_assertions) { "Debug" } else { "Release" }
        );
        for line in &self.lines {
            let target = ALL
                .iter()
                .find(|measurement| measurement.name == line.name)
                .map_or("", |measurement| measurement.target);
            let megabytes = |kb: Option<u64>| kb.map_or_else(|| "?".to_owned(), |kb| (kb / 1024).to_string());
            let _infallible = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {target} |",
                line.name,
                line.rows,
                milliseconds(line.p50),
                milliseconds(line.p95),
                milliseconds(line.longest),
                line.rows_per_second,
                megabytes(line.peak_rss_kb),
                megabytes(line.rss_before_kb),
                line.others_busy_percent,
                line.stolen_percent,
                line.repetitions,
            );
        }
        for (rows, bytes) in &self.sizes {
            let _infallible = write!(
                text,
                "\nBook of {rows} rows: {bytes} bytes per row on disk, history included (target < 600).\n"
            );
        }
        text
    }
}

/// Milliseconds with three digits after the mark.
fn milliseconds(nanoseconds: u64) -> String {
    format!("{}.{:03}", nanoseconds / 1_000_000, nanoseconds / 1_000 % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_rank() {
        let sorted: Vec<u64> = (1..=100).collect();
        assert_eq!((percentile(&sorted, 50), percentile(&sorted, 95)), (50, 95));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 95), percentile(&[], 50)), (7, 7, 0));
        assert_eq!(percentile(&[1, 2, 3], 95), 3);
    }
}
