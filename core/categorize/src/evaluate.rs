//! Measuring: chronological replay of a labelled file, for the categoriser and for the simple methods it must beat.
//!
//! Rows are replayed per user in date order, a day at a time: the day's rows are predicted from earlier days alone, then
//! learned. All methods get the same batches, the same normalised descriptor ("seen" means: its normalised descriptor was
//! learned before) and fit again on the same days.

mod baselines;
mod figures;
mod replay;
mod rows;

pub use figures::{Figures, Report};
pub use replay::{EvaluateError, Mode, Options, evaluate};
pub use rows::{LabelledRow, RowsError, read_csv};
