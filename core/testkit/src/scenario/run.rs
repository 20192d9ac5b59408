//! Runs a scenario on a surface and gives back the scenario with the answers that came.

use super::parse::{Scenario, Step, pair};
use super::render;
use super::{Refusal, Surface};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// Runs every step with files in `folder`; the text of the scenario with its real answers.
///
/// # Panics
/// When the scenario names what is not there, or the book is not sound at the end.
pub fn run(scenario: &Scenario, surface: &mut dyn Surface, folder: &Path) -> String {
    let mut runner = Runner {
        surface,
        folder,
        rows: BTreeSet::new(),
        plans: Vec::new(),
        batches: Vec::new(),
        kept: HashMap::new(),
    };
    let mut out = String::new();
    for step in &scenario.steps {
        match step {
            Step::Comment(line) => writeln!(out, "{line}").expect("memory"),
            Step::File { name, content, source } => {
                std::fs::write(folder.join(name), content)
                    .expect("the folder of the scenario can be written");
                writeln!(out, "{source}").expect("memory");
            }
            Step::Command { text, words, line, .. } => {
                writeln!(out, "> {text}").expect("memory");
                for answer in runner.command(words, *line) {
                    writeln!(out, "{}", answer.trim_end()).expect("memory");
                }
            }
        }
    }
    let health = runner.surface.doctor().expect("the book can be verified");
    assert_eq!(health["healthy"], true, "the book is not sound at the end: {health}");
    out
}

struct Runner<'a> {
    surface: &'a mut dyn Surface,
    folder: &'a Path,
    /// Rows seen: date, text, id.
    rows: BTreeSet<(String, String, i64, String)>,
    plans: Vec<String>,
    batches: Vec<String>,
    kept: HashMap<String, BTreeMap<String, Value>>,
}

