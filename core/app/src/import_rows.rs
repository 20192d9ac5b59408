//! A plan as writes: rows, merges, what is filled, and the batch that remembers it all.

use crate::categorise::Row;
use crate::error::AppError;
use crate::plans::StoredPlan;
use crate::resolve;
use domain::plan::PlanLine;
use domain::transaction::{Origin, validate_splits};
use domain::{
    AccountId, BalanceProof, BatchId, Clearing, Facts, Fate, FilledField, ImportBatch, Money, Split,
    StatementLine, TransactionId,
};
use replica::{Entity, Field, IdentityKey, Opening, ShardKey, Write};
use std::collections::HashMap;
use store::Reader;

/// What a plan comes to.
pub struct Written {
    /// The batch.
    pub batch: ImportBatch,
    /// The rows that are new to the register and want a category.
    pub fresh: Vec<Row>,
    /// Rows deleted by hand that the plan brings back; the batch does not count them as added.
    pub restored: u32,
}

/// Turns the plan into writes.
///
/// # Errors
/// When the book cannot be read or a value has no encoding.
pub fn writes(
    stored: &StoredPlan,
    key: &IdentityKey,
    reader: &Reader,
    writes: &mut Vec<Write>,
) -> Result<Written, AppError> {
    let plan = &stored.plan;
    let mut batch = ImportBatch {
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
    let mut fresh = Vec::new();
    let mut restored = 0;
    let deleted = deleted_rows(reader, plan.account)?;
    for line in &plan.lines {
        match &line.fate {
            Fate::Same { .. } => batch.same += 1,
            Fate::Ignored { .. } => batch.ignored += 1,
            Fate::Likely { id, accepted: true, .. } => {
                batch.added.push(line.transaction);
                batch.merged.push((line.transaction, *id));
                writes.push(Write::transaction(plan.account, line.transaction, &facts(stored, line))?);
                merge(stored, line, *id, reader, writes, &mut batch.filled)?;
            }
            Fate::New | Fate::Likely { accepted: false, .. } => {
                if let Some(removed) = deleted.get(&line.transaction) {
                    bring_back(stored, line, writes, &mut batch.filled)?;
                    if !removed {
                        restored += 1;
                        continue;
                    }
                }
                batch.added.push(line.transaction);
                let facts = facts(stored, line);
                writes.push(Write::transaction(plan.account, line.transaction, &facts)?);
                let categorised = file_says(stored, line, reader, writes)?;
                if !categorised {
                    fresh.push(row(stored, line, facts));
                }
            }
        }
    }
    opening(stored, writes)?;
    batch.id = key.batch_id(&canonical(&batch));
    writes.push(Write::batch(&batch)?);
    Ok(Written { batch, fresh, restored })
}

/// Rows of the account that a person deleted, and whether the undo of an import removed them as well.
fn deleted_rows(reader: &Reader, account: AccountId) -> Result<HashMap<TransactionId, bool>, AppError> {
    let sql = "select id, removed from transactions where account = ?1 and deleted = 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([account.0], |row| Ok((TransactionId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a person's deletion back for a line the plan adds, and remembers it for the undo of the import.
fn bring_back(
    stored: &StoredPlan,
    planned: &PlanLine,
    writes: &mut Vec<Write>,
    filled: &mut Vec<FilledField>,
) -> Result<(), AppError> {
    let (shard, id) = (ShardKey::for_transaction(stored.account.id, planned.line.date), planned.transaction);
    writes.push(Write::set(shard, Entity::Transaction(id), Field::Deleted, Some(&false))?);
    fill(filled, id, Field::Deleted, Some(replica::encode(&true)?), replica::encode(&false)?);
    Ok(())
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

fn facts(stored: &StoredPlan, planned: &PlanLine) -> Facts {
    let line = &planned.line;
    Facts {
        date: line.date,
        amount: Money::new(line.amount, stored.account.currency),
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

fn row(stored: &StoredPlan, planned: &PlanLine, facts: Facts) -> Row {
    Row {
        id: planned.transaction,
        shard: ShardKey::for_transaction(stored.account.id, facts.date),
        account: stored.account.id,
        payee: facts.payee,
        memo: facts.memo,
        amount: facts.amount.minor,
        currency: stored.account.currency,
        description: facts.description,
        has_payee: false,
        has_note: false,
        before: None,
    }
}

/// Hides the line's own row behind the row it was merged into, and marks that row as seen by the bank.
fn merge(
    stored: &StoredPlan,
    planned: &PlanLine,
    kept: TransactionId,
    reader: &Reader,
    writes: &mut Vec<Write>,
    filled: &mut Vec<FilledField>,
) -> Result<(), AppError> {
    let own = ShardKey::for_transaction(stored.account.id, planned.line.date);
    let row = resolve::transaction(reader, &kept.to_string())?;
    writes.push(own.set_duplicate_of(planned.transaction, Some(kept))?);
    fill(filled, planned.transaction, Field::DuplicateOf, None, replica::encode(&kept)?);
    if row.clearing == Clearing::Uncleared {
        writes.push(row.shard.set_clearing(kept, Some(Clearing::Cleared))?);
        let value = replica::encode(&Clearing::Cleared)?;
        // A row that is uncleared has no clearing register: nothing stood there before.
        fill(filled, kept, Field::Cleared, None, value);
    }
    Ok(())
}

fn fill(
    filled: &mut Vec<FilledField>,
    id: TransactionId,
    field: Field,
    before: Option<Vec<u8>>,
    after: Vec<u8>,
) {
    filled.push(FilledField { transaction: id, field: field.as_str().to_owned(), before, after });
}

/// Categories and splits the file itself names (QIF and some CSV) are the person's own work in another program: kept
/// where the book has a category of that name. True when the row has what it needs.
fn file_says(
    stored: &StoredPlan,
    planned: &PlanLine,
    reader: &Reader,
    writes: &mut Vec<Write>,
) -> Result<bool, AppError> {
    let StatementLine { category, splits, date, amount, .. } = &planned.line;
    let shard = ShardKey::for_transaction(stored.account.id, *date);
    let named = |text: &Option<String>| text.as_deref().and_then(|text| resolve::category(reader, text).ok());
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
fn opening(stored: &StoredPlan, writes: &mut Vec<Write>) -> Result<(), AppError> {
    let BalanceProof::Establishes { opening } = stored.plan.proof else { return Ok(()) };
    let first = stored.plan.lines.iter().map(|line| line.line.date).min();
    let opening = Opening { balance: opening, day: first.map(replica::day_number) };
    writes.push(crate::write::set(Entity::Account(stored.account.id), Field::Opening, &opening)?);
    Ok(())
}
