//! The operations, over real books in real files.

mod catalog;
mod devices;
mod exports;
mod feedback;
mod properties;
mod scenarios;
mod support;