impl Runner<'_> {
    fn command(&mut self, words: &[String], line: usize) -> Vec<String> {
        let (name, rest) = words.split_first().unwrap_or_else(|| panic!("line {line}: nothing is typed"));
        match name.as_str() {
            "keep" => {
                let rows = self.visible_rows(&rest[1..]);
                let answer = vec![format!("{} row(s)", rows.len())];
                self.kept.insert(rest[0].clone(), rows);
                answer
            }
            "compare" => self.compare(&rest[0], &rest[1..]),
            "doctor" => answer(self.surface.doctor(), render::health),
            "categorizer" => answer(self.surface.categorizer(), render::categorizer),
            "import" => {
                let arguments = self.arguments(&rest[1..]);
                let result = self.surface.import(&self.folder.join(&rest[0]), &arguments);
                if let Ok(value) = &result {
                    self.remember(value);
                }
                answer(result, render::import)
            }
            operation => {
                let operation = match operation {
                    "undo" => "history.undo",
                    "redo" => "history.redo",
                    other => other,
                };
                let arguments = self.arguments(rest);
                let result = self.surface.call(operation, &arguments);
                if let Ok(value) = &result {
                    self.remember(value);
                }
                answer(result, |value| render::operation(operation, value))
            }
        }
    }

    fn remember(&mut self, value: &Value) {
        let plans = value["plans"].as_array().or(value["plan"]["plans"].as_array());
        for plan in plans.into_iter().flatten() {
            self.plans.push(text(&plan["plan"]));
        }
        let batches = value["imported"].as_array().into_iter().flatten().chain(std::iter::once(value));
        if let Some(batch) = batches.filter_map(|done| done["batch"].as_str()).next_back() {
            self.batches.push(batch.to_owned());
        }
    }

    fn arguments(&mut self, words: &[String]) -> Vec<(String, String)> {
        words.iter().map(|word| pair(word)).map(|(name, value)| (name, self.value(value))).collect()
    }

    fn value(&mut self, value: String) -> String {
        if let Some(wanted) = value.strip_prefix('@') {
            return self.row(wanted);
        }
        if let Some(number) = value.strip_prefix("$plan") {
            return numbered(&self.plans, number).clone();
        }
        if let Some(number) = value.strip_prefix("$batch") {
            return numbered(&self.batches, number).clone();
        }
        if let Some(wanted) = value.strip_prefix('%') {
            let (name, number) = with_number(wanted);
            let history = self.surface.call("history.list", &[]).expect("the history can be read");
            let found = items(&history).filter(|item| item["name"] == name).nth(number - 1);
            return found.unwrap_or_else(|| panic!("no action `{wanted}`"))["action"].to_string();
        }
        match value.strip_prefix("./") {
            Some(file) => self.folder.join(file).display().to_string(),
            None => value,
        }
    }

    /// The id of the row whose text contains `wanted`; rows that left the register since they were seen count too.
    fn row(&mut self, wanted: &str) -> String {
        let (wanted, number) = with_number(wanted);
        let limit = [("limit".to_owned(), "100000".to_owned())];
        let page = self.surface.call("register.list", &limit).expect("the register can be read");
        for row in items(&page) {
            let amount = row["amount"]["minor"].as_i64().unwrap_or_default();
            self.rows.insert((text(&row["date"]), text(&row["description"]), amount, text(&row["id"])));
        }
        let mut ids: Vec<&String> = Vec::new();
        for (_, description, _, id) in &self.rows {
            if description.contains(wanted) && !ids.contains(&id) {
                ids.push(id);
            }
        }
        (*ids.get(number - 1).unwrap_or_else(|| panic!("no row {number} with the text `{wanted}`"))).clone()
    }

    /// Everything the book keeps of the visible rows, splits and tags among it, by id.
    fn visible_rows(&mut self, options: &[String]) -> BTreeMap<String, Value> {
        let options: Vec<_> = options.iter().map(|option| pair(option)).collect();
        let option = |wanted: &str| options.iter().find(|(name, _)| name == wanted).map(|(_, text)| text);
        let (only, exactly) = (option("rows"), option("exactly").is_some());
        let book = self.surface.export().expect("the book can be exported");
        let table = |name: &str| book["tables"][name].as_array().cloned().unwrap_or_default();
        let mut rows = BTreeMap::new();
        for mut row in table("transactions") {
            if let Some(row) = row.as_object_mut().filter(|_| !exactly) {
                // Which registers were ever written: an undo leaves its trace there and nowhere else.
                row.remove("fields");
            }
            if row["visible"] == 1
                && only.as_ref().is_none_or(|only| text(&row["description"]).contains(only.as_str()))
            {
                rows.insert(text(&row["id"]), serde_json::json!({ "row": row, "parts": [] }));
            }
        }
        for part in table("split").into_iter().chain(table("tag")) {
            if let Some(parts) =
                rows.get_mut(&text(&part["transaction_id"])).and_then(|row| row["parts"].as_array_mut())
            {
                parts.push(part);
            }
        }
        rows
    }

    fn compare(&mut self, name: &str, options: &[String]) -> Vec<String> {
        let before = self.kept.get(name).unwrap_or_else(|| panic!("nothing was kept as `{name}`")).clone();
        let after = self.visible_rows(options);
        let mut answer = Vec::new();
        let label = |row: &Value| text(&row["row"]["description"]);
        for (id, row) in &before {
            match after.get(id) {
                None => answer.push(format!("gone: {}", label(row))),
                Some(now) if now != row => {
                    answer.push(format!("changed: {}: {}", label(row), changes(row, now)));
                }
                Some(_) => {}
            }
        }
        answer.extend(
            after
                .iter()
                .filter(|(id, _)| !before.contains_key(*id))
                .map(|(_, row)| format!("added: {}", label(row))),
        );
        answer.sort();
        if answer.is_empty() {
            answer.push("the same".to_owned());
        }
        answer
    }
}

fn changes(before: &Value, after: &Value) -> String {
    let mut names: Vec<&str> = Vec::new();
    if let (Some(before), Some(after)) = (before["row"].as_object(), after["row"].as_object()) {
        names.extend(
            before
                .iter()
                .filter(|(name, value)| after.get(*name) != Some(value))
                .map(|(name, _)| name.as_str()),
        );
    }
    if before["parts"] != after["parts"] {
        names.push("parts");
    }
    names.join(", ")
}

fn answer(result: Result<Value, Refusal>, render: impl Fn(&Value) -> Vec<String>) -> Vec<String> {
    match result {
        Ok(value) => render(&value),
        Err(refusal) => vec![format!("refused, {}: {}", refusal.code, render::without_ids(&refusal.message))],
    }
}

/// `NAME#2` as a name and a number; without one, the first.
fn with_number(text: &str) -> (&str, usize) {
    text.split_once('#').map_or((text, 1), |(name, number)| (name, number.parse().expect("a number")))
}

/// The one with this number, from 1; the newest without one.
fn numbered<'a>(all: &'a [String], number: &str) -> &'a String {
    let found = if number.is_empty() {
        all.last()
    } else {
        number.parse().ok().and_then(|number: usize| all.get(number - 1))
    };
    found.unwrap_or_else(|| panic!("there is no number {number} among {}", all.len()))
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list["items"].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
