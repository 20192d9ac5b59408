//! Small rules that keep the sources readable. Every test names file, line and what to do.

use crate::repository::{File, files, functions, sources, walk};
use proc_macro2::{TokenStream, TokenTree};

const FILE_CAP: usize = 600;
/// Sources of the interface; what is generated is not counted.
const INTERFACE_CAP: usize = 400;
const FUNCTION_CAP: usize = 80;

/// Crates whose sources hold no floating-point number.
const WITHOUT_FLOATS: &[&str] =
    &["core/domain/src/", "core/statements/src/", "core/replica/src/", "core/store/src/"];

fn none_of(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// What `rule` finds wrong in each Rust source.
fn check(rule: impl Fn(&File) -> Vec<String>) {
    let wrong: Vec<String> = sources().iter().flat_map(rule).collect();
    none_of(&wrong);
}

#[test]
fn every_module_opens_with_its_purpose() {
    check(|file| {
        if file.text.starts_with("//! ") {
            Vec::new()
        } else {
            vec![format!("{}:1: open with `//! what it is for`", file.path)]
        }
    });
}

#[test]
fn files_and_functions_are_short() {
    check(|file| {
        let mut wrong = Vec::new();
        let lines = file.text.lines().count();
        if lines > FILE_CAP && !file.is_test() {
            wrong.push(format!(
                "{}: {lines} lines: at most {FILE_CAP}; split it by what changes together",
                file.path
            ));
        }
        for function in functions(file.tokens()).iter().filter(|function| function.lines > FUNCTION_CAP) {
            let (name, line, lines) = (&function.name, function.line, function.lines);
            wrong.push(format!("{}:{line}: fn {name} has {lines} lines: at most {FUNCTION_CAP}", file.path));
        }
        wrong
    });
}

#[test]
fn files_of_the_interface_are_short() {
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| file.path.starts_with("ui/") && !file.path.contains("generated"))
        .filter(|file| ["ts", "tsx", "css"].iter().any(|kind| file.is(kind)))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            let what = "split it by what changes together";
            (lines > INTERFACE_CAP)
                .then(|| format!("{}: {lines} lines: at most {INTERFACE_CAP}; {what}", file.path))
        })
        .collect();
    none_of(&wrong);
}

#[test]
fn the_interfaces_lock_file_names_no_registry() {
    let wrong: Vec<String> = lines()
        .filter(|(path, _, line)| path.ends_with("package-lock.json") && line.contains("\"resolved\""))
        .map(|(path, number, _)| {
            format!("{path}:{number}: remove \"resolved\"; `.npmrc` has npm leave it out")
        })
        .collect();
    none_of(&wrong);
}

#[test]
fn nothing_is_left_unfinished() {
    check(|file| {
        unfinished(file.tokens())
            .into_iter()
            .map(|(line, what)| format!("{}:{line}: {what}", file.path))
            .collect()
    });
    let marks = [["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let wrong: Vec<String> = lines()
        .filter(|(_, _, line)| marks.iter().any(|mark| has_mark(line, mark)))
        .filter(|(path, _, _)| is_code(path))
        .map(|(path, number, line)| format!("{path}:{number}: unfinished mark: {}", line.trim()))
        .collect();
    none_of(&wrong);
}

/// The mark stands as a word of its own; inside a date pattern or a masked number it is data.
fn has_mark(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + mark.len()..].chars().next();
        before.is_none_or(|letter| letter == ' ' || letter == '/' || letter == '(')
            && !after.is_some_and(char::is_alphanumeric)
    })
}

/// `todo!`, `unimplemented!`, `dbg!` and `#[ignore]`, with their lines.
fn unfinished(tokens: TokenStream) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    walk(tokens, &mut |before, token| match (before, token) {
        (Some(TokenTree::Ident(word)), TokenTree::Punct(mark))
            if mark.as_char() == '!' && (word == "todo" || word == "unimplemented" || word == "dbg") =>
        {
            found.push((word.span().start().line, format!("{word}! is not finished work")));
        }
        (Some(TokenTree::Punct(mark)), TokenTree::Group(group)) if mark.as_char() == '#' => {
            let first = group.stream().into_iter().next();
            if matches!(first, Some(TokenTree::Ident(word)) if word == "ignore") {
                found
                    .push((group.span_open().start().line, "an ignored test hides what it found".to_owned()));
            }
        }
        _ => {}
    });
    found
}

