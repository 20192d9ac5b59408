//! The recovery phrase: made, checked, and used to find a book again.

use super::account;
use super::link::{Link, Remote};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::MemberRole;
use store::Reader;
use sync_protocol::BookTag;
use sync_protocol::seal::UnwrapError;
use sync_protocol::seal::recovery::{Recovered, RecoverySecret, open_envelope};
use zeroize::Zeroizing;

/// A phrase that is the only one from now on, and what the server or the folder is to keep for it.
pub struct Drawn {
    words: RecoverySecret,
    book: BookTag,
    envelope: Vec<u8>,
    /// What a person does if it cannot be left there.
    remedy: &'static str,
}

impl Drawn {
    /// Leaves what the phrase opens at the server or in the folder; after that, and only then, the phrase is of use.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused`; `io` from a folder.
    pub fn keep(self, link: &Link) -> Result<Zeroizing<String>, AppError> {
        let kept = match &link.remote {
            Remote::Server(_) => link.asker().and_then(|asker| {
                asker.octets("PUT", &format!("/v1/books/{}/recovery", self.book), &self.envelope).map(drop)
            }),
            Remote::Folder(folder) => {
                sync_folder::keep_envelope(folder, self.book, self.words.lookup(), &self.envelope)
                    .map_err(AppError::from)
            }
        };
        kept.map_err(|error| error.remedy(self.remedy))?;
        Ok(self.words.words())
    }
}

impl App {
    /// Makes a recovery phrase, the only one from now on: 24 words that bring the book back on a new device, with the account. They are
    /// kept nowhere.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `server_unreachable`, `server_refused`.
    pub fn new_phrase(&mut self) -> Result<Zeroizing<String>, AppError> {
        let link = self.linked()?;
        link.owned()?;
        self.draw_phrase(&link)?.keep(&link)
    }

    /// The half of making a phrase that needs no network.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn draw_phrase(&mut self, link: &Link) -> Result<Drawn, AppError> {
        let mut random = Zeroizing::new([0; 32]);
        self.outside().random(&mut *random);
        let words = RecoverySecret::new(*random);
        let (mut sealing, when) = (self.sealing(link.device)?, self.when());
        let book = sealing.keys().tag();
        let envelope = self.with_journal(&mut sealing, |journal| {
            journal.take_keys()?;
            journal.renew_recovery(&words, "", &when)
        })?;
        let remedy = "the phrase was not shown and is of no use; make another one";
        Ok(Drawn { words, book, envelope, remedy })
    }

    /// Makes a phrase the only one: any other, which another device made at the same time, opens nothing that is changed after this.
    ///
    /// # Errors
    /// `invalid_input` for words that are no phrase; `not_found` when they are none of this book, or it is not synced; `server_unreachable`,
    /// `server_refused`.
    pub fn keep_phrase(&mut self, phrase: &str) -> Result<(), AppError> {
        let link = self.linked()?;
        link.owned()?;
        self.choose_phrase(phrase, &link)?.keep(&link).map(drop)
    }

    /// The half of keeping a phrase that needs no network.
    ///
    /// # Errors
    /// As [`App::keep_phrase`].
    pub(crate) fn choose_phrase(&mut self, phrase: &str, link: &Link) -> Result<Drawn, AppError> {
        if !check_phrase(self.reader(), phrase)? {
            return Err(AppError::new(ErrorCode::NotFound, "this is not a recovery phrase of the book")
                .remedy("check the words, or make a new phrase, which takes the place of all others"));
        }
        let words = parse(phrase)?;
        let (mut sealing, when) = (self.sealing(link.device)?, self.when());
        let book = sealing.keys().tag();
        let envelope = self.with_journal(&mut sealing, |journal| {
            journal.take_keys()?;
            journal.keep_recovery(&words, &when)
        })?;
        Ok(Drawn {
            words,
            book,
            envelope,
            remedy: "try again: until then the phrase may not bring the book back",
        })
    }
}

/// Are these the words of the book's recovery phrase?
///
/// # Errors
/// `invalid_input` for words that are no phrase; `not_found` when the book has none.
pub fn check_phrase(reader: &Reader, phrase: &str) -> Result<bool, AppError> {
    let words = parse(phrase);
    let members = reader.members()?;
    let is = |removed: bool, role| !removed && role == MemberRole::Recovery;
    let mut phrases = members
        .iter()
        .filter(|(known, removed)| is(*removed, known.role))
        .map(|(known, _)| known.id.0)
        .peekable();
    if phrases.peek().is_none() {
        return Err(AppError::new(ErrorCode::NotFound, "the book has no recovery phrase")
            .remedy("make one in the settings under Sync, or with `valorize sync phrase`"));
    }
    let member = words?.member();
    Ok(phrases.any(|known| known == member.0))
}

/// Words as a person typed them; case and spacing do not matter.
///
/// # Errors
/// `invalid_input` for words that are no phrase of 24.
pub fn parse(text: &str) -> Result<RecoverySecret, AppError> {
    RecoverySecret::from_words(text).map_err(|error| {
        AppError::invalid("phrase", error.to_string())
            .remedy("the phrase is 24 words in their order; the last checks the others")
    })
}

/// The book that a phrase opens, of those that the account or the folder has.
///
/// # Errors
/// `not_found` when it opens none; `newer_version`; `server_unreachable`, `server_refused`; `io` from a folder.
pub fn find(link: &Link, words: &RecoverySecret) -> Result<Recovered, AppError> {
    let envelopes = match &link.remote {
        Remote::Server(_) => at_server(link)?,
        Remote::Folder(folder) => sync_folder::envelopes(folder, words.lookup())?,
    };
    for (book, envelope) in envelopes {
        match open_envelope(book, words, &envelope) {
            Ok(recovered) => return Ok(recovered),
            Err(UnwrapError::Broken) => {}
            Err(UnwrapError::Newer) => {
                return Err(AppError::new(ErrorCode::NewerVersion, "the book was synced by a newer version")
                    .remedy("update the program"));
            }
        }
    }
    Err(AppError::new(ErrorCode::NotFound, "there is no book with this phrase")
        .at(link.place())
        .remedy("check the words and the place; a phrase ends when a newer one is made"))
}

fn at_server(link: &Link) -> Result<Vec<(BookTag, Vec<u8>)>, AppError> {
    let mut found = Vec::new();
    for book in account::books(link)? {
        match link.asker()?.octets("GET", &format!("/v1/books/{book}/recovery"), &[]) {
            Ok(envelope) => found.push((book, envelope)),
            Err(error) if error.code == ErrorCode::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
