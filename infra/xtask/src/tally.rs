//! Counts tests from the summary lines of cargo test and cargo nextest.

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
    /// `test result: ok. 4 passed; 0 failed; ...` or `Summary [ 0.1s] 4 tests run: 4 passed (1 slow), 0 skipped`.
    pub fn read_line(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if line.starts_with("test result:") || (line.starts_with("Summary [") && line.contains(" run: ")) {
            self.passed += before(line, " passed").unwrap_or(0);
            self.failed += before(line, " failed").unwrap_or(0) + before(line, " timed out").unwrap_or(0);
        }
    }
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
            ("the plan says 5 passed, 4 failed", (0, 0)),
        ];
        for (line, (passed, failed)) in cases {
            let mut tally = Tally::default();
            tally.read_line(line);
            assert_eq!(tally, Tally { passed, failed }, "{line}");
        }
    }
}