#[test]
fn names_say_what_a_thing_is() {
    let vague = ["Manager", "Service", "Helper", "Helpers", "Util", "Utils"];
    check(|file| {
        let mut wrong = Vec::new();
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
        if vague.iter().any(|word| stem.ends_with(&word.to_lowercase())) {
            wrong.push(format!("{}: name the file after what it holds", file.path));
        }
        walk(file.tokens(), &mut |before, token| {
            let (Some(TokenTree::Ident(keyword)), TokenTree::Ident(name)) = (before, token) else {
                return;
            };
            let defines = ["struct", "enum", "trait", "type"].iter().any(|word| keyword == word);
            let text = name.to_string();
            if defines && vague.iter().any(|word| text.ends_with(word)) {
                wrong.push(format!(
                    "{}:{}: `{text}` does not say what it is",
                    file.path,
                    name.span().start().line
                ));
            }
        });
        wrong
    });
}

#[test]
fn the_core_holds_no_floats() {
    check(|file| {
        if !WITHOUT_FLOATS.iter().any(|folder| file.path.starts_with(folder)) {
            return Vec::new();
        }
        floats(file.tokens())
            .into_iter()
            .map(|line| format!("{}:{line}: a floating-point number", file.path))
            .collect()
    });
}

/// Lines of `f32`, `f64` and floating-point literals.
fn floats(tokens: TokenStream) -> Vec<usize> {
    let mut found = Vec::new();
    walk(tokens, &mut |before, token| {
        let float = match token {
            TokenTree::Ident(word) => word == "f32" || word == "f64",
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let number = text.starts_with(|letter: char| letter.is_ascii_digit());
                // `pair.0.1` is lexed as a literal `0.1` after a dot.
                let field = matches!(before, Some(TokenTree::Punct(mark)) if mark.as_char() == '.');
                let suffix = text.ends_with("f32") || text.ends_with("f64");
                number && !field && !text.starts_with("0x") && (text.contains('.') || suffix)
            }
            _ => false,
        };
        if float {
            found.push(token.span().start().line);
        }
    });
    found
}

#[test]
fn the_product_names_no_machine_and_no_registry() {
    let needles: Vec<String> = [
        ["/wor", "k/"],
        ["/far", "m/"],
        ["/roo", "t/"],
        ["/tm", "p/bash_jobs"],
        ["/hom", "e/"],
        ["/User", "s/"],
        ["artifac", "tory"],
        ["index.crates", ".io"],
        ["static.crates", ".io"],
        ["pypi", ".org"],
        ["pythonhosted", ".org"],
        ["registry.npm", "js.org"],
        ["deb.deb", "ian.org"],
    ]
    .iter()
    .map(|parts| parts.concat())
    .collect();
    let wrong: Vec<String> = lines()
        .filter_map(|(path, number, line)| {
            let needle = needles.iter().find(|needle| line.contains(needle.as_str()))?;
            Some(format!("{path}:{number}: names {needle}"))
        })
        .collect();
    none_of(&wrong);
}

#[test]
fn the_lock_file_names_the_default_index_alone() {
    let wrong: Vec<String> = lines()
        .filter(|(path, _, _)| path == "Cargo.lock")
        .filter(|(_, _, line)| {
            line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index\"")
        })
        .map(|(path, number, line)| format!("{path}:{number}: {line}"))
        .collect();
    none_of(&wrong);
}

/// Every line of every text file: path, number from 1, text.
fn lines() -> impl Iterator<Item = (String, usize, String)> {
    files().into_iter().flat_map(|file| {
        let path = file.path;
        file.text
            .lines()
            .enumerate()
            .map(|(at, line)| (path.clone(), at + 1, line.to_owned()))
            .collect::<Vec<_>>()
    })
}

fn is_code(path: &str) -> bool {
    let kinds = ["rs", "sql", "py", "sh", "toml", "ts", "tsx"];
    let kind = std::path::Path::new(path).extension().and_then(|kind| kind.to_str());
    kind.is_some_and(|kind| kinds.contains(&kind)) || path == "Makefile" || path == ".ci/run"
}

#[test]
fn the_scanners_find_what_they_look_for() {
    let mark = ["XX", "X"].concat();
    assert!(has_mark(&format!("// {mark}: later"), &mark) && has_mark(&format!("//{mark}"), &mark));
    assert!(!has_mark(&format!("HHMMSS.{mark}"), &mark) && !has_mark(&format!(" {mark}X1234"), &mark));
    let parse = |text: &str| text.parse::<TokenStream>().expect("tokens");
    assert_eq!(unfinished(parse("#[test]\n#[ignore = \"slow\"]\nfn a() {\n  m(todo!());\n}")).len(), 2);
    assert!(unfinished(parse("// todo!\nfn todo() { let ignore = \"dbg!\"; }")).is_empty());
    assert_eq!(floats(parse("let a: f64 = 1.5;\nlet b = 2f32;\nlet c = 1.0e3;")), [1, 1, 2, 3]);
    assert!(
        floats(parse("let a = 0x1f32; let b = pair.0.1; let c = \"1.5\"; let d = 1..2; let e = [0; 3];"))
            .is_empty()
    );
}
