//! The figures of one method, and the report of all.

use serde::Serialize;

/// One predicted row.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// The prediction was right.
    pub right: bool,
    /// Confidence, 0 to 1.
    pub confidence: f32,
    /// The normalised descriptor had been learned before.
    pub seen: bool,
}

/// Figures of one method. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Method.
    pub name: String,
    /// Rows predicted.
    pub rows: usize,
    /// Share of right predictions; a method that has none for a row is wrong there.
    pub accuracy: f64,
    /// The same on descriptors learned before.
    pub accuracy_seen: f64,
    /// The same on new descriptors.
    pub accuracy_unseen: f64,
    /// Rows with new descriptors.
    pub rows_unseen: usize,
    /// Largest share of rows, taken by confidence, of which 95 % are right.
    pub coverage_at_95: f64,
    /// Expected calibration error over ten equal bins of confidence.
    pub ece: f64,
    /// Rows per second, learning included.
    pub rows_per_s: f64,
}

/// The categoriser beside the baselines, on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The categoriser.
    pub product: Figures,
    /// Payee majority, character TF-IDF with a linear model, multinomial naive Bayes.
    pub baselines: Vec<Figures>,
    /// Were embeddings in use?
    pub embeddings: bool,
}

impl Figures {
    /// From outcomes and the time they took, in seconds.
    pub fn new(name: &str, outcomes: &[Outcome], seconds: f64) -> Self {
        let share = |part: &[&Outcome]| {
            if part.is_empty() {
                0.0
            } else {
                part.iter().filter(|o| o.right).count() as f64 / part.len() as f64
            }
        };
        let all: Vec<&Outcome> = outcomes.iter().collect();
        let (seen, unseen): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(|o| o.seen);
        Self {
            name: name.to_owned(),
            rows: outcomes.len(),
            accuracy: share(&all),
            accuracy_seen: share(&seen),
            accuracy_unseen: share(&unseen),
            rows_unseen: unseen.len(),
            coverage_at_95: coverage(outcomes, 0.95),
            ece: calibration_error(outcomes),
            rows_per_s: outcomes.len() as f64 / seconds.max(1e-9),
        }
    }
}

/// Rows of equal confidence are taken together: no luck of order.
fn coverage(outcomes: &[Outcome], precision: f64) -> f64 {
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let (mut right, mut best) = (0_usize, 0_usize);
    for (i, outcome) in sorted.iter().enumerate() {
        right += usize::from(outcome.right);
        let last_of_its_kind = sorted.get(i + 1).is_none_or(|next| next.confidence < outcome.confidence);
        if last_of_its_kind && right as f64 >= precision * (i + 1) as f64 {
            best = i + 1;
        }
    }
    best as f64 / outcomes.len().max(1) as f64
}

fn calibration_error(outcomes: &[Outcome]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 10];
    for outcome in outcomes {
        let bin = &mut bins[((outcome.confidence * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += f64::from(outcome.confidence);
        bin.2 += f64::from(u8::from(outcome.right));
    }
    bins.iter().map(|(_, confidence, right)| (confidence - right).abs()).sum::<f64>()
        / outcomes.len().max(1) as f64
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "{:28} {:>6} {:>8} {:>8} {:>8} {:>7} {:>8} {:>6} {:>9}",
            "method", "rows", "accuracy", "seen", "unseen", "(rows)", "cover@95", "ece", "rows/s"
        )?;
        for figures in std::iter::once(&self.product).chain(&self.baselines) {
            writeln!(
                f,
                "{:28} {:>6} {:>7.1}% {:>7.1}% {:>7.1}% {:>7} {:>7.1}% {:>6.3} {:>9.0}",
                figures.name,
                figures.rows,
                figures.accuracy * 100.0,
                figures.accuracy_seen * 100.0,
                figures.accuracy_unseen * 100.0,
                figures.rows_unseen,
                figures.coverage_at_95 * 100.0,
                figures.ece,
                figures.rows_per_s
            )?;
        }
        Ok(())
    }
}
