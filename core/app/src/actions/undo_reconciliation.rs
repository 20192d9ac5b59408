//! `account.undo_reconciliation`: unlock the rows of a statement that was reconciled, whichever device did it.

use super::update_account::Done;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use domain::{Clearing, ReconciliationId};
use replica::{Entity, Field, ShardKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::OptionalExtension as _;

/// Take a reconciliation back: its rows can be edited again and stay ticked off.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoReconciliation {
    /// Which one: an id of `account.reconciliations`, or a locked row's id for the one that locked it.
    pub id: String,
}

impl Action for UndoReconciliation {
    type Output = Done;
    const NAME: &'static str = "account.undo_reconciliation";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let entity = Entity::Reconciliation(find(session, &self.id)?);
        let state = session.reader().entity(ShardKey::Book, entity)?;
        let done = state.reconciliation()?.ok_or_else(|| AppError::not_found("reconciliation", &self.id))?;
        let mut writes = vec![write::set(entity, Field::Deleted, &true)?];
        for id in &done.rows {
            let row = resolve::transaction(session.reader(), &id.to_string())?;
            if row.clearing == Clearing::Reconciled {
                writes.push(row.shard.set_clearing(*id, Some(Clearing::Cleared))?);
            }
        }
        let changed = u32::try_from(writes.len() - 1).unwrap_or(u32::MAX);
        let commit = store::Commit { unlocks: true, ..session.new_commit(Self::NAME, writes) };
        session.changing()?.commit(commit)?;
        Ok(Done { changed })
    }
}

/// The reconciliation of this id, or the newest that locked the row of this id.
fn find(session: &Session<'_>, text: &str) -> Result<ReconciliationId, AppError> {
    let id: ReconciliationId =
        text.parse().map_err(|error: domain::id::ParseIdError| AppError::invalid("id", error.to_string()))?;
    let connection = session.reader().connection();
    let known = connection
        .prepare_cached("select 1 from reconciliation where id = ?1 and deleted = 0")?
        .exists([id.0])?;
    if known {
        return Ok(id);
    }
    let account: Option<[u8; 12]> = connection
        .prepare_cached("select account from transactions where id = ?1 and clearing = 2")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let account = account.ok_or_else(|| AppError::not_found("reconciliation", text))?;
    let mut list = connection.prepare_cached(
        "select id from reconciliation where account = ?1 and deleted = 0 order by day desc",
    )?;
    let candidates = list.query_map([account], |row| row.get(0))?.collect::<Result<Vec<[u8; 12]>, _>>()?;
    for candidate in candidates.into_iter().map(ReconciliationId) {
        let state = session.reader().entity(ShardKey::Book, Entity::Reconciliation(candidate))?;
        let locked = state.reconciliation()?.is_some_and(|done| done.rows.iter().any(|row| row.0 == id.0));
        if locked {
            return Ok(candidate);
        }
    }
    Err(AppError::new(ErrorCode::NotFound, "no reconciliation names this row")
        .remedy("the one that locked it may not have arrived from the other device yet"))
}
