//! The files in bench/results: figures as CSV, the picture as SVG, and a table for people with each figure beside what is asked of it.

use crate::error::LoadError;
use crate::figures::{Figures, Target};
use crate::{plot, processes};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Where and how it was measured.
pub struct Setting {
    /// The day, `2026-11-26`.
    pub day: String,
    /// As typed.
    pub command: String,
    /// Tenths of the whole size.
    pub scale: f64,
    /// A word for the files' names.
    pub subject: &'static str,
    /// What the report is about.
    pub title: &'static str,
}

/// Writes `DAY-SUBJECT-COMMIT.csv`, `.md` and, of latencies, `.svg` into a folder; gives the `.md`.
pub fn write(folder: &Path, setting: &Setting, figures: &Figures) -> Result<PathBuf, LoadError> {
    std::fs::create_dir_all(folder)?;
    let changed = !processes::git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
    let commit = processes::git(&["rev-parse", "--short=10", "HEAD"]) + if changed { "+" } else { "" };
    let stem = format!("{}-{}-{}", setting.day, setting.subject, commit.trim_end_matches('+'));
    let file = |ending: &str| folder.join(format!("{stem}.{ending}"));
    csv(&file("csv"), figures)?;
    if !figures.curves.is_empty() {
        plot::draw(
            &file("svg"),
            &format!("{}, {}, commit {commit}", setting.title, setting.day),
            &figures.curves,
        )?;
    }
    let path = file("md");
    std::fs::write(&path, markdown(setting, &commit, &stem, figures))?;
    Ok(path)
}

fn csv(path: &Path, figures: &Figures) -> Result<(), LoadError> {
    let failed = |error: csv::Error| LoadError::Report { path: path.to_owned(), why: error.to_string() };
    let mut out = csv::Writer::from_path(path).map_err(failed)?;
    out.write_record(["scenario", "what", "value", "unit", "target", "met"]).map_err(failed)?;
    for figure in &figures.all {
        let (target, met) = words(figure.target, figure.value);
        let value = format!("{:.3}", figure.value);
        out.write_record([figure.scenario.as_str(), figure.what, &value, figure.unit, &target, met])
            .map_err(failed)?;
    }
    out.flush()?;
    Ok(())
}

fn words(target: Target, value: f64) -> (String, &'static str) {
    let met = match target.met(value) {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    match target {
        Target::None => (String::new(), met),
        Target::AtLeast(least) => (format!(">= {least}"), met),
        Target::AtMost(most) => (format!("<= {most}"), met),
    }
}

fn markdown(setting: &Setting, commit: &str, stem: &str, figures: &Figures) -> String {
    let latencies = format!(
        " Latencies count from when a change was due, so that a late one hides nothing.\n\n![latencies]({stem}.svg)"
    );
    let mut text = format!(
        "# {}, {}, commit {commit}\n\n{}. Command: `{}`, size {}. Everything shares these processors; Postgres waits \
         for the disk.{}\n\n| scenario | what | value | target | met |\n|---|---|--:|---|---|\n",
        setting.title,
        setting.day,
        processes::here(),
        setting.command,
        setting.scale,
        if figures.curves.is_empty() { "" } else { &latencies },
    );
    for figure in &figures.all {
        let (target, met) = words(figure.target, figure.value);
        let _infallible = writeln!(
            text,
            "| {} | {} | {} {} | {target} | {met} |",
            figure.scenario,
            figure.what,
            short(figure.value),
            figure.unit
        );
    }
    if !figures.notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        for note in &figures.notes {
            let _infallible = writeln!(text, "- {note}");
        }
    }
    text
}

/// Three digits are all that a noisy machine can say.
fn short(value: f64) -> String {
    if value >= 100.0 {
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

    #[test]
    fn a_report_is_three_files_and_says_what_was_missed() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut figures = Figures::default();
        figures.add("closed loop", "acked", 12_345.0, "changes/s", Target::AtLeast(10_000.0));
        figures.add("idle", "memory", 13.0, "KiB", Target::AtMost(12.0));
        figures.note("the generator was late".to_owned());
        figures.latency(
            "x",
            ["ack p50", "ack p95", "ack p99"],
            &crate::figures::Latencies::new(),
            Target::None,
        );
        let setting = Setting {
            day: "2026-11-26".to_owned(),
            command: "make".to_owned(),
            scale: 1.0,
            subject: "sync",
            title: "Load",
        };
        let path = write(folder.path(), &setting, &figures).expect("a report");
        let text = std::fs::read_to_string(&path).expect("the table");
        assert!(text.contains("| closed loop | acked | 12345 changes/s | >= 10000 | yes |"), "{text}");
        assert!(text.contains("| idle | memory | 13.0 KiB | <= 12 | no |"), "{text}");
        assert!(text.contains("- the generator was late"));
        for ending in ["csv", "svg"] {
            assert!(path.with_extension(ending).is_file());
        }
    }
}
