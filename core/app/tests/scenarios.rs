//! Runs `scenarios/*.txt` through the facade. `UPDATE_SCENARIOS=1` writes the answers that came into the files: read them then.

use crate::support::new_book;
use app::{App, AppError, CommitImport};
use serde_json::{Map, Value, json};
use std::path::Path;
use testkit::scenario::{Arguments, Refusal, Scenario, Surface, run};

struct Facade(App);

fn refusal(error: AppError) -> Refusal {
    Refusal { code: error.code.as_str().to_owned(), message: error.message }
}

fn to_json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("JSON")
}

/// Texts as the input the operation's schema asks for.
fn input(operation: &str, arguments: &Arguments) -> Value {
    let schema = App::operation(operation)
        .map(app::Operation::input_schema)
        .map(|schema| to_json(&schema))
        .unwrap_or_default();
    let mut input = Map::new();
    for (name, text) in arguments {
        let kind = &schema["properties"][name]["type"];
        let is = |wanted: &str| {
            kind == wanted || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == wanted))
        };
        if is("array") && !text.starts_with('[') {
            let list = input.entry(name.clone()).or_insert_with(|| json!([]));
            list.as_array_mut().expect("a list").push(json!(text));
            continue;
        }
        let value = if is("string") || (kind.is_null() && !text.starts_with('{')) {
            json!(text)
        } else {
            serde_json::from_str(text).expect("JSON")
        };
        input.insert(name.clone(), value);
    }
    Value::Object(input)
}

impl Surface for Facade {
    fn call(&mut self, operation: &str, arguments: &Arguments) -> Result<Value, Refusal> {
        self.0.call(operation, input(operation, arguments)).map_err(refusal)
    }

    fn import(&mut self, file: &Path, arguments: &Arguments) -> Result<Value, Refusal> {
        let mut plan = input("import.plan", arguments);
        plan["path"] = json!(file.display().to_string());
        let planned = self.0.call("import.plan", plan).map_err(refusal)?;
        let mut imported = Vec::new();
        for plan in planned["plans"].as_array().into_iter().flatten() {
            let plan = plan["plan"].as_str().unwrap_or_default().to_owned();
            imported.push(self.0.act(CommitImport { plan, categorise: None }).map_err(refusal)?);
        }
        Ok(json!({ "file": planned["file"], "plan": planned, "imported": imported }))
    }

    fn doctor(&mut self) -> Result<Value, Refusal> {
        self.0.doctor(false).map(|health| to_json(&health)).map_err(refusal)
    }

    fn export(&mut self) -> Result<Value, Refusal> {
        Ok(crate::support::tables(&self.0))
    }

    fn categorizer(&mut self) -> Result<Value, Refusal> {
        self.0.categorizer_status().map(|status| to_json(&status)).map_err(refusal)
    }
}

#[test]
fn every_scenario_is_answered_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("scenarios")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    assert!(names.len() >= 10, "only {} scenarios", names.len());
    let mut wrong = Vec::new();
    for path in names {
        let expected = std::fs::read_to_string(&path).expect("a scenario");
        let work = tempfile::tempdir().expect("a folder");
        let actual = run(&Scenario::parse(&expected), &mut Facade(new_book(work.path())), work.path());
        if actual != expected {
            if std::env::var_os("UPDATE_SCENARIOS").is_some() {
                std::fs::write(&path, &actual).expect("a scenario is written");
            }
            wrong.push(format!(
                "=== {}\n{}",
                path.display(),
                testkit::scenario::difference(&expected, &actual)
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
