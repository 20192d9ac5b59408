//! What a file is, by its content and never by its name.

use crate::error::{LooksLike, ReadError};
use domain::statement::Format;

/// How much of a file is looked at.
const WINDOW: usize = 64 * 1024;

/// Binary files that are no statements, by their first bytes.
pub fn foreign(bytes: &[u8]) -> Option<LooksLike> {
    const MAGIC: &[(&[u8], LooksLike)] = &[
        (b"%PDF-", LooksLike::Pdf),
        (b"PK\x03\x04", LooksLike::Zip),
        (b"PK\x05\x06", LooksLike::Zip),
        (b"\xd0\xcf\x11\xe0", LooksLike::Spreadsheet),
        (b"\x1f\x8b", LooksLike::Compressed),
        (b"BZh", LooksLike::Compressed),
        (b"\xfd7zXZ", LooksLike::Compressed),
        (b"7z\xbc\xaf", LooksLike::Compressed),
        (b"Rar!", LooksLike::Compressed),
        (b"\x89PNG", LooksLike::Image),
        (b"\xff\xd8\xff", LooksLike::Image),
        (b"GIF8", LooksLike::Image),
        (b"RIFF", LooksLike::Image),
        (b"II*\0", LooksLike::Image),
        (b"MM\0*", LooksLike::Image),
    ];
    let start = bytes.iter().take(1024).position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let head = &bytes[start..];
    let found = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)?;
    let spreadsheet = found == LooksLike::Zip && contains(&head[..head.len().min(WINDOW)], b"xl/");
    Some(if spreadsheet { LooksLike::Spreadsheet } else { found })
}

/// The charset named by an OFX header or an XML declaration.
pub fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(2048)];
    let text: String = head.iter().map(|b| char::from(*b).to_ascii_uppercase()).collect();
    if let Some(at) = text.find("<?XML") {
        let declaration = text[at..].split("?>").next().unwrap_or_default();
        if let Some((_, after)) = declaration.split_once("ENCODING") {
            return Some(word(after.trim_start_matches([' ', '=', '"', '\''])));
        }
    }
    let header = text.split("<OF").next().unwrap_or_default();
    let field =
        |name: &str| header.split_once(name).map(|(_, after)| word(after)).filter(|value| !value.is_empty());
    // The header may be run together on one line: `ENCODING:USASCIICHARSET:1252`.
    let encoding =
        field("ENCODING:").map(|value| value.split("CHARSET").next().unwrap_or_default().to_owned());
    let charset =
        field("CHARSET:").map(|value| value.split("COMPRESSION").next().unwrap_or_default().to_owned());
    match (encoding, charset) {
        (Some(encoding), _) if encoding.starts_with("UTF") || encoding.starts_with("UNICODE") => {
            Some(encoding)
        }
        (_, Some(charset)) if charset != "NONE" => Some(charset),
        (encoding, _) => encoding,
    }
    .or_else(|| field("<CPAGE>"))
}

fn word(text: &str) -> String {
    text.trim_start_matches(' ')
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The format of a text.
///
/// # Errors
/// [`ReadError::NotAStatement`] for web pages, JSON, other XML and binary data; [`ReadError::EmptyFile`].
pub fn detect(text: &str) -> Result<Format, ReadError> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Err(ReadError::EmptyFile);
    }
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_uppercase();
    let not = |looks_like| Err(ReadError::NotAStatement(looks_like));
    let controls =
        head.bytes().filter(|b| *b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c | 0x1a)).count();
    if controls * 50 > head.len() {
        return not(LooksLike::Binary);
    }
    if let Some(format) = markup(&head) {
        return Ok(format);
    }
    let first = head.as_str();
    match first.as_bytes()[0] {
        b'<' if first.starts_with("<!DOCTYPE HTML") || first.contains("<HTML") || first.contains("<BODY") => {
            not(LooksLike::Html)
        }
        b'<' => not(LooksLike::OtherXml),
        b'{' | b'[' if first.contains("\":") => not(LooksLike::Json),
        _ if is_qif(first) => Ok(Format::Qif),
        _ if is_mt940(first) => Ok(Format::Mt940),
        _ => Ok(Format::Csv),
    }
}

