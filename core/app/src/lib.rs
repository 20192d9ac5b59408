//! The product's operations over an open book: actions write, queries read, and one catalog lists them all.

mod actions;
mod brain;
pub mod catalog;
mod categorise;
mod env;
mod error;
pub mod evaluation;
mod existing;
pub mod export;
mod facade;
pub mod import;
mod import_rows;
pub mod import_view;
mod operation;
mod parse;
mod plans;
mod queries;
mod resolve;
mod row;
mod rules;
mod session;
mod settings;
mod uncategorised;
pub mod view;
mod write;

pub use actions::commit_import::{CommitImport, ImportedView};
pub use actions::decide_import::{DecideImport, Decision};
pub use actions::discard_import::DiscardImport;
pub use actions::plan_import::PlanImport;
pub use actions::redo_action::RedoAction;
pub use actions::review_suggestion::{
    AcceptAbove, ExplainSuggestion, Explanation, ReviewSuggestion, Verdict,
};
pub use actions::undo_action::{UndoAction, UndoneView};
pub use actions::undo_import::UndoImport;
pub use env::Outside;
pub use error::{AppError, ErrorCode};
pub use facade::{App, BrainStatus, Health, NewBook};
pub use operation::{Action, Operation, Query, Run, Topic};
pub use queries::list_categories::{CategoryView, ListCategories};
pub use queries::list_imports::{ImportList, ListImports};
pub use queries::list_register::{ListRegister, RegisterPage};
pub use queries::review_queue::{ReviewItem, ReviewList, ReviewQueue};
pub use queries::show_book::{BookView, ShowBook};
