//! Tests of the store through its public face.

mod basics;
mod crash;
mod faults;
mod merge;
mod schema;
mod support;
mod undo;
