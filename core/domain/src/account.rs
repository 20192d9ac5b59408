//! Accounts.

use crate::{AccountId, Day};
use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// What an account is. Credit cards and loans normally stand below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Current account.
    Checking,
    /// Savings account.
    Savings,
    /// Credit card.
    CreditCard,
    /// Cash in hand.
    Cash,
    /// Brokerage or pension; the cash side is kept.
    Investment,
    /// Loan or mortgage.
    Loan,
    /// Anything else of value.
    OtherAsset,
}

/// An account of the book. Its currency never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// The currency all its rows are in.
    pub currency: Currency,
    /// Bank (routing id or name) as statements give it.
    pub bank: Option<String>,
    /// Account number as statements give it; statements are mapped to accounts by it.
    pub number: Option<String>,
    /// Balance before the first row, minor units of the account's currency.
    pub opening_balance: i64,
    /// The day the opening balance stands for.
    pub opening_date: Option<Day>,
    /// No longer in use; kept for history.
    pub closed: bool,
}
