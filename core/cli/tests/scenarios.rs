//! The scenarios of the operations, typed into the program: the same answers as through the facade.

use crate::process::{Home, Ran};
use serde_json::Value;
use std::path::Path;
use testkit::scenario::{Arguments, Refusal, Scenario, Surface, difference, run};

struct Typed(Home);

impl Typed {
    fn json(&self, arguments: &[String]) -> Result<Value, Refusal> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Ran { code, out, err } = self.0.run(&words);
        if code == Some(0) {
            return Ok(serde_json::from_str(&out).expect("JSON"));
        }
        let error: Value =
            serde_json::from_str(&err).unwrap_or_else(|_| panic!("{words:?} answers without JSON: {err}"));
        let text = |name: &str| error["error"][name].as_str().unwrap_or_default().to_owned();
        Err(Refusal { code: text("code"), message: text("message") })
    }
}

fn flags(arguments: &Arguments) -> impl Iterator<Item = String> + '_ {
    arguments.iter().map(|(name, value)| format!("--{}={value}", name.replace('_', "-")))
}

impl Surface for Typed {
    fn call(&mut self, operation: &str, arguments: &Arguments) -> Result<Value, Refusal> {
        let (noun, verb) = operation.split_once('.').expect("noun.verb");
        let mut words = match operation {
            // The flows of the same meaning, so that they are tried too.
            "history.undo" if arguments.is_empty() => vec!["undo".to_owned()],
            "history.redo" => vec!["redo".to_owned()],
            "import.undo" => {
                return self.json(&["undo", "--json", "--import", &arguments[0].1].map(str::to_owned));
            }
            _ => vec![noun.to_owned(), verb.to_owned()],
        };
        words.push("--json".to_owned());
        words.extend(flags(arguments));
        self.json(&words)
    }

    fn import(&mut self, file: &Path, arguments: &Arguments) -> Result<Value, Refusal> {
        let mut words = vec!["import".to_owned(), "--json".to_owned(), file.display().to_string()];
        words.extend(flags(arguments));
        self.json(&words).map(|files| files[0].clone())
    }

    fn doctor(&mut self) -> Result<Value, Refusal> {
        self.json(&["doctor", "--json"].map(str::to_owned))
    }

    fn export(&mut self) -> Result<Value, Refusal> {
        self.json(&["export", "--json", "--format=json"].map(str::to_owned))
    }

    fn categorizer(&mut self) -> Result<Value, Refusal> {
        self.json(&["categorizer", "status", "--json"].map(str::to_owned))
    }
}

#[test]
fn every_scenario_is_answered_as_through_the_facade() {
    let folder = testkit::repository().join("core/app/tests/scenarios");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("scenarios")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 10, "only {} scenarios", paths.len());
    let mut wrong = Vec::new();
    for path in paths {
        let expected = std::fs::read_to_string(&path).expect("a scenario");
        let mut typed = Typed(Home::with_book());
        let folder = typed.0.path().to_path_buf();
        let actual = run(&Scenario::parse(&expected), &mut typed, &folder);
        if actual != expected {
            wrong.push(format!("=== {}\n{}", path.display(), difference(&expected, &actual)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
