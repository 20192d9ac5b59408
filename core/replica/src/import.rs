//! An import plan as writes: rows, merges, what is filled, and the batch that remembers it all. One code for devices and servers.

use crate::{CodecError, Entity, Field, IdentityKey, Opening, ShardKey, Write, day_number, encode};
use domain::plan::PlanLine;
use domain::transaction::{Origin, validate_splits};
use domain::{
    BalanceProof, BatchId, CategoryId, Clearing, Currency, Facts, Fate, FilledField, ImportBatch, ImportPlan,
    Money, Split, StatementLine, TransactionId,
};
use std::collections::HashMap;

/// What the book says that a plan's writes depend on.
pub trait ImportGround {
    /// Why it cannot be read.
    type Error: From<CodecError>;

    /// Rows of the account that a person deleted, and whether the undo of an import removed them as well.
    ///
    /// # Errors
    /// When the book cannot be read.
    fn deleted(&self) -> Result<HashMap<TransactionId, bool>, Self::Error>;

    /// The shard of a row that a line is merged into, and how far the row is settled.
    ///
    /// # Errors
    /// When there is no such row, or the book cannot be read.
    fn kept(&self, id: TransactionId) -> Result<(ShardKey, Clearing), Self::Error>;

    /// The category of a name that a file gives.
    fn category(&self, name: &str) -> Option<CategoryId>;
}

/// What a plan comes to.
pub struct Written {
    /// The batch.
    pub batch: ImportBatch,
    /// Places of the plan's lines whose rows are new to the register and want a category.
    pub fresh: Vec<usize>,
    /// Rows deleted by hand that the plan brings back; the batch does not count them as added.
    pub restored: u32,
}

/// A plan on its way, and what it has come to.
struct Import<'a, G> {
    plan: &'a ImportPlan,
    currency: Currency,
    ground: &'a G,
    batch: ImportBatch,
    fresh: Vec<usize>,
    restored: u32,
}

/// Turns the plan into writes. `currency` is the account's.
///
/// # Errors
/// When the book cannot be read or a value has no encoding.
pub fn import_writes<G: ImportGround>(
    plan: &ImportPlan,
    currency: Currency,
    key: &IdentityKey,
    ground: &G,
    writes: &mut Vec<Write>,
) -> Result<Written, G::Error> {
    let batch = ImportBatch {
        id: BatchId([0; 12]),
        account: plan.account,
        file_name: plan.file_name.clone(),
        file_sha256: plan.file_sha256,
        format: plan.format.clone(),
        added: Vec::new(),
        merged: Vec::new(),
        filled: Vec::new(),
        same: 0,
        ignored: 0,
        proof: plan.proof,
    };
    let mut import = Import { plan, currency, ground, batch, fresh: Vec::new(), restored: 0 };
    let deleted = ground.deleted()?;
    for (at, line) in plan.lines.iter().enumerate() {
        import.line(at, line, &deleted, writes)?;
    }
    import.opening(writes)?;
    let Import { mut batch, fresh, restored, .. } = import;
    batch.id = key.batch_id(&canonical(&batch));
    writes.push(Write::batch(&batch)?);
    Ok(Written { batch, fresh, restored })
}

