//! What an action works with: the book, the outside world, and the one way to write.

use crate::actions::update_account::Done;
use crate::brain::Brain;
use crate::env::{Outside, fresh_id};
use crate::error::{AppError, ErrorCode};
use crate::plans::Held;
use crate::progress::Progress;
use crate::{parse, resolve};
use domain::{Payee, PayeeId};
use replica::{IdentityKey, Write};
use store::{Commit, Committed, Reader, Store};

/// An open book, for the time of one action.
pub struct Session<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) reader: &'a Reader,
    pub(crate) outside: &'a mut dyn Outside,
    pub(crate) brain: &'a mut Brain,
    /// Where long work says how far it is, and learns that it should stop.
    pub(crate) progress: &'a dyn Progress,
    pub(crate) plans: &'a mut Held,
}

impl Session<'_> {
    /// The book as it stands before the commit.
    pub fn reader(&self) -> &Reader {
        self.reader
    }

    /// Fresh bytes for an id.
    pub fn fresh_id(&mut self) -> [u8; 12] {
        fresh_id(self.outside)
    }

    /// The book's identity key.
    pub fn identity_key(&self) -> IdentityKey {
        self.store.identity().clone()
    }

    /// An empty commit of this action, stamped with time and device.
    pub fn new_commit(&self, name: &str, writes: Vec<Write>) -> Commit {
        Commit::new(name, self.outside.now_ms(), self.outside.device(), writes)
    }

    /// The store, to change what all devices see.
    ///
    /// # Errors
    /// `shared_read_only` when this device may only read the book.
    pub fn changing(&mut self) -> Result<&mut Store, AppError> {
        if crate::sync::reads_only(self.reader)? {
            return Err(AppError::new(
                ErrorCode::SharedReadOnly,
                "the book is shared with you for reading only",
            )
            .remedy("ask its owner to let you change it"));
        }
        Ok(self.store)
    }

    /// Writes, as one undoable action.
    ///
    /// # Errors
    /// `shared_read_only`, or when the store refuses; nothing is written then.
    pub fn commit(&mut self, name: &str, writes: Vec<Write>) -> Result<Committed, AppError> {
        let commit = self.new_commit(name, writes);
        Ok(self.changing()?.commit(commit)?)
    }

    /// Writes when there is something to write, and tells how much.
    ///
    /// # Errors
    /// As [`Session::commit`].
    pub fn commit_if_any(&mut self, name: &str, writes: Vec<Write>) -> Result<Done, AppError> {
        let changed = u32::try_from(writes.len()).unwrap_or(u32::MAX);
        if changed > 0 {
            self.commit(name, writes)?;
        }
        Ok(Done { changed })
    }

    /// The payee that `text` names; a new name adds the write that makes one.
    ///
    /// # Errors
    /// `ambiguous` when two payees have the name.
    pub fn payee_named(&mut self, text: &str, writes: &mut Vec<Write>) -> Result<PayeeId, AppError> {
        match resolve::payee(self.reader, text) {
            Err(error) if error.code == ErrorCode::NotFound => {
                let payee = Payee { id: PayeeId(self.fresh_id()), name: parse::name("payee", text)? };
                writes.push(Write::payee(&payee)?);
                Ok(payee.id)
            }
            other => other,
        }
    }
}

impl From<store::StoreError> for AppError {
    fn from(error: store::StoreError) -> Self {
        use store::ErrorCode as Store;
        let code = match error.code() {
            Store::NotABook | Store::Damaged => ErrorCode::Damaged,
            Store::AlreadyExists => ErrorCode::AlreadyExists,
            Store::LockedBook => ErrorCode::LockedBook,
            Store::WrongPassphrase => ErrorCode::WrongPassphrase,
            Store::Busy => ErrorCode::Busy,
            Store::NewerVersion => ErrorCode::NewerVersion,
            Store::ReadOnly => ErrorCode::ReadOnly,
            Store::DiskFull => ErrorCode::DiskFull,
            Store::Io => ErrorCode::Io,
            Store::LockedRow => ErrorCode::Locked,
            Store::StalePlan => ErrorCode::StalePlan,
            Store::NothingToUndo => ErrorCode::NothingToUndo,
            Store::NotFound => ErrorCode::NotFound,
            Store::InvalidInput => ErrorCode::InvalidInput,
            Store::Internal => ErrorCode::Internal,
        };
        let refusal = Self::new(code, error.to_string()).remedy(error.remedy());
        match &error {
            store::StoreError::Encrypted(path) | store::StoreError::WrongPassphrase(path) => {
                refusal.at(path.display().to_string())
            }
            _ => refusal,
        }
    }
}

impl From<replica::CodecError> for AppError {
    fn from(error: replica::CodecError) -> Self {
        Self::from(store::StoreError::from(error))
    }
}

impl From<store::rusqlite::Error> for AppError {
    fn from(error: store::rusqlite::Error) -> Self {
        Self::from(store::StoreError::from(error))
    }
}
