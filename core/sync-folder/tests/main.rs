//! Devices with real books around a folder that fails in every way it can.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod disk;
mod simulation;
