//! Tables, figures and bars as pages to print and as CSV: what reports are made of, on a device and on the server.
//!
//! Nothing here reads a book. A [`Document`] says what stands on paper, in the words of whoever makes it; [`pdf`] lays it out.

mod csv;
mod document;
mod pdf;
mod sheet;

pub use csv::CsvError;
pub use document::{Block, Chart, ChartGroup, Document, Figure};
pub use pdf::pdf;
pub use sheet::{Bar, Cell, Sheet, SheetLine};
