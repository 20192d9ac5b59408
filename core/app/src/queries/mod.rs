//! Every read, one file each.

pub mod list_accounts;
pub mod list_categories;
pub mod list_history;
pub mod list_imports;
pub mod list_payees;
pub mod list_register;
pub mod list_rules;
pub mod list_settings;
pub mod preview_reconciliation;
pub mod report_spending;
pub mod review_queue;
pub mod show_book;
pub mod show_plan;
