//! The product's operations over an open book: actions write, queries read, and one catalog lists them all.

mod actions;
mod balance;
mod brain;
pub mod catalog;
mod categorise;
pub mod convert;
mod env;
mod error;
pub mod evaluation;
mod existing;
pub mod export;
mod facade;
pub mod host;
pub mod import;
pub mod import_mapping;
mod import_profile;
mod import_rows;
pub mod import_view;
mod operation;
mod parse;
mod plans;
mod progress;
mod queries;
mod rate_csv;
mod resolve;
mod row;
mod rules;
mod sample;
mod session;
mod settings;
mod system;
mod uncategorised;
pub mod view;
mod write;

pub use actions::commit_import::{CommitImport, ImportedView};
pub use actions::decide_import::{DecideImport, DecideMany, Decision};
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
pub use operation::{Action, HostAction, Operation, Query, Run, Topic};
pub use progress::{Progress, Silent, Stage};
pub use queries::list_categories::{CategoryView, ListCategories};
pub use queries::list_imports::{ImportList, ListImports};
pub use queries::list_register::{ListRegister, RegisterPage};
pub use queries::review_queue::{ReviewItem, ReviewList, ReviewQueue};
pub use queries::show_book::{BookView, ShowBook};
pub use system::{System, default_book};
