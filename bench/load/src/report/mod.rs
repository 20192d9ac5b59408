//! The files in bench/results: figures as CSV, a table for people, pictures, and one page with everything that a browser opens without a network.

mod html;
mod svg;

use crate::chart::Chart;
use crate::error::LoadError;
use crate::figures::{Figure, Figures, Target};
use crate::processes;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Where and how it was measured.
pub struct Setting {
    /// The day, `2026-11-26`.
    pub day: String,
    /// As typed.
    pub command: String,
    /// A word for the files' names.
    pub subject: String,
    /// What the report is about.
    pub title: String,
}

/// What one scenario gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub title: String,
    pub says: String,
    /// Tenths of the whole size.
    pub scale: f64,
    pub figures: Vec<Figure>,
    pub charts: Vec<Chart>,
    pub notes: Vec<String>,
    /// Why its figures say nothing about the server.
    pub uncertified: Option<String>,
}

impl Part {
    pub fn new(name: &str, title: &str, says: &str, scale: f64, figures: Figures) -> Self {
        let mut charts = figures.charts;
        if !figures.curves.is_empty() {
            charts.push(Chart::of_curves(&format!("{title}: what share took how long"), &figures.curves));
        }
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            says: says.to_owned(),
            scale,
            figures: figures.all,
            charts,
            notes: figures.notes,
            uncertified: figures.uncertified,
        }
    }

    /// The figures of which something is asked.
    pub fn verdicts(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| figure.target != Target::None)
    }

    /// What is said of one.
    pub fn verdict(&self, figure: &Figure) -> &'static str {
        match (figure.target.met(figure.value), &self.uncertified) {
            (None, _) => "",
            (Some(_), Some(_)) => "not certified",
            (Some(true), None) => "yes",
            (Some(false), None) => "no",
        }
    }
}

/// Both P95 in one picture, when there are both.
fn together(parts: &[Part]) -> Option<Chart> {
    let percentiles = |name: &str| {
        let part = parts.iter().find(|part| part.name == name)?;
        part.charts.iter().find(|chart| chart.title.contains("against"))
    };
    let (read, mixed) = (percentiles("read")?, percentiles("mixed")?);
    let mut chart = Chart { title: "P95 of read and mixed against users".to_owned(), ..read.clone() };
    chart.lines.clear();
    for (name, from) in [("read, P95", read), ("mixed, P95", mixed)] {
        let line = from.lines.iter().find(|line| line.name == "P95")?;
        chart = chart.line(name, line.points.iter().copied());
    }
    Some(chart)
}

/// Writes `DAY-SUBJECT-COMMIT` as `.csv`, `.md` with its pictures, and `.html`, into a folder; gives the `.html`.
pub fn write(folder: &Path, setting: &Setting, parts: &[Part]) -> Result<PathBuf, LoadError> {
    std::fs::create_dir_all(folder)?;
    let changed = !processes::git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
    let commit = processes::git(&["rev-parse", "--short=10", "HEAD"]) + if changed { "+" } else { "" };
    let stem = format!("{}-{}-{}", setting.day, setting.subject, commit.trim_end_matches('+'));
    let file = |ending: &str| folder.join(format!("{stem}{ending}"));
    csv(&file(".csv"), parts)?;
    let together = together(parts);
    let mut pictures = Vec::new();
    let drawn = parts.iter().flat_map(|part| &part.charts).chain(&together).filter(|chart| chart.picture);
    for (number, chart) in drawn.enumerate() {
        let path = file(&format!("-{}.svg", number + 1));
        std::fs::write(&path, svg::draw(chart, true))?;
        pictures.push((chart.title.clone(), format!("{stem}-{}.svg", number + 1)));
    }
    std::fs::write(file(".md"), markdown(setting, &commit, &pictures, parts))?;
    let page = html::page(setting, &commit, &processes::here(), together.as_ref(), parts);
    std::fs::write(file(".html"), page)?;
    Ok(file(".html"))
}

