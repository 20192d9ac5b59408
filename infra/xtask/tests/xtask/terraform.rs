//! Terraform's files are as they must be, and each check refuses the file that was written to be refused by it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use xtask::terraform::{Configuration, FOLDER, Module, Rules};

fn folder() -> PathBuf {
    xtask::repository().join(FOLDER)
}

fn rules() -> Rules {
    Rules::read(&folder()).expect("schema and policy")
}

#[test]
fn nothing_is_to_be_objected_to() {
    let configuration = Configuration::read(&folder()).expect("infra/terraform");
    assert!(configuration.modules.len() > 10, "{} folders", configuration.modules.len());
    let findings = rules().findings(&configuration);
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// A file written to be refused: its name, its text, the line that ends in `# here`.
struct Refused {
    name: String,
    text: String,
    line: usize,
}

fn refused(kind: &str) -> Vec<Refused> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terraform").join(kind);
    let entries = std::fs::read_dir(&folder).expect("the folder");
    let mut files: Vec<Refused> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            let here: Vec<usize> = text
                .lines()
                .enumerate()
                .filter(|(_, line)| line.ends_with("# here"))
                .map(|(at, _)| at + 1)
                .collect();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            assert_eq!(here.len(), 1, "{name}: one line ends in `# here`");
            Refused { name, text, line: here[0] }
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn said<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(&format!("# {key}: ")))
}

#[test]
fn every_rule_refuses_its_file_and_no_other_rule_does() {
    let rules = rules();
    let files = refused("refused");
    for Refused { name, text, line } in &files {
        let folder = said(text, "folder").unwrap_or("modules/tried");
        let module =
            Module::of_text(folder, "tried.tf", text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = rules.policy.findings(&module);
        let expected = format!("tried.tf:{line}: {name}: ");
        assert!(
            findings.len() == 1 && findings[0].starts_with(&expected),
            "{expected}\n{}",
            findings.join("\n")
        );
    }
    let tried: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let known: BTreeSet<&str> = rules.policy.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(tried, known, "each rule has a file in tests/terraform/refused, and each file a rule");
}

#[test]
fn a_wrong_name_is_refused_where_it_stands() {
    let rules = rules();
    for Refused { name, text, line } in refused("names") {
        let expected = said(&text, "says").unwrap_or_else(|| panic!("{name}: no `# says:`")).to_owned();
        let mut configuration = Configuration::read(&folder()).expect("infra/terraform");
        match Module::of_text("modules/tried", "tried.tf", &text) {
            Ok(module) => configuration.modules.push(module),
            Err(error) => configuration.unreadable.push(error),
        }
        let findings = rules.findings(&configuration);
        let place = format!("tried.tf:{line}:");
        let found = findings.iter().any(|finding| finding.starts_with(&place) && finding.contains(&expected));
        assert!(found, "{name}: expected {place} {expected}\n{}", findings.join("\n"));
    }
}
