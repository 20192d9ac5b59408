//! The measurements. Each runs in a process of its own, so that its peak memory is its own.

use crate::corpus::Corpus;
use crate::machine::{Load, Others, peak_rss_kb};
use crate::write::{Shape, write};
use domain::Language;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Why a measurement has no figure.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// No measurement has this name.
    #[error("`{0}` is not a measurement: {all}", all = names().join(", "))]
    Unknown(String),
    /// The corpus could not be written.
    #[error("corpus: {0}")]
    Corpus(#[from] std::io::Error),
    /// The statement could not be read.
    #[error("statement: {0}")]
    Read(#[from] statements::ReadError),
    /// The result is not what the corpus says.
    #[error("{0}")]
    Wrong(String),
}

/// What one process measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Figures {
    /// Nanoseconds of each repetition.
    pub nanoseconds: Vec<u64>,
    /// Rows handled in one repetition.
    pub rows_per_repetition: u64,
    /// Peak resident memory of the process, kB; `None` where the system does not tell.
    pub peak_rss_kb: Option<u64>,
    /// Resident memory before the first repetition, the corpus included.
    pub rss_before_kb: Option<u64>,
    /// Percent of all processors used by others meanwhile.
    pub others_busy_percent: u64,
    /// Percent of all processors taken by the host meanwhile.
    pub stolen_percent: u64,
}

/// A measurement: prepares for so many rows, then hands back what to repeat.
pub struct Measurement {
    /// Its name on the command line and in the report.
    pub name: &'static str,
    /// What is asked of it, in words of the report.
    pub target: &'static str,
    prepare: fn(rows: u32) -> Result<Repeat, MeasureError>,
}

type Repeat = Box<dyn FnMut() -> Result<u64, MeasureError>>;

/// Every measurement, in the order of the report.
pub const ALL: &[Measurement] = &[
    Measurement {
        name: "parse-ofx1",
        target: ">= 50,000 rows/s for parse, plan, commit and project together",
        prepare: |rows| parse(rows, Shape::Ofx1),
    },
    Measurement { name: "parse-ofx2", target: "as OFX 1", prepare: |rows| parse(rows, Shape::Ofx2) },
    Measurement { name: "parse-qif", target: "as OFX 1", prepare: |rows| parse(rows, Shape::Qif) },
    Measurement { name: "parse-csv", target: "as OFX 1", prepare: |rows| parse(rows, Shape::Csv) },
];

/// Names of all measurements.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|measurement| measurement.name).collect()
}

/// Runs the measurement called `name` over `rows` rows in this process.
///
/// # Errors
/// When there is no such measurement, or it does not give the right result.
pub fn run(name: &str, rows: u32) -> Result<Figures, MeasureError> {
    let measurement = ALL.iter().find(|measurement| measurement.name == name);
    let measurement = measurement.ok_or_else(|| MeasureError::Unknown(name.to_owned()))?;
    let mut repeat = (measurement.prepare)(rows)?;
    let rss_before_kb = peak_rss_kb();
    let before = Load::now();
    let mut nanoseconds = Vec::new();
    let mut handled = 0;
    let started = Instant::now();
    // At least three times, then for two seconds: enough of the small ones for percentiles.
    while nanoseconds.len() < 3 || (started.elapsed() < Duration::from_secs(2) && nanoseconds.len() < 10_000)
    {
        let at = Instant::now();
        handled = repeat()?;
        nanoseconds.push(u64::try_from(at.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    let others =
        Load::now().zip(before).map_or_else(Others::default, |(now, before)| now.others_since(before));
    Ok(Figures {
        nanoseconds,
        rows_per_repetition: handled,
        peak_rss_kb: peak_rss_kb(),
        rss_before_kb,
        others_busy_percent: others.busy_percent,
        stolen_percent: others.stolen_percent,
    })
}

fn parse(rows: u32, shape: Shape) -> Result<Repeat, MeasureError> {
    let corpus = Corpus::new(rows, Language::PtBr, 1);
    let mut file = Vec::new();
    let expected = write(&corpus, shape, &mut file)?;
    let options = statements::ReadOptions::new(corpus.currency());
    Ok(Box::new(move || {
        let document = statements::read(&file, &options)?;
        let lines = document.statements.iter().flat_map(|statement| &statement.lines);
        let (count, sum) = lines.fold((0_u64, 0_i64), |(count, sum), line| (count + 1, sum + line.amount));
        if (count, sum) != (u64::from(expected.transactions), expected.sum_minor_units) {
            return Err(MeasureError::Wrong(format!(
                "read {count} rows summing to {sum}, expected {expected:?}"
            )));
        }
        Ok(count)
    }))
}
