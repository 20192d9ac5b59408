//! `docs/cli.md`: made from the help of every command and the catalog. `UPDATE_DOCS=1` writes it; a stale one fails.

use crate::process::Home;
use app::catalog::CATALOG;
use serde_json::{Value, json};
use std::fmt::Write as _;

const HEAD: &str = "# The command line\n\n\
Made by `UPDATE_DOCS=1 cargo test -p cli`; do not edit by hand.\n\n\
Every operation of the catalog is a command, `noun verb`, and answers in JSON. The flows (`init`, `import`, `inspect`, `review`, \
`transactions`, `undo`, `redo`, `doctor`, `export`, `categorizer`) are made for people and answer in JSON with `--json`. Amounts are whole \
minor units: `-1990` is -19.90 in a currency with cents.\n";

fn subcommands(help: &str) -> Vec<String> {
    let list = help.split_once("\nCommands:\n").map(|(_, rest)| rest).unwrap_or_default();
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The help of a command and of everything below it.
fn chapter(home: &Home, path: &[&str], out: &mut String) {
    let help = home.ok(&[path, &["--help"]].concat());
    assert!(help.contains("Usage: valorize"), "{path:?}: {help}");
    if path.is_empty() {
        let codes = help.rsplit_once("Exit codes:").expect("exit codes").1;
        let words = codes.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str("\n## Exit codes\n\n");
        for code in words.trim_end_matches('.').split("; ") {
            writeln!(out, "- {code}").expect("memory");
        }
    } else {
        let level = "#".repeat(path.len() + 1);
        let plain: String = help.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        write!(out, "\n{level} valorize {}\n\n```text\n{}```\n", path.join(" "), plain).expect("memory");
    }
    for name in subcommands(&help) {
        chapter(home, &[path, &[name.as_str()]].concat(), out);
    }
}

fn operations(out: &mut String) {
    out.push_str("\n## Operations\n\nWhat every surface calls, with what it reads or touches.\n\n");
    out.push_str("| operation | | topics | what it does |\n|---|---|---|---|\n");
    for operation in CATALOG {
        let topics: Vec<String> = operation
            .topics
            .iter()
            .map(|topic| json!(topic).as_str().unwrap_or_default().to_owned())
            .collect();
        let kind = if operation.writes() { "writes" } else { "reads" };
        let about = operation.about().replace('\n', " ").replace('|', "\\|");
        writeln!(out, "| `{}` | {kind} | {} | {about} |", operation.name, topics.join(", ")).expect("memory");
    }
}

#[test]
fn the_manual_says_what_the_program_does() {
    let home = Home::new();
    let mut manual = HEAD.to_owned();
    chapter(&home, &[], &mut manual);
    operations(&mut manual);
    let path = testkit::repository().join("docs/cli.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &manual).expect("the manual is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let same = written.lines().zip(manual.lines()).take_while(|(one, other)| one == other).count();
    assert!(
        written == manual,
        "docs/cli.md is stale from line {}; write it with UPDATE_DOCS=1 cargo test -p cli\n  is: {:?}\n  should be: {:?}",
        same + 1,
        written.lines().nth(same),
        manual.lines().nth(same)
    );
}

#[test]
fn every_operation_is_a_command_with_help_and_a_flag_for_each_field() {
    let home = Home::new();
    for operation in CATALOG {
        let (noun, verb) = operation.name.split_once('.').expect("noun.verb");
        let help = home.ok(&[noun, verb, "--help"]);
        let first = operation.about().lines().next().unwrap_or_default().chars().take(40).collect::<String>();
        assert!(help.contains(&first), "{}: {help}", operation.name);
        let schema = json!(operation.input_schema());
        for field in schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
            assert!(
                help.contains(&format!("--{}", field.replace('_', "-"))),
                "{} lacks --{field}",
                operation.name
            );
        }
    }
}

#[test]
fn completions_name_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.ok(&["completions", shell]);
        for operation in CATALOG {
            let (noun, verb) = operation.name.split_once('.').expect("noun.verb");
            assert!(script.contains(noun) && script.contains(verb), "{shell} lacks {}", operation.name);
        }
    }
}

#[test]
fn wrong_usage_is_code_2_and_help_is_code_0() {
    let home = Home::with_book();
    for arguments in [
        &["nothing"][..],
        &["account"],
        &["account", "create"],
        &["import", "--date-order", "ydm", "x"],
        &["review", "--accept-above", "101"],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("Usage") || ran.err.contains("error"), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(home.run(&[]).code, Some(2));
    assert!(home.ok(&["--version"]).starts_with("valorize "));
}

#[test]
fn the_flows_for_people_speak() {
    let home = Home::with_book();
    let bank = home.file(
        "bank.csv",
        "Data;Histórico;Valor\n05/01/2024;PADARIA TRIGO BOM;\"-19,90\"\n16/01/2024;SALARIO;\"5.000,00\"\n",
    );
    assert_eq!(home.json(&["inspect", "--json", &bank])["accounts"][0]["transactions"], Value::from(2));
    let plan = home.ok(&["import", "--plan", "--lines", &bank]);
    assert!(plan.contains("2 new") && plan.contains("PADARIA TRIGO BOM"), "{plan}");
    assert_eq!(home.rows(), 0, "a plan imports nothing");
    let mapping = home.file("mapping.json", home.ok(&["inspect", "--show-mapping", &bank]));
    let imported = home.ok(&["import", "--mapping", &mapping, &bank]);
    assert!(imported.contains("2 added"), "{imported}");
    assert!(home.ok(&["transactions"]).contains("-R$"), "amounts are written for people");
    assert!(home.ok(&["transactions", "--search", "padaria", "--from", "2024"]).contains("PADARIA"));
    assert!(home.ok(&["import", "--list"]).contains("bank.csv"));
    home.ok(&["review", "--list"]);
    assert!(home.ok(&["undo"]).contains("import.commit"));
    assert_eq!(home.rows(), 0);
    assert!(home.ok(&["redo"]).contains("import.commit"));
    assert_eq!(home.rows(), 2);
    assert!(home.ok(&["doctor"]).contains("sound"));
    home.refused(&["redo"], 10, "nothing_to_undo");
    home.ok(&["categorizer", "status"]);
}
