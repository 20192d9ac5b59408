//! The operations, over real books in real files.

#![allow(clippy::missing_panics_doc, reason = "a panic is how a test says no")]

mod catalog;
mod devices;
mod exports;
mod feedback;
mod properties;
mod scenarios;
mod support;
