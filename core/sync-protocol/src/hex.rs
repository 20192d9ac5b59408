//! Bytes as hexadecimal digits, where JSON carries them.

use std::fmt::Write as _;

/// Hexadecimal digits of bytes.
pub fn hex_of_bytes(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes of hexadecimal digits; `None` for anything else.
pub fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_bytes_and_back() {
        assert_eq!(hex_of_bytes(&[0, 0xab, 0xff]), "00abff");
        assert_eq!(bytes_of_hex("00aBff"), Some(vec![0, 0xab, 0xff]));
        for none in ["0", "0g", "+1", "é"] {
            assert_eq!(bytes_of_hex(none), None, "{none}");
        }
    }
}
