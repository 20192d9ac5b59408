//! A row typed in by hand goes to another account: it is entered there with all it says, and deleted here.

use super::Row;
use crate::error::{AppError, ErrorCode};
use crate::session::Session;
use domain::{AccountId, TransactionId};
use replica::{AutoCategory, ShardKey, Write};

/// Adds the writes; where the row stands then.
///
/// # Errors
/// `money` when the accounts have different currencies.
pub fn to_account(
    session: &mut Session<'_>,
    row: &Row,
    account: AccountId,
    writes: &mut Vec<Write>,
) -> Result<(ShardKey, TransactionId), AppError> {
    let text = row.id.to_string();
    let state =
        session.reader().transaction(row.id)?.ok_or_else(|| AppError::not_found("transaction", text))?;
    let target = crate::resolve::account(session.reader(), &account.to_string())?;
    let row_now = &state.transaction;
    if target.currency != row_now.facts.amount.currency {
        let message = format!("`{}` is in another currency than the row", target.name);
        return Err(AppError::new(ErrorCode::Money, message)
            .at("account")
            .remedy("move rows between accounts of one currency"));
    }
    let id = TransactionId(session.fresh_id());
    let shard = ShardKey::for_transaction(account, row_now.facts.date);
    writes.push(Write::transaction(account, id, &row_now.facts)?);
    if row_now.date != row_now.facts.date {
        writes.push(shard.set_date(id, Some(row_now.date))?);
    }
    if row_now.amount != row_now.facts.amount.minor {
        writes.push(shard.set_amount(id, Some(row_now.amount))?);
    }
    if row_now.payee.is_some() {
        writes.push(shard.set_payee(id, row_now.payee)?);
    }
    if row_now.category.is_some() {
        writes.push(shard.set_category(id, row_now.category)?);
    }
    if let (Some(category), Some(confidence)) = (row_now.auto_category, state.auto_confidence) {
        writes.push(shard.set_auto_category(id, Some(AutoCategory { category, confidence }))?);
    }
    if row_now.note.is_some() {
        writes.push(shard.set_note(id, row_now.note.as_deref())?);
    }
    if !row_now.tags.is_empty() {
        writes.push(shard.set_tags(id, &row_now.tags)?);
    }
    if !row_now.splits.is_empty() {
        writes.push(shard.set_splits(id, &row_now.splits)?);
    }
    writes.push(shard.set_clearing(id, Some(row_now.clearing))?);
    writes.push(row.shard.set_deleted(row.id, true)?);
    Ok((shard, id))
}
