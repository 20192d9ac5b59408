//! The distributions as one picture: what share took how long, both on logarithmic scales.

use crate::error::LoadError;
use crate::figures::float;
use hdrhistogram::Histogram;
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (1_100, 640);

/// Draws the latencies of every scenario.
pub fn draw(path: &Path, title: &str, curves: &[(String, Histogram<u64>)]) -> Result<(), LoadError> {
    let failed = |why: String| LoadError::Report { path: path.to_owned(), why };
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE).map_err(|error| failed(error.to_string()))?;
    // One in x was slower than this: 2 is the median, 20 the 95th percentile, 100 the 99th.
    let mut chart = ChartBuilder::on(&root)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(64)
        .build_cartesian_2d((1.0..10_000.0_f64).log_scale(), (0.1..10_000.0_f64).log_scale())
        .map_err(|error| failed(error.to_string()))?;
    chart
        .configure_mesh()
        .x_desc("one in so many was slower")
        .y_desc("milliseconds")
        .light_line_style(BLACK.mix(0.04))
        .draw()
        .map_err(|error| failed(error.to_string()))?;
    for (number, (name, histogram)) in curves.iter().enumerate() {
        let colour = Palette99::pick(number).to_rgba();
        chart
            .draw_series(LineSeries::new(points(histogram), colour.stroke_width(2)))
            .map_err(|error| failed(error.to_string()))?
            .label(name)
            .legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], colour.stroke_width(3)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.85))
        .label_font(("sans-serif", 12))
        .draw()
        .map_err(|error| failed(error.to_string()))?;
    root.present().map_err(|error| failed(error.to_string()))
}

/// (one in so many, milliseconds), as far as the count of values carries.
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
    fn a_picture_names_its_curves() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("curves.svg");
        let mut histogram = Histogram::new_with_bounds(1, 1_000_000, 3).expect("bounds");
        (1..1_000).for_each(|n| histogram.saturating_record(n * 100));
        assert_eq!(points(&histogram).last().map(|(one_in, _)| *one_in <= 999.0), Some(true));
        draw(&path, "title", &[("closed loop: ack".to_owned(), histogram)]).expect("a picture");
        let text = std::fs::read_to_string(&path).expect("the file");
        assert!(text.starts_with("<svg") && text.contains("closed loop: ack"));
    }
}
