//! Counts tests from the summary lines of cargo test, cargo nextest, Vitest and Playwright.

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Takes the figures out of `line` when it is a summary:
    /// `test result: ok. 4 passed; 0 failed; ...`, `Summary [ 0.1s] 4 tests run: 4 passed (1 slow), 0 skipped`,
    /// `Tests  1 failed | 4 passed (5)` or, each on a line, `4 passed (3.2s)` and `1 failed`.
    pub fn read_line(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if is_playwright(line) {
            self.passed += before(line, " passed").unwrap_or(0) + before(line, " flaky").unwrap_or(0);
            self.failed += before(line, " failed").unwrap_or(0);
        } else if line.starts_with("Tests  ") {
            self.passed += before(line, " passed").unwrap_or(0);
            self.failed += before(line, " failed").unwrap_or(0);
        } else if line.starts_with("test result:")
            || (line.starts_with("Summary [") && line.contains(" run: "))
        {
            self.passed += before(line, " passed").unwrap_or(0);
            self.failed += before(line, " failed").unwrap_or(0) + before(line, " timed out").unwrap_or(0);
        }
    }
}

/// `12 passed (3.4s)`, `1 failed` or `1 flaky`, alone on a line.
fn is_playwright(line: &str) -> bool {
    let Some((number, rest)) = line.split_once(' ') else { return false };
    let word =
        rest.split_once(" (").map_or(rest, |(word, time)| if time.ends_with(')') { word } else { rest });
    number.parse::<u64>().is_ok() && matches!(word, "passed" | "failed" | "flaky")
}

/// The number written just before `word`.
fn before(line: &str, word: &str) -> Option<u64> {
    let text = line.split_once(word)?.0;
    text.rsplit(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// The line without terminal escapes.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_counted_and_other_lines_are_not() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
                (12, 0),
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored", (3, 2)),
            ("     Summary [   0.104s] 7 tests run: 7 passed, 0 skipped", (7, 0)),
            ("     Summary [   1.5s] 9/10 tests run: 7 passed (1 slow), 2 failed, 1 skipped", (7, 2)),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m passed, 0 skipped",
                (2, 0),
            ),
            ("     Summary [   1s] 4 tests run: 3 passed, 1 timed out, 0 skipped", (3, 1)),
            ("      Tests  1 failed | 11 passed (12)", (11, 1)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m",
                (3, 0),
            ),
            (" Test Files  2 passed (2)", (0, 0)),
            ("  12 passed (3.4s)", (12, 0)),
            ("  2 failed", (0, 2)),
            ("  1 flaky", (1, 0)),
            ("the plan says 5 passed, 4 failed", (0, 0)),
        ];
        for (line, (passed, failed)) in cases {
            let mut tally = Tally::default();
            tally.read_line(line);
            assert_eq!(tally, Tally { passed, failed }, "{line}");
        }
    }
}