fn csv(path: &Path, parts: &[Part]) -> Result<(), LoadError> {
    let failed = |error: csv::Error| LoadError::Report { path: path.to_owned(), why: error.to_string() };
    let mut out = csv::Writer::from_path(path).map_err(failed)?;
    out.write_record(["scenario", "what", "value", "unit", "target", "met"]).map_err(failed)?;
    for part in parts {
        for figure in &part.figures {
            let value = format!("{:.3}", figure.value);
            let row = [&figure.scenario, &figure.what, &value, &figure.unit, &asked(figure.target)];
            out.write_record(row.into_iter().map(String::as_str).chain([part.verdict(figure)]))
                .map_err(failed)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// What is asked, in signs.
fn asked(target: Target) -> String {
    match target {
        Target::None => String::new(),
        Target::AtLeast(least) => format!(">= {}", exact(least)),
        Target::AtMost(most) => format!("<= {}", exact(most)),
    }
}

/// Without what the arithmetic of fractions leaves behind.
fn exact(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

/// The verdicts as lines for a terminal.
pub fn verdicts(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        for figure in part.verdicts() {
            let value = format!("{} {}", short(figure.value), figure.unit);
            let _infallible = writeln!(
                text,
                "{:<44} {:<38} {value:>16}  {:<10} {}",
                figure.scenario,
                figure.what,
                asked(figure.target),
                part.verdict(figure)
            );
        }
        if let Some(why) = &part.uncertified {
            let _infallible = writeln!(text, "{}: not certified: {why}", part.name);
        }
    }
    text
}

fn markdown(setting: &Setting, commit: &str, pictures: &[(String, String)], parts: &[Part]) -> String {
    let mut text = format!(
        "# {}, {}, commit {commit}\n\n{}. Command: `{}`. Server, Postgres (waiting for the disk), Redis and the generator share \
         these processors. Latencies count from when something was due, so that a late one hides nothing.\n",
        setting.title,
        setting.day,
        processes::here(),
        setting.command,
    );
    for (title, file) in pictures {
        let _infallible = write!(text, "\n![{title}]({file})\n");
    }
    for part in parts {
        let _infallible = write!(text, "\n## {}, size {}\n\n{}\n\n", part.title, part.scale, part.says);
        if let Some(why) = &part.uncertified {
            let _infallible = write!(text, "**Not certified**: {why}.\n\n");
        }
        text.push_str("| scenario | what | value | target | met |\n|---|---|--:|---|---|\n");
        for figure in &part.figures {
            let _infallible = writeln!(
                text,
                "| {} | {} | {} {} | {} | {} |",
                figure.scenario,
                figure.what,
                short(figure.value),
                figure.unit,
                asked(figure.target),
                part.verdict(figure)
            );
        }
        if !part.notes.is_empty() {
            text.push('\n');
            for note in &part.notes {
                let _infallible = writeln!(text, "- {note}");
            }
        }
    }
    text
}

/// Three digits are all that a noisy machine can say.
fn short(value: f64) -> String {
    if value == 0.0 || value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Axis;

    fn part(name: &str) -> Part {
        let mut figures = Figures::default();
        figures.add(&format!("{name}, 150 users"), "p95", 12.34, "ms", Target::None);
        figures.add(name, "p95, worst stage", 12.34, "ms", Target::AtMost(10.0));
        figures.add(name, "requests", 990.0, "/s", Target::AtLeast(900.0));
        figures.note("others used <much> of the machine".to_owned());
        let mut chart =
            Chart::new("Percentiles against users", Axis::linear("users"), Axis::logarithmic("ms"))
                .line("P50", [(150.0, 1.0), (300.0, 2.0)])
                .line("P95", [(150.0, 3.0), (300.0, 12.0)]);
        chart.limit = Some((300.0, "promised: 300 ms".to_owned()));
        chart.picture = true;
        figures.charts.push(chart);
        Part::new(name, name, "Users ask.", 0.1, figures)
    }

    fn setting() -> Setting {
        let (day, command) = ("2026-11-26".to_owned(), "make load SCENARIO=read SCALE=0.1".to_owned());
        Setting { day, command, subject: "load".to_owned(), title: "Load".to_owned() }
    }

    #[test]
    fn a_report_is_files_for_people_programs_and_browsers() {
        let folder = tempfile::tempdir().expect("a folder");
        let page = write(folder.path(), &setting(), &[part("read"), part("mixed")]).expect("a report");
        let text = std::fs::read_to_string(page.with_extension("md")).expect("the table");
        assert!(text.contains("| read | p95, worst stage | 12.3 ms | <= 10 | no |"), "{text}");
        assert!(text.contains("| mixed | requests | 990 /s | >= 900 | yes |"), "{text}");
        assert!(text.contains("-3.svg") && text.contains("- others used"));
        let rows = std::fs::read_to_string(page.with_extension("csv")).expect("rows");
        assert!(rows.contains("\"read, 150 users\",p95,12.340,ms,,\n"), "{rows}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 6);
    }

    #[test]
    fn a_run_in_which_the_generator_was_full_is_not_certified() {
        let mut part = part("read");
        part.uncertified = Some("the generator was at work 90 % of the time".to_owned());
        let said = verdicts(&[part]);
        assert_eq!(said.matches("not certified").count(), 3, "{said}");
        assert!(!said.contains(" yes"), "{said}");
    }

    #[test]
    fn the_page_is_as_it_was() {
        let mut first = part("read");
        first.charts[0].lines[1].points.push((450.0, 4.5));
        let parts = [first, part("mixed")];
        let page = html::page(&setting(), "0123456789", "a machine", together(&parts).as_ref(), &parts);
        // Nothing is fetched: the only addresses are the name of SVG and of nothing else.
        let addresses = page.matches("http").count();
        assert_eq!(addresses, page.matches("http://www.w3.org/2000/svg").count());
        assert!(!page.contains("<script") && page.contains("&lt;much&gt;"));
        insta::assert_snapshot!(page);
    }
}
