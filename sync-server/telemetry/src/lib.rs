//! What the server's programs say of themselves: log lines, spans for an OpenTelemetry collector, and traces that go through several of them.

mod begin;
mod trace;

pub use begin::{TelemetryError, TelemetrySettings, Traces, begin};
pub use trace::{adopt, current};