fn markup(head: &str) -> Option<Format> {
    let ofx = find_root(head, "<OFX").or_else(|| head.starts_with("OFXHEADER").then_some(0));
    if ofx.is_some() && !head.starts_with("<!DOCTYPE HTML") {
        return Some(if head.contains("<INTU.") { Format::Qfx } else { Format::Ofx });
    }
    if find_root(head, "<OFC").is_some() {
        return Some(Format::Ofc);
    }
    let camt =
        head.contains("CAMT.05") || head.contains("<BKTOCSTMRSTMT") || head.contains("<BKTOCSTMRACCTRPT");
    (head.starts_with('<') && camt).then_some(Format::Camt053)
}

/// Where a root tag stands, if it is a whole tag name.
fn find_root(head: &str, tag: &str) -> Option<usize> {
    head.match_indices(tag)
        .map(|(at, _)| at)
        .find(|at| matches!(head.as_bytes().get(at + tag.len()), Some(b'>' | b' ' | b'\t' | b'\r' | b'\n')))
}

fn is_qif(head: &str) -> bool {
    head.lines()
        .take(50)
        .map(str::trim)
        .any(|line| ["!TYPE:", "!ACCOUNT", "!OPTION:", "!CLEAR:"].iter().any(|mark| line.starts_with(mark)))
        || {
            // A QIF without its header: records of one-letter fields that end with `^`.
            let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_default();
            let dated =
                first.strip_prefix('D').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            dated && lines.take(30).any(|line| line == "^")
        }
}

fn is_mt940(head: &str) -> bool {
    let tagged = |tag: &str| head.lines().any(|line| line.trim_start().starts_with(tag));
    head.starts_with("{1:F") && head.contains(":20:")
        || tagged(":20:") && (tagged(":60F:") || tagged(":60M:") || tagged(":61:") || tagged(":25:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_content() {
        let cases = [
            ("OFXHEADER:100\n\n<OFX>", Ok(Format::Ofx)),
            ("<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX>", Ok(Format::Ofx)),
            ("<ofx><signonmsgsrsv1>", Ok(Format::Ofx)),
            ("<OFX><SONRS><INTU.BID>3000", Ok(Format::Qfx)),
            ("<OFC><DTD>2", Ok(Format::Ofc)),
            ("!Type:Bank\nD1/2'24", Ok(Format::Qif)),
            (":20:X\n:25:1/2\n:60F:C240101EUR1,00", Ok(Format::Mt940)),
            ("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">", Ok(Format::Camt053)),
            ("Date;Amount\n2024-01-01;1", Ok(Format::Csv)),
            ("<!DOCTYPE html><p>Session expired", Err(ReadError::NotAStatement(LooksLike::Html))),
            ("{\"error\": 1}", Err(ReadError::NotAStatement(LooksLike::Json))),
        ];
        for (text, expected) in cases {
            assert_eq!(detect(text), expected, "{text}");
        }
        assert_eq!(foreign(b"%PDF-1.4"), Some(LooksLike::Pdf));
        assert_eq!(foreign(b"PK\x03\x04...xl/workbook.xml"), Some(LooksLike::Spreadsheet));
        assert_eq!(foreign(b"Date;Amount"), None);
    }

    #[test]
    fn charset_of_headers() {
        let cases: [(&[u8], Option<&str>); 6] = [
            (b"OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252\n<OFX>", Some("1252")),
            (b"OFXHEADER:100 ENCODING:UTF-8 CHARSET:NONE <OFX>", Some("UTF-8")),
            (b"OFXHEADER:100ENCODING:USASCIICHARSET:1252COMPRESSION:NONE<OFX>", Some("1252")),
            (b"ENCODING:ISO-8859-1\n<OFX>", Some("ISO-8859-1")),
            (b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>", Some("WINDOWS-1251")),
            (b"Date;Amount", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(declared_encoding(bytes).as_deref(), expected);
        }
    }
}
