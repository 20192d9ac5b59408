//! Scenario text as steps.

use crate::ofx::{OfxFile, OfxLine};

/// One scenario file.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Steps in order.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone)]
pub enum Step {
    /// Lines that are carried over as they stand: comments and blank lines.
    Comment(String),
    /// A file that is there from here on; `source` is how the scenario wrote it.
    File {
        /// Its name.
        name: String,
        /// Its content.
        content: String,
        /// The lines of the scenario.
        source: String,
    },
    /// Something typed. The answer that follows it is not kept: a run writes the scenario anew, and the two are compared.
    Command {
        /// Line number in the scenario.
        line: usize,
        /// As typed, without the `> `.
        text: String,
        /// Its words, quotes taken off.
        words: Vec<String>,
    },
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Panics
    /// On text that is no scenario: a test that cannot be read has failed.
    pub fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut lines = text.lines().enumerate().peekable();
        while let Some((at, line)) = lines.next() {
            if let Some(typed) = line.strip_prefix("> ") {
                while lines.next_if(|(_, next)| !next.is_empty() && !next.starts_with("> ")).is_some() {}
                let (text, words) = (typed.to_owned(), words(typed));
                steps.push(Step::Command { line: at + 1, text, words });
            } else if line.starts_with("file ") || line.starts_with("ofx ") {
                let body: Vec<&str> =
                    lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "end").collect();
                steps.push(file(line, &body));
            } else if line.is_empty() || line.starts_with('#') {
                steps.push(Step::Comment(line.to_owned()));
            } else {
                panic!("line {}: `{line}` is no command, file or comment", at + 1);
            }
        }
        Self { steps }
    }
}

fn file(head: &str, body: &[&str]) -> Step {
    let head_words = words(head);
    let (name, options) = (head_words[1].clone(), &head_words[2..]);
    let content = if head_words[0] == "ofx" { ofx(options, body).text() } else { lines(body) };
    Step::File { name, content, source: format!("{head}\n{}end", lines(body)) }
}

/// The lines, each with its end.
fn lines(body: &[&str]) -> String {
    body.iter().flat_map(|line| [*line, "\n"]).collect()
}

fn ofx(options: &[String], body: &[&str]) -> OfxFile {
    let mut file = OfxFile::default();
    let (mut balance, mut on) = (None, String::new());
    for option in options {
        let (name, value) = pair(option);
        match name.as_str() {
            "account" => file.account = value,
            "bank" => file.bank = value,
            "currency" => file.currency = Some(value).filter(|code| !code.is_empty()),
            "balance" => balance = Some(value),
            "on" => on = value,
            other => panic!("an ofx file has no `{other}`"),
        }
    }
    file.balance = balance.map(|balance| (balance, on));
    for line in body {
        let mut parts = line.split_whitespace();
        let mut next =
            || parts.next().unwrap_or_else(|| panic!("`{line}` is not date, amount, id, text")).to_owned();
        let (date, amount, id) = (next(), next(), next());
        let text = parts.collect::<Vec<_>>().join(" ");
        file.lines.push(OfxLine { date, amount, id: Some(id).filter(|id| id != "-"), text });
    }
    file
}

/// `name=value`.
///
/// # Panics
/// When there is no `=`.
pub fn pair(word: &str) -> (String, String) {
    let (name, value) = word.split_once('=').unwrap_or_else(|| panic!("`{word}` is not name=value"));
    (name.to_owned(), value.to_owned())
}

/// Words separated by white space; single or double quotes keep a text together.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
