//! Central European and Cyrillic code pages: the header tells them from Western European, which decodes anything.

use super::columns;
use super::tokens;
use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use std::borrow::Cow;

/// The text as it stands, or decoded anew with the code page under which more of its header is known.
pub(super) fn settle(text: &str) -> (Cow<'_, str>, Option<&'static Encoding>) {
    if text.is_ascii() {
        return (Cow::Borrowed(text), None);
    }
    let mut end = text.len().min(32 * 1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let Some(head) = bytes(&text[..end]) else { return (Cow::Borrowed(text), None) };
    let hits = |text: &str| columns::known_names(&columns::sample(text, tokens::sniff(text)));
    let here = hits(&text[..end]);
    let better = [WINDOWS_1250, WINDOWS_1251]
        .into_iter()
        .map(|encoding| (hits(&encoding.decode_without_bom_handling(&head).0), encoding))
        .rfind(|(known, _)| *known > here);
    let Some((_, encoding)) = better else { return (Cow::Borrowed(text), None) };
    match bytes(text) {
        Some(bytes) => {
            (Cow::Owned(encoding.decode_without_bom_handling(&bytes).0.into_owned()), Some(encoding))
        }
        None => (Cow::Borrowed(text), None),
    }
}

/// The bytes of a text that was decoded as windows-1252; `None` when it cannot have been.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}
