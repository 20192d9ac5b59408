//! Tag stream over OFX text: SGML and XML alike, one pass, borrowed slices.

use std::borrow::Cow;

/// One tag with the text that follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Tag name as written, without attributes.
    pub name: &'a str,
    /// A closing tag.
    pub closing: bool,
    /// Text up to the next tag, trimmed, entities and CDATA not yet resolved.
    pub text: &'a str,
    /// Byte offset of the tag.
    pub at: usize,
}

/// Iterates over the tags of a text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next tag, comment or declaration begins at or after `from`. A `<` that starts no name is text.
    fn next_mark(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut from = from;
        loop {
            let at = from + memchr(b'<', bytes.get(from..)?)?;
            match bytes.get(at + 1) {
                Some(b'/' | b'!' | b'?') => return Some(at),
                Some(b) if b.is_ascii_alphabetic() => return Some(at),
                _ => from = at + 1,
            }
        }
    }

    /// The end of a value that starts at `from`: the next tag that is neither CDATA nor a comment.
    fn value_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(mark) = self.next_mark(at) {
            let rest = &self.text[mark..];
            let Some(after) = skipped(rest) else { return mark };
            at = mark + after;
        }
        self.text.len()
    }
}

/// Length of a CDATA section or comment at the start of `rest`; `None` when it is another thing.
fn skipped(rest: &str) -> Option<usize> {
    let end = if rest.starts_with("<![CDATA[") {
        "]]>"
    } else if rest.starts_with("<!--") {
        "-->"
    } else {
        return None;
    };
    Some(rest.find(end).map_or(rest.len(), |at| at + end.len()))
}

fn memchr(byte: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == byte)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.next_mark(self.at)?;
            if matches!(bytes[at + 1], b'!' | b'?') {
                let rest = &self.text[at..];
                self.at =
                    at + skipped(rest).or_else(|| rest.find('>').map(|end| end + 1)).unwrap_or(rest.len());
                continue;
            }
            let closing = bytes[at + 1] == b'/';
            let name_start = at + 1 + usize::from(closing);
            let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':');
            let name_end = name_start + bytes[name_start..].iter().take_while(|b| is_name(b)).count();
            let Some(end) = self.tag_end(name_end) else {
                // `a <b and more` in a text, or a tag cut off: no tag.
                self.at = name_end;
                continue;
            };
            let self_closed = bytes[end - 1] == b'/';
            let value_end = if closing || self_closed { end + 1 } else { self.value_end(end + 1) };
            self.at = value_end;
            let text = self.text[end + 1..value_end].trim();
            return Some(Token { name: &self.text[name_start..name_end], closing, text, at });
        }
    }
}

impl Tokens<'_> {
    /// The `>` of a tag whose name ends at `from`; attributes may stand between, another `<` may not.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let offset = bytes.get(from..)?.iter().take(4096).position(|b| matches!(b, b'>' | b'<'))?;
        (bytes[from + offset] == b'>').then_some(from + offset)
    }
}

/// Resolves entities and CDATA and folds white space; borrows when nothing changes.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let untouched = !text.bytes().any(|b| matches!(b, b'&' | b'<' | b'\n' | b'\r' | b'\t'))
        && !text.contains("  ")
        && !text.contains('\u{a0}');
    if untouched {
        return Cow::Borrowed(text);
    }
    let resolved = if text.contains(['&', '<']) { Cow::Owned(resolve(text)) } else { Cow::Borrowed(text) };
    let mut folded = String::with_capacity(resolved.len());
    for word in resolved.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    Cow::Owned(folded)
}

fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(length) = skipped(rest) {
            if let Some(data) = rest[..length].strip_prefix("<![CDATA[") {
                out.push_str(data.strip_suffix("]]>").unwrap_or(data));
            }
            rest = &rest[length..];
        } else if let Some((c, length)) = entity(rest) {
            out.push(c);
            rest = &rest[length..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The character of an entity at the start of `rest`, and the entity's length; a raw `&` is none.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let name = rest.get(1..end)?;
    let c = match name.to_ascii_lowercase().as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        other => {
            let digits = other.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(text: &str) -> Vec<(String, bool, String)> {
        Tokens::new(text).map(|t| (t.name.to_owned(), t.closing, clean(t.text).into_owned())).collect()
    }

    #[test]
    fn tags_values_and_what_is_no_tag() {
        let open = |name: &str, text: &str| (name.to_owned(), false, text.to_owned());
        let close = |name: &str| (name.to_owned(), true, String::new());
        let cases = [
            (
                "<A><B>1\n<C>2</C></A>",
                vec![open("A", ""), open("B", "1"), open("C", "2"), close("C"), close("A")],
            ),
            ("<?xml version='1.0'?><!-- <A> --><B a='1'>x</B>", vec![open("B", "x"), close("B")]),
            ("<MEMO>a < b & c &amp; d<E>", vec![open("MEMO", "a < b & c & d"), open("E", "")]),
            ("<MEMO><![CDATA[x <b> & y]]></MEMO>", vec![open("MEMO", "x <b> & y"), close("MEMO")]),
            ("<NAME/><INTU.BID>7", vec![open("NAME", ""), open("INTU.BID", "7")]),
            ("<MEMO>caf&#233; &#xE9; &bogus;", vec![open("MEMO", "café é &bogus;")]),
            ("<TRN", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(stream(text), expected, "{text}");
        }
    }
}
