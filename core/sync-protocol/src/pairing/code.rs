//! The short code that one device shows and the other is given: `4821-orchid-maple`.

use bip39::Language;
use std::fmt;
use std::str::FromStr;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Words of a code.
const WORDS: usize = 2;

/// A mailbox's number, which the server knows, and two words, which it does not: 22 bits of BIP-39's English list.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Code {
    mailbox: u32,
    words: [u16; WORDS],
}

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not a number and two words.
    #[error("a code is a number and two words, as 4821-orchid-maple")]
    Form,
    /// A word that is in no code; counted from 1.
    #[error("word {0} is none of a code")]
    Word(usize),
}

impl Code {
    /// For a mailbox, from 4 fresh random bytes.
    pub fn new(mailbox: u32, random: [u8; 4]) -> Self {
        let [a, b, c, d] = random;
        // The list has 2^11 words: no word is likelier than another.
        Self { mailbox, words: [u16::from_le_bytes([a, b]) & 0x7ff, u16::from_le_bytes([c, d]) & 0x7ff] }
    }

    /// The mailbox on the server.
    pub const fn mailbox(&self) -> u32 {
        self.mailbox
    }

    /// What both ends prove to each other that they know.
    pub(super) fn password(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.mailbox)?;
        let list = Language::English.word_list();
        self.words.iter().try_for_each(|word| write!(f, "-{}", list[usize::from(*word) % list.len()]))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code").field("mailbox", &self.mailbox).finish_non_exhaustive()
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// As a person types it: any case, spaces for hyphens, and only as much of a word as tells it apart, which is four letters.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let text = text.to_lowercase();
        let mut parts = text.split(|c: char| c == '-' || c.is_whitespace()).filter(|part| !part.is_empty());
        let mailbox = parts.next().and_then(|part| part.parse().ok()).ok_or(CodeError::Form)?;
        let typed: Vec<&str> = parts.collect();
        if typed.len() != WORDS {
            return Err(CodeError::Form);
        }
        let mut words = [0; WORDS];
        for (at, part) in typed.iter().enumerate() {
            words[at] = word(part).ok_or(CodeError::Word(at + 1))?;
        }
        Ok(Self { mailbox, words })
    }
}

/// A word's number: the word itself, or the only one that begins so.
fn word(typed: &str) -> Option<u16> {
    let list = Language::English.word_list();
    let whole = list.iter().position(|word| *word == typed);
    let begun = || {
        let mut begun =
            list.iter().enumerate().filter(|(_, word)| typed.len() >= 4 && word.starts_with(typed));
        let first = begun.next()?;
        begun.next().is_none().then_some(first.0)
    };
    whole.or_else(begun).and_then(|at| u16::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Code::new(4821, [0, 0, 255, 255]);
        assert_eq!(code.to_string(), "4821-abandon-zoo");
        for typed in ["4821-abandon-zoo", " 4821 Abandon  ZOO ", "4821-aban-zoo"] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
        assert_eq!("4821-abandon".parse::<Code>(), Err(CodeError::Form));
        assert_eq!("abandon-zoo-4821".parse::<Code>(), Err(CodeError::Form));
        assert_eq!("4821-abandon-bank".parse::<Code>(), Err(CodeError::Word(2)));
        assert_eq!(format!("{code:?}"), "Code { mailbox: 4821, .. }");
    }
}
