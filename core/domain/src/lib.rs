//! The vocabulary and the rules of a personal-finance book: pure, no IO, no clock, no randomness, no floats.

pub mod account;
pub mod account_number;
pub mod batch;
pub mod book;
pub mod budget;
pub mod category;
pub mod convert;
pub mod default_categories;
pub mod fold;
pub mod goal;
pub mod id;
pub mod identity;
pub mod instalment;
pub mod member;
pub mod money;
pub mod money_text;
pub mod month;
pub mod near_payees;
pub mod payee;
pub mod plan;
pub mod plan_edit;
pub mod planner;
pub mod proof;
pub mod query;
pub mod rate;
pub mod reconcile;
pub mod reconciliation;
pub mod retention;
pub mod rule;
pub mod rules;
pub mod similarity;
pub mod statement;
pub mod transaction;
pub mod view;

pub use account::{Account, AccountKind};
pub use batch::{FilledField, ImportBatch};
pub use book::{Book, Language};
pub use budget::{BudgetCell, BudgetKey, BudgetStyle};
pub use category::{Category, CategoryGroup, CategoryKey, CategoryKind};
pub use default_categories::default_categories;
pub use goal::{Goal, GoalLink};
pub use id::{
    AccountId, BatchId, BookId, CategoryId, GoalId, GroupId, KeyGenerationId, PayeeId, PlanId,
    ReconciliationId, ReportId, RuleId, TransactionId, ViewId,
};
pub use identity::IdentityKey;
pub use iso_currency::Currency;
pub use member::{Member, MemberId, MemberRole, ParseMemberIdError};
pub use money::{Money, MoneyError};
pub use month::Month;
pub use payee::Payee;
pub use plan::{BalanceProof, Fate, ImportPlan, MatchReason, PlanLine};
pub use plan_edit::{FateCounts, PlanEditError};
pub use planner::{ExistingRow, PlanInput, RowState, plan_import};
pub use proof::{ProofBasis, Reckoning};
pub use rate::{ExchangeRate, Rate, RateKey};
pub use reconcile::{ReconcileResult, ReconcileRow, reconcile};
pub use reconciliation::Reconciliation;
pub use rule::Rule;
pub use rules::{RuleOutcome, RuleRow, RuleSet};
pub use statement::{Statement, StatementDocument, StatementLine};
pub use transaction::{Clearing, Facts, Split};
pub use view::{SavedView, ViewDefinition};

/// A calendar date without a time zone: the bank's local day.
pub type Day = jiff::civil::Date;
