//! Integration tests of the categoriser; those that need the model fail, with the remedy, where set-up has not run.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on should stop")]

mod learning;
mod model;
mod normalizing;
mod replay;
mod support;
