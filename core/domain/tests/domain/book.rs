//! A book in miniature: just enough to commit plans, undo them and plan again.

use domain::transaction::Origin;
use domain::*;
use testkit::{PlainKey, SequentialIds};

pub const ACCOUNT: AccountId = AccountId(*b"test-account");

#[derive(Default)]
pub struct TestBook {
    pub rows: Vec<ExistingRow>,
    pub opening: Option<i64>,
    pub ids: SequentialIds,
}

impl TestBook {
    pub fn plan(&self, statement: &Statement) -> ImportPlan {
        let input = PlanInput {
            plan: PlanId([7; 12]),
            account: ACCOUNT,
            statement,
            existing: &self.rows,
            opening_balance: self.opening.unwrap_or(0),
            opening_known: self.opening.is_some(),
            file_name: "statement.ofx",
            file_sha256: [0; 32],
            format: "ofx",
            account_version: 1,
        };
        plan_import(&input, &PlainKey)
    }

    /// Executes the plan; gives back the ids it added.
    pub fn commit(&mut self, plan: &ImportPlan) -> Vec<TransactionId> {
        let mut added = Vec::new();
        for line in &plan.lines {
            let state = match &line.fate {
                Fate::New | Fate::Likely { accepted: false, .. } => RowState::Live,
                Fate::Likely { id, accepted: true, .. } => {
                    let row = self.rows.iter_mut().find(|row| row.id == *id).expect("a likely row exists");
                    assert_ne!(row.clearing, Clearing::Reconciled, "a locked row is never merged into");
                    row.clearing = Clearing::Cleared;
                    RowState::MergedInto(*id)
                }
                Fate::Same { id } => {
                    assert!(self.rows.iter().any(|row| row.id == *id && row.state == RowState::Live));
                    continue;
                }
                Fate::Ignored { .. } => continue,
            };
            let row = Self::row_of(line, state);
            match self.rows.iter_mut().find(|known| known.id == row.id) {
                Some(known) => {
                    assert_ne!(known.state, RowState::Live, "a new line has the id of a live row");
                    *known = row;
                }
                None => self.rows.push(row),
            }
            added.push(line.transaction);
        }
        if let BalanceProof::Establishes { opening } = plan.proof {
            self.opening = Some(opening);
        }
        added
    }

    fn row_of(planned: &PlanLine, state: RowState) -> ExistingRow {
        let line = &planned.line;
        let (origin, clearing) = if line.pending {
            (Origin::Pending, Clearing::Uncleared)
        } else {
            (Origin::Statement, Clearing::Cleared)
        };
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
            origin,
            clearing,
            state,
        }
    }

    pub fn import(&mut self, lines: &[StatementLine]) -> FateCounts {
        let plan = self.plan(&testkit::statement(lines.to_vec()));
        self.commit(&plan);
        plan.counts()
    }

    pub fn undo(&mut self, added: &[TransactionId]) {
        for row in self.rows.iter_mut().filter(|row| added.contains(&row.id)) {
            row.state = RowState::RemovedByUndo;
        }
    }

    pub fn delete(&mut self, id: TransactionId) {
        self.row_mut(id).state = RowState::DeletedByUser;
    }

    pub fn row_mut(&mut self, id: TransactionId) -> &mut ExistingRow {
        self.rows.iter_mut().find(|row| row.id == id).expect("the row exists")
    }

    pub fn type_in(&mut self, date: Day, amount: i64, text: &str) -> TransactionId {
        let id = TransactionId(self.ids.next_id());
        self.rows.push(ExistingRow {
            id,
            posted: date,
            date,
            amount,
            description: text.to_owned(),
            payee: None,
            bank_id: None,
            check_number: None,
            instalment: None,
            origin: Origin::Manual,
            clearing: Clearing::Uncleared,
            state: RowState::Live,
        });
        id
    }

    pub fn live(&self) -> impl Iterator<Item = &ExistingRow> {
        self.rows.iter().filter(|row| row.state == RowState::Live)
    }

    /// What the register shows, whatever the rows are called.
    pub fn content(&self) -> Vec<(Day, i64, String)> {
        let mut content: Vec<_> =
            self.live().map(|row| (row.date, row.amount, domain::identity::fold(&row.description))).collect();
        content.sort();
        content
    }

    pub fn ids(&self) -> Vec<TransactionId> {
        let mut ids: Vec<_> = self.live().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    }
}
