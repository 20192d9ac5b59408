//! The vocabulary and the rules of a personal-finance book: pure, no IO, no clock, no randomness, no floats.

pub mod account;
pub mod batch;
pub mod book;
pub mod category;
pub mod default_categories;
pub mod id;
pub mod identity;
pub mod instalment;
pub mod money;
pub mod money_text;
pub mod payee;
pub mod plan;
pub mod plan_edit;
pub mod planner;
pub mod proof;
pub mod reconcile;
pub mod reconciliation;
pub mod rule;
pub mod rules;
pub mod similarity;
pub mod statement;
pub mod transaction;

pub use account::{Account, AccountKind};
pub use batch::{FilledField, ImportBatch};
pub use book::{Book, Language};
pub use category::{Category, CategoryGroup, CategoryKey, CategoryKind};
pub use default_categories::default_categories;
pub use id::{
    AccountId, BatchId, BookId, CategoryId, GroupId, PayeeId, PlanId, ReconciliationId, RuleId, TransactionId,
};
pub use identity::IdentityKey;
pub use iso_currency::Currency;
pub use money::{Money, MoneyError};
pub use payee::Payee;
pub use plan::{BalanceProof, Fate, ImportPlan, MatchReason, PlanLine};
pub use plan_edit::{FateCounts, PlanEditError};
pub use planner::{ExistingRow, PlanInput, RowState, plan_import};
pub use proof::ProofBasis;
pub use reconcile::{ReconcileResult, ReconcileRow, reconcile};
pub use reconciliation::Reconciliation;
pub use rule::Rule;
pub use rules::{RuleOutcome, RuleRow, RuleSet};
pub use statement::{Statement, StatementDocument, StatementLine};
pub use transaction::{Clearing, Facts, Split};

/// A calendar date without a time zone: the bank's local day.
pub type Day = jiff::civil::Date;
