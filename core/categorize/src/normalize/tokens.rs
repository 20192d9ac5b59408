//! Folding and splitting a descriptor, one pass each; what is no word (date, number, mask, id) is told apart here.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A piece of a descriptor.
pub enum Token<'a> {
    /// A word to keep.
    Word(&'a str),
    /// A date, number, mask or id.
    Noise,
}

/// Lower case without accents; camel case opened ("`PagSeguro`" -> "pag seguro").
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    let mut lower_run = 0;
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_uppercase() && lower_run >= 3 {
                folded.push(' ');
            }
            lower_run = if c.is_ascii_lowercase() { lower_run + 1 } else { 0 };
            folded.push(c.to_ascii_lowercase());
        } else {
            lower_run = if c.is_lowercase() { lower_run + 1 } else { 0 };
            folded.extend(
                std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase),
            );
        }
    }
    folded
}

/// Hands every piece of a folded text to `take`, in order.
pub fn split<'a>(text: &'a str, mut take: impl FnMut(Token<'a>)) {
    for chunk in text.split(|c: char| c.is_whitespace() || "*#_|,;:()[]<>\"+=!?&\u{2022}".contains(c)) {
        if chunk.is_empty() {
            continue;
        }
        if let Some(name) = site_name(chunk) {
            take(Token::Word(name));
            continue;
        }
        if is_numeric(chunk) {
            take(Token::Noise);
            continue;
        }
        for part in chunk.split(['/', '-', '.', '@', '\\']).filter(|part| !part.is_empty()) {
            for piece in part.split(['\'', '`', '\u{2019}']).filter(|piece| !piece.is_empty()) {
                take(word(piece));
            }
        }
    }
}

/// "www.name.com.br/path" -> "name".
fn site_name(chunk: &str) -> Option<&str> {
    let host = chunk.split('/').next()?;
    let bare = ["www.", "help.", "http.", "https."].iter().find_map(|prefix| host.strip_prefix(prefix));
    let had_prefix = bare.is_some();
    let host = bare.unwrap_or(host);
    let (name, rest) = host.split_once('.')?;
    let known = ["com", "co", "org", "net", "gov", "io", "tv", "app", "br"]
        .iter()
        .any(|end| rest.strip_prefix(end).is_some_and(|tail| tail.is_empty() || tail.starts_with('.')));
    (name.len() >= 2 && (known || had_prefix) && name.bytes().any(|b| b.is_ascii_lowercase())).then_some(name)
}

/// No letter but the mask's x and the h of a time, and at least one digit or mask.
fn is_numeric(chunk: &str) -> bool {
    let letters = chunk.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = chunk.bytes().filter(u8::is_ascii_digit).count();
    let masks = chunk.bytes().filter(|b| *b == b'x').count();
    chunk.is_ascii() && (letters == 0 || (letters == masks && masks >= 2) || (letters == 1 && digits >= 3))
}

/// A word, or noise when digits make most of it.
fn word(part: &str) -> Token<'_> {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return Token::Word(part);
    }
    let (start, length) = longest_letters(part);
    let run = &part[start..start + length];
    if length >= 3 && digits <= 2 && start + length == part.len() {
        Token::Word(part)
    } else if length >= 4 {
        Token::Word(run)
    } else {
        Token::Noise
    }
}

/// Start and length in bytes of the longest run without ASCII digits.
fn longest_letters(part: &str) -> (usize, usize) {
    let (mut best, mut start) = ((0, 0), 0);
    for run in part.split(|c: char| c.is_ascii_digit()) {
        if run.len() > best.1 {
            best = (start, run.len());
        }
        start += run.len() + 1;
    }
    best
}
