//! The last refusals, for the report a person may send: code and operation, never what the message says.

use crate::error::AppError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

const KEPT: usize = 20;

/// A refusal, without anything of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// When, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operation.
    pub operation: String,
    /// The code.
    pub code: String,
}

/// The last of them.
#[derive(Default)]
pub struct Failures(Mutex<VecDeque<Failure>>);

impl Failures {
    /// Notes one.
    pub fn note(&self, at: i64, operation: &str, error: &AppError) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.push_front(Failure {
            at,
            operation: operation.to_owned(),
            code: error.code.as_str().to_owned(),
        });
    }

    /// Newest first.
    pub fn list(&self) -> Vec<Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
