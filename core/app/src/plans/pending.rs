//! Files dropped together: the plan of a later one counts the rows that earlier ones will add to the same account.

use super::{StoredPlan, keep};
use crate::error::{AppError, ErrorCode};
use crate::existing;
use crate::import::Layout;
use crate::session::Session;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::planner::{ExistingRow, RowState};
use domain::transaction::Origin;
use domain::{Account, AccountId, BalanceProof, Clearing, Fate, ImportPlan, PlanId, PlanLine, TransactionId};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// Plans that will be committed first, in order.
#[derive(Default)]
pub struct Pending(Vec<StoredPlan>);

impl Pending {
    /// The open plans with these ids.
    ///
    /// # Errors
    /// `not_found` when one is not open any more.
    pub fn load(session: &mut Session<'_>, ids: &[String]) -> Result<Self, AppError> {
        ids.iter().map(|id| held(session, id)).collect::<Result<_, _>>().map(Self)
    }

    /// Gives the plans back to memory.
    pub fn put_back(self, session: &mut Session<'_>) {
        self.0.into_iter().for_each(|plan| session.plans.put(plan));
    }

    fn of(&self, account: AccountId) -> impl Iterator<Item = &StoredPlan> {
        self.0.iter().filter(move |plan| plan.plan.account == account)
    }

    /// What a plan for this account counts on.
    pub fn after(&self, account: AccountId) -> Vec<(PlanId, String)> {
        self.of(account).map(|plan| (plan.plan.id, mark(&plan.plan))).collect()
    }

    /// The account one of the plans creates which this new account is too, and whether its opening balance is known then.
    pub fn account_like(&self, new: &Account, layout: Option<&Layout>) -> Option<(Account, bool)> {
        let same_layout = |plan: &&StoredPlan| {
            let own = plan.layout.as_ref().map(|(fingerprint, _)| fingerprint);
            new.number.is_none()
                && plan.account.currency == new.currency
                && own.is_some()
                && own == layout.map(|layout| &layout.fingerprint)
        };
        let plan = self.0.iter().find(|plan| plan.account.id == new.id || same_layout(plan))?;
        Some((plan.account.clone(), false))
    }

    /// The opening balance that one of the plans sets.
    pub fn opening(&self, account: AccountId) -> Option<i64> {
        self.of(account).find_map(|plan| match plan.plan.proof {
            BalanceProof::Establishes { opening } => Some(opening),
            _ => None,
        })
    }

    /// The account's rows as they will be once the plans are committed.
    pub fn apply(&self, account: AccountId, rows: &mut Vec<ExistingRow>) {
        let mut places: HashMap<TransactionId, usize> =
            rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        for line in self.of(account).flat_map(|plan| &plan.plan.lines) {
            let state = match &line.fate {
                Fate::New | Fate::Likely { accepted: false, .. } => RowState::Live,
                Fate::Likely { id, accepted: true, .. } => {
                    let kept = places.get(id).and_then(|at| rows.get_mut(*at));
                    if let Some(row) = kept.filter(|row| row.clearing == Clearing::Uncleared) {
                        row.clearing = Clearing::Cleared;
                    }
                    RowState::MergedInto(*id)
                }
                Fate::Same { .. } | Fate::Ignored { .. } => continue,
            };
            let row = row(line, state);
            if let Some(before) = places.get(&row.id).and_then(|at| rows.get_mut(*at)) {
                *before = row;
            } else {
                places.insert(row.id, rows.len());
                rows.push(row);
            }
        }
    }
}

fn row(planned: &PlanLine, state: RowState) -> ExistingRow {
    let line = &planned.line;
    ExistingRow {
        id: planned.transaction,
        posted: line.date,
        date: line.date,
        amount: line.amount,
        description: line.description.clone(),
        payee: line.payee.clone(),
        bank_id: planned.bank_id.clone(),
        check_number: line.check_number.clone(),
        instalment: line.instalment,
        origin: if line.pending { Origin::Pending } else { Origin::Statement },
        clearing: Clearing::Uncleared,
        state,
    }
}

/// The plan out of memory, else out of the book.
fn held(session: &mut Session<'_>, text: &str) -> Result<StoredPlan, AppError> {
    // The book is asked first: another surface may have committed or discarded the plan.
    keep::head(session.reader(), text)?;
    match session.plans.take(keep::plan_id(text)?) {
        Some(plan) => Ok(plan),
        None => keep::load(session.reader(), text),
    }
}

impl StoredPlan {
    /// The open plan with this id, out of memory where it is there.
    ///
    /// # Errors
    /// `not_found` when there is none or it was committed.
    pub fn held(session: &mut Session<'_>, text: &str) -> Result<Self, AppError> {
        held(session, text)
    }

    /// Refuses a commit while a plan this one counts on is not committed as it was then.
    ///
    /// # Errors
    /// `stale_plan`.
    pub fn check_order(&self) -> Result<(), AppError> {
        if self.after.is_empty() {
            return Ok(());
        }
        Err(AppError::new(
            ErrorCode::StalePlan,
            "this plan counts on another file of the same account that is not imported, or was changed since",
        )
        .at(self.plan.file_name.clone())
        .remedy("import the other file first, or plan this one again"))
    }
}

/// What a plan would do, in short: two plans with one mark do the same.
pub fn mark(plan: &ImportPlan) -> String {
    let mut hash = Sha256::new();
    for line in &plan.lines {
        let (fate, other) = match &line.fate {
            Fate::New => (0_u8, None),
            Fate::Same { id } => (1, Some(id)),
            Fate::Likely { accepted: false, .. } => (2, None),
            Fate::Likely { id, accepted: true, .. } => (3, Some(id)),
            Fate::Ignored { .. } => (4, None),
        };
        hash.update(line.transaction.0);
        hash.update([fate]);
        if let Some(id) = other {
            hash.update(id.0);
        }
    }
    STANDARD_NO_PAD.encode(hash.finalize())
}

fn open_plans(session: &Session<'_>, account: AccountId) -> Result<Vec<String>, AppError> {
    let sql = "select id from import_plan where state = 0 and account = ?1";
    let mut statement = session.reader().connection().prepare_cached(sql)?;
    let ids = statement.query_map([account.0], |row| row.get(0).map(PlanId))?;
    ids.map(|id| Ok(id?.to_string())).collect()
}

/// After a commit: plans that counted on exactly this one may follow now.
///
/// # Errors
/// When the book cannot be read or written.
pub fn settle(session: &mut Session<'_>, done: &StoredPlan) -> Result<(), AppError> {
    let open = open_plans(session, done.plan.account)?;
    let done_mark = mark(&done.plan);
    for id in open {
        let counts_on =
            |plan: &StoredPlan| plan.after.iter().any(|(id, mark)| *id == done.plan.id && *mark == done_mark);
        if !counts_on(&keep::head(session.reader(), &id)?) {
            continue;
        }
        let mut next = held(session, &id)?;
        next.after.retain(|(id, _)| *id != done.plan.id);
        next.plan.account_version = session.reader().account_version(done.plan.account)?;
        next.seen = Some(existing::fingerprint(&existing::rows(session.reader(), done.plan.account)?));
        if next.found_by == super::FoundBy::New {
            next.found_by = super::FoundBy::Number;
        }
        keep::store_lines(session, &next, &[])?;
        session.plans.put(next);
    }
    Ok(())
}
