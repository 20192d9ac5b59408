//! The operations, over real books in real files.

#![allow(clippy::missing_panics_doc, reason = "a panic is how a test says no")]

mod catalog;
mod client;
mod devices;
mod exports;
mod feedback;
mod host;
mod imports;
mod properties;
mod protection;
mod register;
mod scenarios;
mod support;
