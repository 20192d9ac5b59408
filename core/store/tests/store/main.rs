//! Tests of the store through its public face.

mod basics;
mod support;
mod undo;
