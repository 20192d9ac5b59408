//! What the documents promise exists: relative links, paths of the repository, and `make` targets.

use crate::repository::{File, files};

fn documents() -> Vec<File> {
    files().into_iter().filter(|file| file.is("md")).collect()
}

fn none_of(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn links_and_paths_exist() {
    let root = xtask::repository();
    let tops =
        ["core/", "desktop/", "ui/src/", "infra/", "bench/", "docs/", "samples/", "migrations/", ".ci/"];
    let mut wrong = Vec::new();
    for file in documents() {
        let folder = root.join(&file.path).parent().expect("a file lies in a folder").to_path_buf();
        for (number, line) in file.text.lines().enumerate() {
            for target in links(line) {
                if !folder.join(target).exists() {
                    wrong.push(format!(
                        "{}:{}: link to {target}, which does not exist",
                        file.path,
                        number + 1
                    ));
                }
            }
            for word in code_words(line).filter(|word| tops.iter().any(|top| word.starts_with(top))) {
                if !word.contains(['*', '<', '{', '…']) && !root.join(word).exists() {
                    wrong.push(format!("{}:{}: `{word}` does not exist", file.path, number + 1));
                }
            }
        }
    }
    none_of(&wrong);
}

#[test]
fn make_targets_exist() {
    let makefile = std::fs::read_to_string(xtask::repository().join("Makefile")).expect("Makefile");
    let targets: Vec<&str> = makefile
        .lines()
        .filter_map(|line| line.split_once(": ## ").or_else(|| line.split_once(':')))
        .map(|(name, _)| name)
        .collect();
    let mut wrong = Vec::new();
    for file in documents() {
        let mut fenced = false;
        for (number, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            let code = fenced || line.starts_with("    ");
            let parts: Vec<&str> =
                if code { vec![line.trim()] } else { line.split('`').skip(1).step_by(2).collect() };
            for target in parts
                .iter()
                .filter_map(|part| part.strip_prefix("make "))
                .filter_map(|rest| rest.split_whitespace().next())
            {
                if !targets.contains(&target) {
                    wrong.push(format!(
                        "{}:{}: `make {target}` is no target of the Makefile",
                        file.path,
                        number + 1
                    ));
                }
            }
        }
    }
    none_of(&wrong);
}

/// Targets of `[text](target)` that stay inside the repository, without their `#place`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split(')').next()?.split('#').next()?;
        let outside = target.contains("://") || target.starts_with("mailto:") || target.is_empty();
        if outside { None } else { Some(target) }
    })
}

/// Words between backticks on the line.
fn code_words(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).flat_map(str::split_whitespace)
}
