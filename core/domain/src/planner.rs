//! Decides what a statement would do to an account: the pure heart of an import.
//!
//! In this order, each existing row taken at most once:
//!
//! 1. **Same identity**: a row with the id the line has. Importing a file again ends here.
//! 2. **Same bank id, day and amount**, texts alike: the bank reworded the line.
//! 3. **Same content** (day, amount, folded text, instalment), one-to-one by count, where at most one side has a
//!    usable bank id: the same line from OFX and from CSV, or an id that is usable in one file only.
//! 4. **Renumbering banks**: equal content under *different* usable ids is a different transaction, unless the file
//!    itself shows that its bank hands out new ids per download. A statement lists every line of the days strictly
//!    between its first and last; a row of such a day whose id it does not list, but whose content it does, has a
//!    new id. Then all such pairs are the same. Without that proof (a file of one or two days) a pair is new when
//!    other ids agree, and suggested when none does.
//! 5. **Likely**: what is left is matched with rows typed in or pending, see the `matching` module.
//!
//! A row deleted by hand keeps its place in 1 to 4, so the line stays deleted. A row removed by undoing an import
//! has no place anywhere: the line is new, under the id it had.

mod assignment;
mod matching;
mod pairing;

use crate::identity::{IdentityKey, identify};
use crate::instalment::parse_instalment;
use crate::plan::{IgnoreReason, PlanLine};
use crate::proof::ProofBasis;
use crate::statement::PseudoRow;
use crate::transaction::Origin;
use crate::{AccountId, Clearing, Day, Fate, ImportPlan, PlanId, Statement, StatementLine, TransactionId};

/// What became of a row the book has, or had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowState {
    /// Shown in the register.
    Live,
    /// The user deleted it: it stays deleted when its line comes again.
    DeletedByUser,
    /// Undoing an import removed it: its line counts as fresh.
    RemovedByUndo,
    /// A statement row merged into this other row.
    MergedInto(TransactionId),
}

/// A row of the account, as far as planning needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExistingRow {
    /// Identity.
    pub id: TransactionId,
    /// Day of the immutable facts.
    pub posted: Day,
    /// Effective day: the user's, else `posted`.
    pub date: Day,
    /// Effective amount, minor units.
    pub amount: i64,
    /// The facts' description.
    pub description: String,
    /// Name of the payee a person set, else the statement's.
    pub payee: Option<String>,
    /// The facts' usable bank id.
    pub bank_id: Option<String>,
    /// The facts' check number.
    pub check_number: Option<String>,
    /// The facts' instalment.
    pub instalment: Option<(u16, u16)>,
    /// Where it came from.
    pub origin: Origin,
    /// How far it is settled; `Reconciled` rows are locked.
    pub clearing: Clearing,
    /// What became of it.
    pub state: RowState,
}

impl ExistingRow {
    /// The facts' instalment, or what their description says.
    pub fn instalment(&self) -> Option<(u16, u16)> {
        self.instalment.or_else(|| parse_instalment(&self.description))
    }

    /// Part of the balance the bank states: seen by the bank and booked.
    pub fn is_booked(&self) -> bool {
        let booked = match self.origin {
            Origin::Statement => true,
            Origin::Manual | Origin::Pending => self.clearing != Clearing::Uncleared,
        };
        booked && self.state == RowState::Live
    }
}

/// Everything a plan depends on.
#[derive(Clone, Copy)]
pub struct PlanInput<'a> {
    /// Identity of the plan to make.
    pub plan: PlanId,
    /// The account the statement is mapped to.
    pub account: AccountId,
    /// What the file says.
    pub statement: &'a Statement,
    /// Every row the account has or had, in any order.
    pub existing: &'a [ExistingRow],
    /// The account's opening balance, minor units.
    pub opening_balance: i64,
    /// The user or an earlier import set the opening balance, though it may be zero.
    pub opening_known: bool,
    /// File name without folder.
    pub file_name: &'a str,
    /// SHA-256 of the file.
    pub file_sha256: [u8; 32],
    /// Format name.
    pub format: &'a str,
    /// Head of the account.
    pub account_version: u64,
}

/// Makes the plan. Pure: the same input gives the same plan, and the order of `existing` does not matter.
/// Time is linear in lines plus rows but for sorting.
pub fn plan_import(input: &PlanInput<'_>, key: &dyn IdentityKey) -> ImportPlan {
    let lines = &input.statement.lines;
    let identities = identify(input.account, input.statement.currency, lines, key);
    let mut fates: Vec<Option<Fate>> = lines.iter().map(left_out).collect();
    let mut rows = pairing::Rows::new(input.existing);
    pairing::pair(lines, &identities, &mut rows, &mut fates);
    matching::propose(lines, &identities, &mut rows, &mut fates);

    let lines: Vec<PlanLine> = lines
        .iter()
        .zip(identities)
        .zip(fates)
        .map(|((line, identity), fate)| {
            let fate = fate.unwrap_or(Fate::New);
            PlanLine {
                transaction: identity.id,
                bank_id: identity.key.bank_id,
                line: line.clone(),
                proposed: fate.clone(),
                fate,
            }
        })
        .collect();
    let basis = ProofBasis::new(input, &lines);
    let mut plan = ImportPlan {
        id: input.plan,
        account: input.account,
        file_name: input.file_name.to_owned(),
        file_sha256: input.file_sha256,
        format: input.format.to_owned(),
        lines,
        proof: crate::BalanceProof::Unavailable,
        account_version: input.account_version,
        basis,
    };
    plan.recompute_proof();
    plan
}

fn left_out(line: &StatementLine) -> Option<Fate> {
    let reason = match line.pseudo {
        Some(PseudoRow::Balance) => IgnoreReason::BalanceRow,
        Some(PseudoRow::Total) => IgnoreReason::TotalRow,
        None if line.amount == 0 && line.description.trim().is_empty() => IgnoreReason::Empty,
        None => return None,
    };
    Some(Fate::Ignored { reason })
}
