//! Lines to be drawn: what stands on the axes, the lines, and what is asked.

use crate::figures::float;
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// One picture.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Chart {
    pub title: String,
    pub x: Axis,
    pub y: Axis,
    pub lines: Vec<Line>,
    /// A line across: what is promised.
    pub limit: Option<(f64, String)>,
    /// Moments worth knowing.
    pub marks: Vec<(f64, String)>,
    /// Drawn beside the table as well, not in the page alone.
    pub picture: bool,
}

/// An axis.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Axis {
    pub title: String,
    pub logarithmic: bool,
}

/// A line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

impl Axis {
    pub fn linear(title: &str) -> Self {
        Self { title: title.to_owned(), logarithmic: false }
    }

    pub fn logarithmic(title: &str) -> Self {
        Self { title: title.to_owned(), logarithmic: true }
    }
}

impl Chart {
    pub fn new(title: &str, x: Axis, y: Axis) -> Self {
        Self { title: title.to_owned(), x, y, ..Self::default() }
    }

    pub fn line(mut self, name: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.lines.push(Line { name: name.to_owned(), points: points.into_iter().collect() });
        self
    }

    /// Distributions: what share took how long, both logarithmic.
    pub fn of_curves(title: &str, curves: &[(String, Histogram<u64>)]) -> Self {
        let x = Axis::logarithmic("one in so many was slower");
        let mut chart = Self::new(title, x, Axis::logarithmic("milliseconds"));
        chart.picture = true;
        for (name, histogram) in curves {
            chart = chart.line(name, points(histogram));
        }
        chart
    }
}

/// (one in so many, milliseconds), as far as the count of values carries: 2 is the median, 20 the 95th percentile, 100 the 99th.
fn points(histogram: &Histogram<u64>) -> Vec<(f64, f64)> {
    let most = float(histogram.len()).min(10_000.0);
    let steps = (0..=80).map(|step| 10_f64.powf(f64::from(step) / 20.0));
    steps
        .take_while(|one_in| *one_in <= most)
        .map(|one_in| {
            let micros = histogram.value_at_quantile(1.0 - 1.0 / one_in);
            (one_in, float(micros) / 1_000.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_ends_where_its_values_do() {
        let mut histogram = Histogram::new_with_bounds(1, 1_000_000, 3).expect("bounds");
        (1..1_000).for_each(|n| histogram.saturating_record(n * 100));
        let chart = Chart::of_curves("title", &[("ack".to_owned(), histogram)]);
        let (one_in, milliseconds) = *chart.lines[0].points.last().expect("points");
        assert!(one_in <= 999.0 && milliseconds > 99.0);
    }
}
