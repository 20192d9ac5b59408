//! Every write, one file each.

pub mod apply_rules;
pub mod commit_import;
pub mod create_account;
pub mod create_category;
pub mod create_rule;
pub mod create_transaction;
pub mod decide_import;
pub mod delete_rule;
pub mod delete_transaction;
pub mod discard_import;
pub mod edit_transaction;
pub mod plan_import;
pub mod reconcile_account;
pub mod redo_action;
pub mod refresh_suggestions;
pub mod rename_payee;
pub mod restore_transaction;
pub mod review_suggestion;
pub mod set_setting;
pub mod split_transaction;
pub mod undo_action;
pub mod undo_import;
pub mod update_account;
pub mod update_category;
