//! Import plans: what a statement would do to an account, decided before anything is written.

use crate::proof::ProofBasis;
use crate::{AccountId, Day, PlanId, StatementLine, TransactionId};
use serde::{Deserialize, Serialize};

/// What becomes of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum Fate {
    /// Not known: it is added.
    New,
    /// Already in the book: nothing happens.
    Same {
        /// The row.
        id: TransactionId,
    },
    /// Probably this row, typed in or pending: merged when `accepted`, else added.
    Likely {
        /// The row.
        id: TransactionId,
        /// 0 to 1000.
        score: u16,
        /// Why.
        reasons: Vec<MatchReason>,
        /// Enough evidence to merge without being asked, or accepted by the user.
        accepted: bool,
    },
    /// Left out.
    Ignored {
        /// Why.
        reason: IgnoreReason,
    },
}

/// Why a line is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IgnoreReason {
    /// A balance posted as a row.
    BalanceRow,
    /// A total posted as a row.
    TotalRow,
    /// The user deleted this row before.
    DeletedByUser,
    /// The user left it out in the preview.
    LeftOut,
    /// Zero amount and no text.
    Empty,
}

impl IgnoreReason {
    /// Stable text form, for example `balance_row`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BalanceRow => "balance_row",
            Self::TotalRow => "total_row",
            Self::DeletedByUser => "deleted_by_user",
            Self::LeftOut => "left_out",
            Self::Empty => "empty",
        }
    }
}

/// Evidence for a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum MatchReason {
    /// Same amount to the minor unit.
    SameAmount,
    /// Days from the existing row to the line.
    DaysApart {
        /// Negative when the line is earlier.
        days: i8,
    },
    /// Similarity of the texts.
    Text {
        /// 0 to 1000.
        similarity: u16,
    },
    /// Same check number.
    SameCheckNumber,
    /// The existing row is pending and its amount differs (tip, fuel).
    PendingAmountChanged {
        /// Minor units, line minus row.
        difference: i64,
    },
    /// Both come from statements. A bank lists each payment once, so both are kept unless a person says otherwise.
    BothFromBank,
    /// The bank's ids differ.
    OtherBankId,
}

impl MatchReason {
    /// Stable text form, for example `same_amount`, and what it measures: days, thousandths of likeness, minor units.
    pub fn coded(&self) -> (&'static str, Option<i64>) {
        match self {
            Self::SameAmount => ("same_amount", None),
            Self::DaysApart { days } => ("days_apart", Some(i64::from(*days))),
            Self::Text { similarity } => ("text", Some(i64::from(*similarity))),
            Self::SameCheckNumber => ("same_check_number", None),
            Self::PendingAmountChanged { difference } => ("pending_amount_changed", Some(*difference)),
            Self::BothFromBank => ("both_from_bank", None),
            Self::OtherBankId => ("other_bank_id", None),
        }
    }

    /// The evidence that [`MatchReason::coded`] gives as this; none when it gives no such thing.
    pub fn from_coded(code: &str, value: Option<i64>) -> Option<Self> {
        let reason = match (code, value) {
            ("same_amount", None) => Self::SameAmount,
            ("days_apart", Some(days)) => Self::DaysApart { days: days.try_into().ok()? },
            ("text", Some(similarity)) => Self::Text { similarity: similarity.try_into().ok()? },
            ("same_check_number", None) => Self::SameCheckNumber,
            ("pending_amount_changed", Some(difference)) => Self::PendingAmountChanged { difference },
            ("both_from_bank", None) => Self::BothFromBank,
            ("other_bank_id", None) => Self::OtherBankId,
            _ => return None,
        };
        Some(reason)
    }
}

impl Fate {
    /// Stable text form: `new`, `same`, `likely` or `ignored`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same { .. } => "same",
            Self::Likely { .. } => "likely",
            Self::Ignored { .. } => "ignored",
        }
    }
}

/// One line with its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Identity the line has, or would have, as a row.
    pub transaction: TransactionId,
    /// The bank's id where it is usable as evidence; what the row's facts keep.
    pub bank_id: Option<String>,
    /// The line.
    pub line: StatementLine,
    /// What the planner found.
    pub proposed: Fate,
    /// What becomes of it: the planner's verdict until the user flips the line.
    pub fate: Fate,
}

/// Does the account's balance agree with the statement's?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "proof")]
pub enum BalanceProof {
    /// Opening balance plus lines is the stated balance.
    Proved {
        /// Stated balance, minor units.
        balance: i64,
    },
    /// It is not.
    Disproved {
        /// Stated minus computed, minor units.
        difference: i64,
        /// First day on which they differ, when the file has running balances.
        from: Option<Day>,
    },
    /// First import of an account: the stated balance sets the opening balance.
    Establishes {
        /// Opening balance that follows, minor units.
        opening: i64,
    },
    /// The file states no balance.
    Unavailable,
}

/// A stored plan: commit executes exactly this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPlan {
    /// Identity of the stored plan.
    pub id: PlanId,
    /// The account.
    pub account: AccountId,
    /// File name without folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_sha256: [u8; 32],
    /// Format name.
    pub format: String,
    /// Every line of the statement, in file order.
    pub lines: Vec<PlanLine>,
    /// Balance proof if committed as planned.
    pub proof: BalanceProof,
    /// Head of the account when planned; commit refuses when it moved.
    pub account_version: u64,
    /// What the proof is computed from.
    pub basis: ProofBasis,
}

#[cfg(test)]
mod tests {
    use super::MatchReason;

    #[test]
    fn evidence_is_read_as_it_was_said() {
        for reason in [
            MatchReason::SameAmount,
            MatchReason::DaysApart { days: -3 },
            MatchReason::Text { similarity: 870 },
            MatchReason::SameCheckNumber,
            MatchReason::PendingAmountChanged { difference: -250 },
            MatchReason::BothFromBank,
            MatchReason::OtherBankId,
        ] {
            let (code, value) = reason.coded();
            assert_eq!(MatchReason::from_coded(code, value), Some(reason));
        }
        for (code, value) in
            [("days_apart", Some(1_000)), ("days_apart", None), ("text", Some(-1)), ("hunch", None)]
        {
            assert_eq!(MatchReason::from_coded(code, value), None, "{code}");
        }
    }
}
