//! The promises as read from slo.toml, and the queries that measure them.

use crate::error::XtaskError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// All of slo.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Days over which a budget is counted.
    pub window_days: u32,
    /// Shares that must be good.
    pub promise: Shares,
    /// What is promised something, by name.
    pub surface: BTreeMap<String, Surface>,
    /// Pairs of windows.
    pub burn: Vec<Burn>,
    /// Alerts on causes.
    pub cause: Vec<Cause>,
    /// Panels beside the objectives.
    pub panel: Vec<Panel>,
}

/// Shares that must be good, from 0 to 1.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// In time.
    pub latency: f64,
    /// Without failure.
    pub errors: f64,
    /// Minutes in which it answers.
    pub availability: f64,
}

/// A way in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surface {
    /// As people call it.
    pub title: String,
    /// The service that has it.
    pub service: String,
    /// What Prometheus calls its instances, as a pattern.
    pub jobs: String,
    /// What a probe from outside asks for, where it can.
    pub probe: Option<String>,
    /// In time means at most this long.
    pub seconds: f64,
    /// The histogram's bucket that stands for it.
    pub bucket: String,
    /// The histogram of durations.
    pub histogram: String,
    /// Which of its series belong to this surface.
    pub select: Option<String>,
    /// Which of them are failures.
    pub failed: Option<String>,
    /// Where the histogram knows no failures: a counter of good ones...
    pub good_counter: Option<String>,
    /// ...and one of failures.
    pub bad_counter: Option<String>,
}

/// A pair of windows, and how fast the budget may burn in them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// As alerts call it.
    pub name: String,
    /// `page` or `ticket`.
    pub severity: String,
    /// Times too fast.
    pub factor: f64,
    /// The long window.
    pub long: String,
    /// The short window.
    pub short: String,
}

/// An alert on a cause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Name of the alert.
    pub name: String,
    /// As people read it.
    pub title: String,
    /// When it holds.
    pub query: String,
    /// For how long.
    #[serde(rename = "for")]
    pub held: String,
    /// `page` or `ticket`.
    pub severity: String,
    /// What to do.
    pub remedy: String,
}

/// A panel of the dashboards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Above it.
    pub title: String,
    /// Grafana's name of the unit.
    pub unit: String,
    /// Its lines.
    pub queries: Vec<Line>,
}

/// A line of a panel.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Beside it.
    pub legend: String,
    /// PromQL.
    pub query: String,
}

/// Something promised of a surface, with the ratio that says how much of it failed.
pub struct Objective<'a> {
    /// `SURFACE-KIND`.
    pub id: String,
    /// As people read it.
    pub title: String,
    /// Name of the surface.
    pub surface: &'a str,
    /// latency, errors or availability.
    pub kind: &'static str,
    /// Share that must be good.
    pub goal: f64,
}

impl Promise {
    /// Reads slo.toml and looks whether it makes sense.
    ///
    /// # Errors
    /// When it does not, with the reason.
    pub fn read(path: &Path) -> Result<Self, XtaskError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| XtaskError::File { path: path.to_path_buf(), source })?;
        let wrong = |reason: String| XtaskError::Data { path: path.to_path_buf(), reason };
        let promise: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        promise.sound().map_err(wrong)?;
        Ok(promise)
    }

    fn sound(&self) -> Result<(), String> {
        for share in [self.promise.latency, self.promise.errors, self.promise.availability] {
            if !(0.5..1.0).contains(&share) {
                return Err(format!("a promise of {share}: at least a half, and less than everything"));
            }
        }
        for (name, surface) in &self.surface {
            let bucket: f64 = surface.bucket.parse().map_err(|_| format!("{name}: bucket is no number"))?;
            if bucket > surface.seconds {
                return Err(format!(
                    "{name}: a bucket above {} s counts what is late as in time",
                    surface.seconds
                ));
            }
            let counters = surface.good_counter.is_some() && surface.bad_counter.is_some();
            if counters == surface.failed.is_some() {
                return Err(format!("{name}: say what failed, either by `failed` or by both counters"));
            }
        }
        match self.burn.iter().find(|burn| !["page", "ticket"].contains(&burn.severity.as_str())) {
            Some(burn) => Err(format!("burn {}: severity is page or ticket", burn.name)),
            None => Ok(()),
        }
    }

    /// Everything promised, in order.
    pub fn objectives(&self) -> Vec<Objective<'_>> {
        let mut all = Vec::new();
        for (name, surface) in &self.surface {
            let in_time = format!("in at most {} s", surface.seconds);
            for (kind, goal, what) in [
                ("latency", self.promise.latency, in_time.as_str()),
                ("errors", self.promise.errors, "without failure"),
                ("availability", self.promise.availability, "available"),
            ] {
                let title = format!("{}: {} % {what}", surface.title, percent(goal));
                all.push(Objective { id: format!("{name}-{kind}"), title, surface: name, kind, goal });
            }
        }
        all
    }
}

/// 0.995 as "99.5".
fn percent(share: f64) -> f64 {
    (share * 100_000.0).round() / 1000.0
}

impl Surface {
    /// Rate of all requests over a window.
    pub fn all(&self, window: &str) -> String {
        match (&self.good_counter, &self.bad_counter) {
            (Some(good), Some(bad)) => {
                format!("(sum(rate({good}[{window}])) + (sum(rate({bad}[{window}])) or vector(0)))")
            }
            _ => {
                format!("sum(rate({}_count{}[{window}]))", self.histogram, braces(&[self.select.as_deref()]))
            }
        }
    }

    /// Rate of failures over a window.
    pub fn failures(&self, window: &str) -> String {
        if let Some(bad) = &self.bad_counter {
            return format!("(sum(rate({bad}[{window}])) or vector(0))");
        }
        let labels = braces(&[self.select.as_deref(), self.failed.as_deref()]);
        format!("(sum(rate({}_count{labels}[{window}])) or vector(0))", self.histogram)
    }

    /// Rate of requests answered, and of those answered in time.
    pub fn timed(&self, window: &str) -> (String, String) {
        let select = self.select.as_deref();
        let bucket = format!("le=\"{}\"", self.bucket);
        (
            format!("sum(rate({}_count{}[{window}]))", self.histogram, braces(&[select])),
            format!("sum(rate({}_bucket{}[{window}]))", self.histogram, braces(&[select, Some(&bucket)])),
        )
    }
}

/// Labels in braces; nothing for none.
fn braces(labels: &[Option<&str>]) -> String {
    let labels: Vec<&str> = labels.iter().copied().flatten().collect();
    if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) }
}
