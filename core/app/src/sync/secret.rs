//! The book's secret: as words for people, as a name for the server, as keys for sealing.

use crate::error::AppError;
use bip39::Mnemonic;
use sync_protocol::BookTag;
use sync_protocol::seal::BookKeys;
use zeroize::Zeroizing;

/// The secret as 24 English words (BIP-39, 256 bits and a checksum of 8).
///
/// # Errors
/// Never for 32 bytes.
pub fn phrase(secret: &[u8; 32]) -> Result<String, AppError> {
    let words =
        Mnemonic::from_entropy(secret).map_err(|error| AppError::invalid("phrase", error.to_string()))?;
    Ok(words.to_string())
}

/// The secret of a phrase; case and spacing do not matter.
///
/// # Errors
/// `invalid_input` for words that are no phrase of 24.
pub fn from_phrase(text: &str) -> Result<Zeroizing<[u8; 32]>, AppError> {
    let words = text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let parsed = Mnemonic::parse_normalized(&words).map_err(|error| {
        AppError::invalid("phrase", error.to_string())
            .remedy("the phrase is 24 words in their order; the last checks the others")
    })?;
    let entropy = Zeroizing::new(parsed.to_entropy());
    let bytes = <[u8; 32]>::try_from(entropy.as_slice())
        .map_err(|_| AppError::invalid("phrase", "a book's phrase has 24 words"))?;
    Ok(Zeroizing::new(bytes))
}

/// The book's name on the server.
pub fn tag(secret: &[u8; 32]) -> BookTag {
    BookKeys::from_secret(secret).tag()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_its_secret_and_one_wrong_word_is_noticed() {
        let secret = std::array::from_fn(|at| u8::try_from(at * 7).expect("under 256"));
        let words = phrase(&secret).expect("words");
        assert_eq!(words.split(' ').count(), 24);
        assert_eq!(*from_phrase(&format!("  {}\n", words.to_uppercase())).expect("the secret"), secret);
        let mut wrong: Vec<&str> = words.split(' ').collect();
        wrong.swap(0, 1);
        assert!(from_phrase(&wrong.join(" ")).is_err());
        assert!(from_phrase(&wrong[..12].join(" ")).is_err());
        assert!(from_phrase("dear bank").is_err());
    }
}
