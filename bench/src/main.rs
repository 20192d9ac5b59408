//! `bench corpus | samples | run | one`: invented statements, and measurements against the targets.

use bench::corpus::Corpus;
use bench::machine::Machine;
use bench::measure::{self, Figures};
use bench::report::{Line, Report};
use bench::samples;
use bench::write::{Shape, write};
use domain::Language;
use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, ExitCode};

const USAGE: &str = "usage:
  bench corpus --rows N --format ofx1|ofx2|qif|csv --language pt|en --seed N --output FILE
  bench samples FOLDER             write the sample statements
  bench run [--rows N,N] [--only NAME,NAME] [--no-save]
  bench one NAME ROWS              one measurement in this process, as JSON
  bench size ROWS                  bytes of the book per row";

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["corpus", rest @ ..] => corpus(rest),
        ["samples", folder] => write_samples(Path::new(folder)),
        ["run", rest @ ..] => run(rest),
        ["one", name, rows] => one(name, rows),
        ["size", rows] => size(rows),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The value after `--name`.
fn option<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1)).copied()
}

fn corpus(words: &[&str]) -> Outcome {
    let rows = option(words, "--rows").unwrap_or("10000").parse()?;
    let seed = option(words, "--seed").unwrap_or("1").parse()?;
    let language = match option(words, "--language").unwrap_or("pt") {
        "pt" => Language::PtBr,
        "en" => Language::En,
        other => return Err(format!("`{other}` is not a language\n{USAGE}").into()),
    };
    let format = option(words, "--format").unwrap_or("ofx1");
    let shape = Shape::named(format).ok_or_else(|| format!("`{format}` is not a format\n{USAGE}"))?;
    let path = option(words, "--output").ok_or_else(|| format!("--output is missing\n{USAGE}"))?;
    let mut out = BufWriter::new(fs::File::create(path)?);
    let expected = write(&Corpus::new(rows, language, seed), shape, &mut out)?;
    std::io::Write::flush(&mut out)?;
    println!("{}", serde_json::to_string(&expected)?);
    Ok(())
}

fn write_samples(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    for sample in samples::all() {
        fs::write(folder.join(sample.name), &sample.bytes)?;
        println!("{}: {} bytes", sample.name, sample.bytes.len());
    }
    Ok(())
}

fn one(name: &str, rows: &str) -> Outcome {
    let figures = measure::run(name, rows.parse()?)?;
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

fn size(rows: &str) -> Outcome {
    println!("{}", measure::bytes_per_row(rows.parse()?)?);
    Ok(())
}

fn run(words: &[&str]) -> Outcome {
    let rows = option(words, "--rows").unwrap_or("10000,100000");
    let rows = rows.split(',').map(str::parse).collect::<Result<Vec<u32>, _>>()?;
    let only: Option<Vec<&str>> = option(words, "--only").map(|names| names.split(',').collect());
    let mut lines = Vec::new();
    for name in
        measure::names().into_iter().filter(|name| only.as_ref().is_none_or(|only| only.contains(name)))
    {
        for &rows in &rows {
            let line = Line::new(name, rows, &in_own_process(name, rows)?);
            println!(
                "{name}, {rows} rows: {} rows/s, {} repetitions",
                line.rows_per_second, line.repetitions
            );
            lines.push(line);
        }
    }
    let sizes = if only.is_some() { Vec::new() } else { sizes(&rows)? };
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let report = Report {
        date,
        command: format!("bench run {}", words.join(" ")).trim().to_owned(),
        machine: Machine::here(),
        lines,
        sizes,
    };
    println!("\n{}", report.markdown());
    if words.contains(&"--no-save") {
        return Ok(());
    }
    let folder = Path::new("bench/results");
    fs::create_dir_all(folder)?;
    let stem = format!("{}-{}", report.date, report.machine.commit.trim_end_matches('+'));
    fs::write(folder.join(format!("{stem}.json")), serde_json::to_string_pretty(&report)? + "\n")?;
    fs::write(folder.join(format!("{stem}.md")), report.markdown())?;
    println!("written to bench/results/{stem}.md and .json");
    Ok(())
}

fn sizes(rows: &[u32]) -> Result<Vec<(u32, u64)>, Box<dyn std::error::Error>> {
    rows.iter().map(|rows| Ok((*rows, measure::bytes_per_row(*rows)?))).collect()
}

fn in_own_process(name: &str, rows: u32) -> Result<Figures, Box<dyn std::error::Error>> {
    let output = Command::new(std::env::current_exe()?).args(["one", name, &rows.to_string()]).output()?;
    if !output.status.success() {
        return Err(format!("{name}, {rows} rows: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
