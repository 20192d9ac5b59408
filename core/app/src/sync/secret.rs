//! The book's secret: as words for people, as a name for the server.

use crate::error::AppError;
use sync_protocol::BookTag;
use sync_protocol::seal::BookKeys;
use sync_protocol::seal::recovery::from_words;
pub use sync_protocol::seal::recovery::words;
use zeroize::Zeroizing;

/// The secret of a phrase; case and spacing do not matter.
///
/// # Errors
/// `invalid_input` for words that are no phrase of 24.
pub fn from_phrase(text: &str) -> Result<Zeroizing<[u8; 32]>, AppError> {
    from_words(text).map_err(|error| {
        AppError::invalid("phrase", error.to_string())
            .remedy("the phrase is 24 words in their order; the last checks the others")
    })
}

/// The book's name on the server.
pub fn tag(secret: &[u8; 32]) -> BookTag {
    BookKeys::from_secret(secret).tag()
}
