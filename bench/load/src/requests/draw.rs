//! The pictures of a run.

use super::record::percentile;
use super::{Ran, Run};
use crate::chart::{Axis, Chart};
use crate::figures::{Figures, float};
use crate::promise::Promise;
use crate::samples;
use crate::scenario::Plan;
use crate::trouble::marks;

/// Against users where they grow, over time always.
pub fn charts(run: &Run<'_>, promise: &Promise, ran: &Ran, figures: &mut Figures) {
    let limit = promise.in_time.as_secs_f64() * 1_000.0;
    let limit = Some((limit, format!("promised: {limit:.0} ms")));
    let marks = marks(&ran.happened);
    let plan = Plan::new(&run.requests);
    let users: Vec<f64> = plan.parts().iter().map(|part| f64::from(part.stage.users)).collect();
    let title = |what: &str| format!("{}: {what}", run.name);
    if users.len() > 1 && users.windows(2).all(|pair| pair[0] < pair[1]) && run.faults.is_none() {
        let (x, y) = (Axis::linear("virtual users"), Axis::logarithmic("milliseconds"));
        let mut chart = Chart::new(&title("P50, P95 and P99 against users"), x, y);
        for (name, percent) in [("P50", 50.0), ("P95", 95.0), ("P99", 99.0)] {
            let values = ran.record.stages.iter().map(|stage| percentile(&stage.latencies, percent));
            chart = chart.line(name, users.iter().copied().zip(values));
        }
        (chart.limit, chart.picture) = (limit.clone(), true);
        figures.charts.push(chart);
    }
    let seconds = || ran.record.seconds.iter().enumerate().map(|(at, second)| (float(at as u64), second));
    let time = || Axis::linear("seconds");
    let latency = |percent: f64| {
        seconds()
            .filter(|(_, second)| second.requests > 0)
            .map(move |(at, second)| (at, percentile(&second.latencies, percent)))
    };
    let mut chart = Chart::new(&title("latency over time"), time(), Axis::logarithmic("milliseconds"))
        .line("P50", latency(50.0))
        .line("P95", latency(95.0));
    (chart.limit, chart.marks, chart.picture) = (limit, marks.clone(), run.faults.is_some());
    figures.charts.push(chart);
    let mut chart = Chart::new(&title("requests over time"), time(), Axis::linear("a second"))
        .line("requests", seconds().map(|(at, second)| (at, float(second.requests))))
        .line("failed", seconds().map(|(at, second)| (at, float(second.failed))));
    chart.marks.clone_from(&marks);
    figures.charts.push(chart);
    figures.charts.extend(samples::charts(&run.name, &ran.samples, &marks));
}
