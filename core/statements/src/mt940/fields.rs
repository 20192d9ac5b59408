//! Cuts SWIFT text into messages of tagged fields, with or without the `{1:}..{4:}` envelope.

use crate::qif::records::numbered_lines;

/// `:61:` and its continuation lines.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    pub line: u32,
    pub tag: &'a str,
    pub lines: Vec<&'a str>,
}

impl Field<'_> {
    /// The first line, trimmed.
    pub fn first(&self) -> &str {
        self.lines.first().map_or("", |l| l.trim())
    }
}

/// A message: from `:20:` (or an envelope) to its end.
#[derive(Debug, Default)]
pub(super) struct Message<'a> {
    pub fields: Vec<Field<'a>>,
    /// Ended by `-` or `-}` or another message's start, or at a closing balance.
    pub closed: bool,
    /// It had an envelope, so the end mark is owed.
    pub enveloped: bool,
}

/// `:61:rest` gives `("61", "rest")`.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    let bytes = tag.as_bytes();
    let digits = bytes.len() >= 2 && bytes[..2].iter().all(u8::is_ascii_digit);
    let letter = match bytes.get(2) {
        None => true,
        Some(b) => bytes.len() == 3 && b.is_ascii_alphabetic(),
    };
    (digits && letter).then_some((tag, rest))
}

/// All messages of the text, in file order.
pub(super) fn messages(text: &str) -> Vec<Message<'_>> {
    let mut messages: Vec<Message<'_>> = vec![Message::default()];
    for (number, raw) in numbered_lines(text) {
        let mut line = raw.trim_matches(|c: char| c.is_control() || c == '\u{feff}').trim_end();
        let mut enveloped = false;
        if let Some(at) = line.find("{4:") {
            line = &line[at + 3..];
            enveloped = true;
        } else if line.starts_with("{1:") || line.starts_with("{2:") {
            continue;
        }
        if enveloped {
            messages.push(Message { enveloped: true, ..Message::default() });
        }
        let Some(current) = messages.last_mut() else {
            continue;
        };
        let (body, ends) = match line.trim() {
            "-" => ("", true),
            trimmed if trimmed.starts_with("-}") => ("", true),
            trimmed => trimmed.strip_suffix("-}").map_or((line, false), |body| (body, true)),
        };
        let found = tagged(body.trim_start());
        if let Some((tag, rest)) = found {
            if tag == "20" && !current.fields.is_empty() {
                current.closed = true;
                let fields = vec![Field { line: number, tag, lines: vec![rest] }];
                messages.push(Message { fields, ..Message::default() });
            } else if current.closed {
                let fields = vec![Field { line: number, tag, lines: vec![rest] }];
                messages.push(Message { fields, ..Message::default() });
            } else {
                current.fields.push(Field { line: number, tag, lines: vec![rest] });
            }
        } else if !body.is_empty()
            && !current.closed
            && let Some(field) = current.fields.last_mut()
        {
            field.lines.push(body);
        }
        if ends && let Some(current) = messages.last_mut() {
            current.closed = true;
        }
    }
    messages.retain(|m| !m.fields.is_empty());
    messages
}