impl<G: ImportGround> Import<'_, G> {
    fn line(
        &mut self,
        at: usize,
        line: &PlanLine,
        deleted: &HashMap<TransactionId, bool>,
        writes: &mut Vec<Write>,
    ) -> Result<(), G::Error> {
        match &line.fate {
            Fate::Same { .. } => self.batch.same += 1,
            Fate::Ignored { .. } => self.batch.ignored += 1,
            Fate::Likely { id, accepted: true, .. } => {
                self.batch.added.push(line.transaction);
                self.batch.merged.push((line.transaction, *id));
                writes.push(Write::transaction(self.plan.account, line.transaction, &self.facts(line))?);
                self.merge(line, *id, writes)?;
            }
            Fate::New | Fate::Likely { accepted: false, .. } => {
                if let Some(removed) = deleted.get(&line.transaction) {
                    self.bring_back(line, writes)?;
                    if !removed {
                        self.restored += 1;
                        return Ok(());
                    }
                }
                self.batch.added.push(line.transaction);
                writes.push(Write::transaction(self.plan.account, line.transaction, &self.facts(line))?);
                if !self.file_says(line, writes)? {
                    self.fresh.push(at);
                }
            }
        }
        Ok(())
    }

    fn shard(&self, planned: &PlanLine) -> ShardKey {
        ShardKey::for_transaction(self.plan.account, planned.line.date)
    }

    fn facts(&self, planned: &PlanLine) -> Facts {
        line_facts(planned, self.currency)
    }

    /// Takes a person's deletion back for a line the plan adds, and remembers it for the undo of the import.
    fn bring_back(&mut self, planned: &PlanLine, writes: &mut Vec<Write>) -> Result<(), CodecError> {
        let (shard, id) = (self.shard(planned), planned.transaction);
        writes.push(Write::set(shard, Entity::Transaction(id), Field::Deleted, Some(&false))?);
        self.fill(id, Field::Deleted, Some(encode(&true)?), encode(&false)?);
        Ok(())
    }

    /// Hides the line's own row behind the row it was merged into, and marks that row as seen by the bank.
    fn merge(
        &mut self,
        planned: &PlanLine,
        kept: TransactionId,
        writes: &mut Vec<Write>,
    ) -> Result<(), G::Error> {
        let own = self.shard(planned);
        let (shard, clearing) = self.ground.kept(kept)?;
        writes.push(own.set_duplicate_of(planned.transaction, Some(kept))?);
        self.fill(planned.transaction, Field::DuplicateOf, None, encode(&kept)?);
        if clearing == Clearing::Uncleared {
            writes.push(shard.set_clearing(kept, Some(Clearing::Cleared))?);
            // A row that is uncleared has no clearing register: nothing stood there before.
            self.fill(kept, Field::Cleared, None, encode(&Clearing::Cleared)?);
        }
        Ok(())
    }

    fn fill(&mut self, id: TransactionId, field: Field, before: Option<Vec<u8>>, after: Vec<u8>) {
        let field = field.as_str().to_owned();
        self.batch.filled.push(FilledField { transaction: id, field, before, after });
    }

    /// Categories and splits the file itself names (QIF and some CSV) are the person's own work in another program: kept
    /// where the book has a category of that name. True when the row has what it needs.
    fn file_says(&self, planned: &PlanLine, writes: &mut Vec<Write>) -> Result<bool, CodecError> {
        let StatementLine { category, splits, amount, .. } = &planned.line;
        let shard = self.shard(planned);
        let named = |text: &Option<String>| text.as_deref().and_then(|text| self.ground.category(text));
        if !splits.is_empty() {
            let parts: Vec<Split> = splits
                .iter()
                .map(|part| Split {
                    amount: part.amount,
                    category: named(&part.category),
                    note: part.memo.clone(),
                })
                .collect();
            if validate_splits(*amount, &parts).is_ok() {
                writes.push(shard.set_splits(planned.transaction, &parts)?);
                return Ok(true);
            }
        }
        if let Some(category) = named(category) {
            writes.push(shard.set_category(planned.transaction, Some(category))?);
            return Ok(true);
        }
        Ok(false)
    }

    /// The first statement of an account that states a balance sets the account's opening balance.
    fn opening(&self, writes: &mut Vec<Write>) -> Result<(), CodecError> {
        let BalanceProof::Establishes { opening } = self.plan.proof else { return Ok(()) };
        let first = self.plan.lines.iter().map(|line| line.line.date).min();
        let opening = Opening { balance: opening, day: first.map(day_number) };
        let account = Entity::Account(self.plan.account);
        writes.push(Write::set(ShardKey::Book, account, Field::Opening, Some(&opening))?);
        Ok(())
    }
}

/// The facts of the row that a line becomes.
pub fn line_facts(planned: &PlanLine, currency: Currency) -> Facts {
    let line = &planned.line;
    Facts {
        date: line.date,
        amount: Money::new(line.amount, currency),
        description: line.description.clone(),
        payee: line.payee.clone(),
        memo: line.memo.clone(),
        bank_id: planned.bank_id.clone(),
        check_number: line.check_number.clone(),
        original: line.original,
        instalment: line.instalment,
        origin: if line.pending { Origin::Pending } else { Origin::Statement },
    }
}

/// The batch's identity: account, file, and what it adds and merges. The same import on two devices is one batch.
fn canonical(batch: &ImportBatch) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + batch.added.len() * 12 + batch.merged.len() * 24);
    bytes.extend(batch.account.0);
    bytes.extend(batch.file_sha256);
    batch.added.iter().for_each(|id| bytes.extend(id.0));
    batch.merged.iter().for_each(|(line, kept)| bytes.extend([line.0, kept.0].concat()));
    let brought_back = batch.filled.iter().filter(|filled| filled.field == Field::Deleted.as_str());
    brought_back.for_each(|filled| bytes.extend(filled.transaction.0));
    bytes
}
