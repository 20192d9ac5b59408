//! What people and programs see: ids and dates as text, amounts as minor units with their currency.

use domain::{BalanceProof, Day, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount: integer minor units and an ISO 4217 code. `{"minor": -1990, "currency": "BRL"}` is R$ -19.90.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AmountView {
    /// Minor units; negative is money out.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl From<Money> for AmountView {
    fn from(money: Money) -> Self {
        Self { minor: money.minor, currency: money.currency.code().to_owned() }
    }
}

/// A transaction in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(clippy::struct_excessive_bools, reason = "each is a mark of its own in the list")]
pub struct RowView {
    /// Id.
    pub id: String,
    /// Effective day, `YYYY-MM-DD`.
    pub date: String,
    /// Account name.
    pub account: String,
    /// Account id.
    pub account_id: String,
    /// Signed amount.
    pub amount: AmountView,
    /// Text of the statement.
    pub description: String,
    /// Payee, where one is known.
    pub payee: Option<String>,
    /// The payee's id, where one is set.
    pub payee_id: Option<String>,
    /// Effective category's name.
    pub category: Option<String>,
    /// Effective category's id.
    pub category_id: Option<String>,
    /// The category was set by the machine and waits for a person's word.
    pub category_is_automatic: bool,
    /// Note.
    pub note: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// `uncleared`, `cleared` or `reconciled`.
    pub clearing: String,
    /// Has splits.
    pub split: bool,
    /// Typed in by hand.
    pub manual: bool,
    /// Deleted by hand.
    pub deleted: bool,
    /// The other side of a transfer.
    pub transfer: Option<TransferView>,
    /// The account's balance after this row, in lists of one account by date.
    pub balance: Option<AmountView>,
}

/// The other side of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TransferView {
    /// Its row.
    pub id: String,
    /// Its account's name.
    pub account: String,
}

/// Does the statement's balance agree?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "proof")]
pub enum ProofView {
    /// Opening balance plus lines is the stated balance.
    Proved {
        /// The balance.
        balance: AmountView,
    },
    /// It is not.
    Disproved {
        /// Stated minus computed.
        difference: AmountView,
        /// First day on which they differ, where known.
        from: Option<String>,
    },
    /// First import: the stated balance sets the account's opening balance.
    Establishes {
        /// Opening balance that follows.
        opening: AmountView,
    },
    /// The file states no balance.
    Unavailable,
}

impl ProofView {
    /// The proof with its currency.
    pub fn new(proof: BalanceProof, currency: domain::Currency) -> Self {
        let amount = |minor| AmountView::from(Money::new(minor, currency));
        match proof {
            BalanceProof::Proved { balance } => Self::Proved { balance: amount(balance) },
            BalanceProof::Disproved { difference, from } => {
                Self::Disproved { difference: amount(difference), from: from.map(|day: Day| day.to_string()) }
            }
            BalanceProof::Establishes { opening } => Self::Establishes { opening: amount(opening) },
            BalanceProof::Unavailable => Self::Unavailable,
        }
    }
}
