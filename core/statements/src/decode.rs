//! Bytes to text: byte order mark, declared charset, validation. Nothing is replaced without a warning.

use domain::statement::Notice;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A file's text, and how it was decoded.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The text; without byte order mark and NUL bytes.
    pub text: Cow<'a, str>,
    /// WHATWG name of the encoding used, in lower case, for example `windows-1252`.
    pub encoding: &'static str,
    /// Bytes that could not be read, and headers that lied.
    pub warnings: Vec<Notice>,
}

impl std::ops::Deref for Decoded<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// Undecodable bytes reported one by one; the rest is counted in one warning.
const REPORTED: usize = 20;

/// Decodes `bytes`; `declared` is the charset a header names, if it names one.
///
/// Order: byte order mark; UTF-16 without mark (every other byte NUL); valid UTF-8 that is not ASCII is UTF-8 whatever
/// the header says; the declared charset; windows-1252, a superset of Latin-1.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_as(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let lied =
            !text.is_ascii() && declared.is_some_and(|label| encoding_for(label).is_some_and(|e| e != UTF_8));
        let mut decoded = finish(Cow::Borrowed(text), UTF_8, Vec::new());
        if lied {
            let message = format!(
                "the header says {} but the text is UTF-8",
                crate::quote(declared.unwrap_or_default())
            );
            decoded.warnings.push(crate::notice(1, "charset_differs", message));
        }
        return decoded;
    }
    match declared.and_then(encoding_for) {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            decode_as(bytes, encoding)
        }
        Some(encoding) if encoding == UTF_8 && nearly_utf8(bytes) => decode_as(bytes, UTF_8),
        _ => decode_as(bytes, WINDOWS_1252),
    }
}

/// The encoding a header means: WHATWG labels, bare code page numbers (`1252`) and the names OFX headers use.
fn encoding_for(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']);
    if !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit()) {
        return Encoding::for_label(format!("windows-{label}").as_bytes());
    }
    let upper = label.to_ascii_uppercase();
    let known = match upper.as_str() {
        "NONE" | "USASCII" | "US-ASCII" | "ASCII" | "" => return None,
        "UNICODE" | "UTF8" => "utf-8",
        "8859-1" | "ISO8859-1" | "ISO-8859-1" | "LATIN1" | "CP1252" => "windows-1252",
        other => other.strip_prefix("CP").map_or(label, |_| label),
    };
    Encoding::for_label(known.as_bytes()).or_else(|| {
        let digits = upper.strip_prefix("CP").or_else(|| upper.strip_prefix("8859-"))?;
        let family = if upper.starts_with("CP") { "windows-" } else { "iso-8859-" };
        Encoding::for_label(format!("{family}{digits}").as_bytes())
    })
}

/// UTF-16 without byte order mark: in a sample, nearly every odd (little endian) or even (big endian) byte is NUL.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) & !1];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if odd * 10 >= pairs * 9 && even * 10 <= pairs => Some(UTF_16LE),
        () if even * 10 >= pairs * 9 && odd * 10 <= pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Broken UTF-8 rather than a one-byte encoding: far more sound multi-byte sequences than broken ones.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken * 4
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let warnings = if had_errors { replaced(&text) } else { Vec::new() };
    finish(text, encoding, warnings)
}

/// One warning for each line with a replaced byte, up to a limit.
fn replaced(text: &str) -> Vec<Notice> {
    let mut warnings = Vec::new();
    let mut more = 0_usize;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| line.contains('\u{fffd}')) {
        if warnings.len() < REPORTED {
            let message =
                format!("a byte could not be decoded and shows as \u{fffd}: {}", crate::quote(line));
            warnings.push(crate::notice(line_number(number), "undecodable_byte", message));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        warnings.push(crate::notice(
            0,
            "undecodable_byte",
            format!("{more} further lines hold undecodable bytes"),
        ));
    }
    warnings
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

fn finish<'a>(text: Cow<'a, str>, encoding: &'static Encoding, mut warnings: Vec<Notice>) -> Decoded<'a> {
    let text = if text.contains('\0') {
        warnings.push(crate::notice(0, "nul_bytes", "NUL bytes were dropped"));
        Cow::Owned(text.replace('\0', ""))
    } else {
        text
    };
    let name = if encoding == UTF_8 {
        "utf-8"
    } else if encoding == WINDOWS_1252 {
        "windows-1252"
    } else if encoding == UTF_16LE {
        "utf-16le"
    } else if encoding == UTF_16BE {
        "utf-16be"
    } else {
        encoding.name()
    };
    Decoded { text, encoding: name, warnings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_declared_and_real_encoding() {
        let cases: &[(&[u8], Option<&str>, &str, &str)] = &[
            (b"plain", None, "plain", "utf-8"),
            ("\u{feff}p\u{e3}o".as_bytes(), Some("1252"), "p\u{e3}o", "utf-8"),
            ("p\u{e3}o".as_bytes(), Some("1252"), "p\u{e3}o", "utf-8"),
            ("p\u{e3}o".as_bytes(), Some("ISO-8859-1"), "p\u{e3}o", "utf-8"),
            (b"p\xe3o", Some("UTF-8"), "p\u{e3}o", "windows-1252"),
            (b"p\xe3o", None, "p\u{e3}o", "windows-1252"),
            (b"p\xe3o", Some("8859-1"), "p\u{e3}o", "windows-1252"),
            (b"\x80 5", Some("ISO-8859-1"), "\u{20ac} 5", "windows-1252"),
            (b"\xcf\xf0\xe8", Some("1251"), "\u{41f}\u{440}\u{438}", "windows-1251"),
            (b"\xff\xfea\0b\0", None, "ab", "utf-16le"),
            (b"\xfe\xff\0a\0b", None, "ab", "utf-16be"),
            (b"a\0b\0c\0d\0e\0", None, "abcde", "utf-16le"),
            (b"\0a\0b\0c\0d\0e", None, "abcde", "utf-16be"),
            (b"abc\0\0\0", None, "abc", "utf-8"),
        ];
        for (bytes, declared, text, encoding) in cases {
            let decoded = decode(bytes, *declared);
            assert_eq!(
                (&*decoded.text, &*decoded.encoding.to_lowercase()),
                (*text, *encoding),
                "{bytes:?} as {declared:?}"
            );
        }
    }

    #[test]
    fn an_undecodable_byte_is_reported_with_its_line() {
        let bytes = "p\u{e3}o \u{e9} \u{e7} \u{f5} \u{fa}\nbad ".bytes().chain([0xff]).collect::<Vec<_>>();
        let decoded = decode(&bytes, Some("UTF-8"));
        assert!(decoded.text.ends_with("bad \u{fffd}"));
        assert_eq!((decoded.warnings[0].line, decoded.warnings[0].code.as_str()), (2, "undecodable_byte"));
    }
}
