//! Text into records and cells: the delimiter, quotes that may be broken, and the line every record starts on.

use super::{dates, numbers, vocabulary};
use csv::{ReaderBuilder, StringRecord};
use std::ops::ControlFlow;

/// How cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tokens {
    pub delimiter: char,
    /// Cells may be quoted.
    pub quoting: bool,
    /// Quotes are broken somewhere: a stray one must not swallow the rest, so every line stands for itself.
    by_line: bool,
}

impl Tokens {
    /// Looks through the text once for broken quotes.
    pub(super) fn new(text: &str, delimiter: char, quoting: bool) -> Self {
        let by_line = !delimiter.is_ascii() || (quoting && !quotes_are_sound(text, delimiter));
        Self { delimiter, quoting, by_line }
    }
}

/// A cell without blanks around it, single quotes around it, or the `="..."` of spreadsheets.
pub(super) fn clean(cell: &str) -> &str {
    let cell = cell.trim_matches(numbers::is_space);
    let inner = |open: &str, close: char| {
        cell.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .map(|rest| rest.trim_matches(numbers::is_space))
    };
    match cell.as_bytes().first() {
        Some(b'\'') => inner("'", '\'').unwrap_or(cell),
        Some(b'=') => inner("=\"", '"').unwrap_or(cell),
        Some(b'"') => inner("\"", '"').unwrap_or(cell),
        _ => cell,
    }
}

/// Counts lines up to a byte offset, moving forward only.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Line of the first byte at or after `offset` that is not a line end.
    fn start_at(&mut self, offset: usize) -> u32 {
        let mut end = offset.min(self.bytes.len());
        while matches!(self.bytes.get(end), Some(b'\n' | b'\r')) {
            end += 1;
        }
        while self.at < end {
            let byte = self.bytes[self.at];
            let lone_return = byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n');
            self.line += u32::from(byte == b'\n' || lone_return);
            self.at += 1;
        }
        self.line
    }
}

/// Calls `each` with every record that is not a blank line, and the line it starts on.
pub(super) fn for_each(
    text: &str,
    tokens: Tokens,
    mut each: impl FnMut(u32, &StringRecord) -> ControlFlow<()>,
) {
    if !tokens.by_line {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(tokens.delimiter as u8)
            .quoting(tokens.quoting)
            .from_reader(text.as_bytes());
        let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
        let mut record = StringRecord::new();
        while let Ok(true) = reader.read_record(&mut record) {
            let offset = record
                .position()
                .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
            if each(lines.start_at(offset), &record).is_break() {
                return;
            }
        }
        return;
    }
    for (line, number) in text.split('\n').zip(1_u32..) {
        let line = line.trim_end_matches('\r');
        if !line.is_empty() && each(number, &split_line(line, tokens)).is_break() {
            return;
        }
    }
}

/// Every quoted cell is closed, within reason.
fn quotes_are_sound(text: &str, delimiter: char) -> bool {
    const LONGEST_CELL: u32 = 100;
    let (mut inside, mut start, mut lines) = (false, true, 0_u32);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if inside {
            if byte == b'"' {
                if bytes.peek() == Some(&b'"') {
                    bytes.next();
                } else {
                    // What follows a closing quote must end the cell: else this quote opened in the wrong place.
                    let next = bytes.peek().copied().unwrap_or(b'\n');
                    if !matches!(next, b'\n' | b'\r' | b' ') && next != delimiter as u8 {
                        return false;
                    }
                    inside = false;
                }
            } else if byte == b'\n' {
                lines += 1;
                if lines > LONGEST_CELL {
                    return false;
                }
            }
        } else {
            inside = start && byte == b'"';
            if inside {
                lines = 0;
            }
            start = byte == delimiter as u8 || byte == b'\n' || byte == b'\r';
        }
    }
    !inside
}

fn split_line(line: &str, tokens: Tokens) -> StringRecord {
    let balanced = line.bytes().filter(|b| *b == b'"').count() % 2 == 0;
    if !(tokens.quoting && balanced && line.contains('"')) {
        return line.split(tokens.delimiter).collect();
    }
    let mut cells = StringRecord::new();
    let (mut cell, mut inside) = (String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' && (inside || cell.is_empty()) {
            if inside && chars.peek() == Some(&'"') {
                cell.push('"');
                chars.next();
            } else {
                inside = !inside;
            }
        } else if c == tokens.delimiter && !inside {
            cells.push_field(&cell);
            cell.clear();
        } else {
            cell.push(c);
        }
    }
    cells.push_field(&cell);
    cells
}

/// The delimiter under which most rows have a date and an amount; for files without rows, the best header.
pub(super) fn sniff(text: &str) -> Tokens {
    let tokens = |delimiter| Tokens::new(text, delimiter, true);
    if let Some(declared) = text.get(..5).filter(|head| head.as_bytes()[..4].eq_ignore_ascii_case(b"sep=")) {
        return tokens(declared.chars().nth(4).filter(char::is_ascii).unwrap_or(','));
    }
    let mut end = text.len().min(128 * 1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = if end < text.len() { text[..end].rfind('\n').unwrap_or(end) } else { end };
    let sample = &text[..end];
    let scored = [';', '\t', ',', '|']
        .map(|delimiter| (score(sample, Tokens::new(sample, delimiter, true)), delimiter));
    let best = scored.iter().rev().max_by_key(|(score, _)| *score).map_or(',', |(_, delimiter)| *delimiter);
    tokens(best)
}

/// Rows with a date and an amount, then rows of several cells, then the best header's hits.
fn score(sample: &str, tokens: Tokens) -> (usize, usize, usize) {
    let (mut rows, mut hits, mut seen, mut wide) = (0, 0, 0, 0);
    for_each(sample, tokens, |_, record| {
        seen += 1;
        wide += usize::from(record.len() > 1);
        let date = record.iter().position(|cell| dates::parts(clean(cell)).is_some());
        let number = record
            .iter()
            .enumerate()
            .any(|(at, cell)| Some(at) != date && numbers::form(clean(cell)).is_some());
        rows += usize::from(date.is_some() && number);
        if date.is_none() && record.len() > 1 {
            let named = record
                .iter()
                .filter(|cell| !vocabulary::roles(&vocabulary::normalise(cell)).is_empty())
                .count();
            hits = hits.max(named);
        }
        if seen > 400 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    (rows, hits, wide)
}
