//! The measurements. Each runs in a process of its own, so that its peak memory is its own.

use crate::book;
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
    /// The book refused.
    #[error("book: {0}")]
    Book(#[from] app::AppError),
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
    /// Unit of what is handled: `rows`, or `queries` and the like where the size of the book is only the setting.
    pub unit: &'static str,
    pub(crate) prepare: fn(rows: u32) -> Result<Repeat, MeasureError>,
}

/// One repetition.
pub struct Lap {
    /// Rows handled.
    pub rows: u64,
    /// The time that counts, where it is less than the whole repetition.
    pub took: Option<Duration>,
}

impl Lap {
    /// The whole repetition counts.
    pub(crate) const fn whole(rows: u64) -> Self {
        Self { rows, took: None }
    }
}

/// What is repeated.
pub(crate) type Repeat = Box<dyn FnMut() -> Result<Lap, MeasureError>>;

/// Every measurement, in the order of the report.
pub const ALL: &[Measurement] = &[
    Measurement { name: "parse-ofx1", target: "", unit: "rows", prepare: |rows| parse(rows, Shape::Ofx1) },
    Measurement { name: "parse-ofx2", target: "", unit: "rows", prepare: |rows| parse(rows, Shape::Ofx2) },
    Measurement { name: "parse-qif", target: "", unit: "rows", prepare: |rows| parse(rows, Shape::Qif) },
    Measurement { name: "parse-csv", target: "", unit: "rows", prepare: |rows| parse(rows, Shape::Csv) },
    Measurement {
        name: "import",
        target: ">= 50,000 rows/s, peak RSS < 400 MB at 100,000",
        unit: "rows",
        prepare: |rows| book::import(rows, "none"),
    },
    Measurement {
        name: "import-again",
        target: "no slower than the first import",
        unit: "rows",
        prepare: book::import_again,
    },
    Measurement { name: "index-search", target: "", unit: "rows", prepare: book::index_search },
    Measurement {
        name: "import-and-embed",
        target: "dominated by embedding distinct descriptors",
        unit: "rows",
        prepare: |rows| book::import(rows, "minilm"),
    },
    Measurement {
        name: "suggest-warm",
        target: "100,000 in < 1 s",
        unit: "rows",
        prepare: book::suggest_warm,
    },
    Measurement { name: "open", target: "< 1 s at 100,000", unit: "starts", prepare: book::open },
    Measurement {
        name: "list-newest",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "newest"),
    },
    Measurement {
        name: "list-account",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "account"),
    },
    Measurement {
        name: "list-category",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "category"),
    },
    Measurement {
        name: "list-deep-page",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "deep"),
    },
    Measurement {
        name: "list-search-hit",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "search"),
    },
    Measurement {
        name: "list-search-miss",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::list(rows, "miss"),
    },
    Measurement { name: "list-accounts", target: QUERY, unit: "queries", prepare: book::accounts },
    Measurement { name: "report-spending", target: QUERY, unit: "queries", prepare: book::spending },
    Measurement {
        name: "overview",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::planning(rows, "overview.show"),
    },
    Measurement {
        name: "budget-month",
        target: QUERY,
        unit: "queries",
        prepare: |rows| book::planning(rows, "budget.month"),
    },
    Measurement { name: "review-queue", target: QUERY, unit: "queries", prepare: book::review },
    Measurement { name: "edit", target: "p95 < 10 ms plus one fsync", unit: "edits", prepare: book::edit },
    Measurement { name: "fsync", target: "the floor of an edit", unit: "fsyncs", prepare: book::fsync },
    Measurement { name: "undo-import", target: "", unit: "rows", prepare: book::undo },
    Measurement { name: "doctor", target: "", unit: "rows", prepare: book::doctor },
];

const QUERY: &str = "p95 < 10 ms at 100,000, < 50 ms at 1,000,000";

/// Names of all measurements.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|measurement| measurement.name).collect()
}

/// Runs one repetition of the measurement called `name`, for its result alone; rows handled.
///
/// # Errors
/// As [`run`].
pub fn once(name: &str, rows: u32) -> Result<u64, MeasureError> {
    let measurement = ALL.iter().find(|measurement| measurement.name == name);
    let measurement = measurement.ok_or_else(|| MeasureError::Unknown(name.to_owned()))?;
    Ok((measurement.prepare)(rows)?()?.rows)
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
        let lap = repeat()?;
        handled = lap.rows;
        let took = lap.took.unwrap_or_else(|| at.elapsed());
        nanoseconds.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
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

/// Bytes the book's file grows by per imported row, history and suggestions included. Target: < 600.
///
/// # Errors
/// When the book cannot be made.
pub fn bytes_per_row(rows: u32) -> Result<u64, MeasureError> {
    book::bytes_per_row(rows)
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
        Ok(Lap::whole(count))
    }))
}
