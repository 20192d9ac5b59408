//! Rows of everything that is not a transaction.

use crate::StoreError;
use domain::{Account, GroupId, ImportBatch};
use replica::{CodecError, Entity, EntityState, Field, day_number};
use rusqlite::{Connection, params};
use serde::Serialize;

/// Writes the entity's row; facts of a newer version make none.
pub fn project_book(conn: &Connection, state: &EntityState) -> Result<(), StoreError> {
    match write(conn, state) {
        Err(Failure::Sql(error)) => Err(error.into()),
        Ok(()) | Err(Failure::Unreadable) => Ok(()),
    }
}

enum Failure {
    Unreadable,
    Sql(rusqlite::Error),
}

impl From<CodecError> for Failure {
    fn from(_: CodecError) -> Self {
        Self::Unreadable
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

/// The `snake_case` text of an enum without fields.
fn text<T: Serialize>(value: &T) -> Result<String, Failure> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(text) => Ok(text),
        _ => Err(Failure::Unreadable),
    }
}

fn write(conn: &Connection, state: &EntityState) -> Result<(), Failure> {
    let deleted = state.flag(Field::Deleted);
    match state.entity {
        Entity::Book => write_book(conn, state),
        Entity::Account(_) => {
            state.account()?.map_or(Ok(()), |account| write_account(conn, &account, deleted))
        }
        Entity::Group(_) => {
            let Some(group) = state.group()? else { return Ok(()) };
            conn.prepare_cached("insert or replace into category_group values (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    group.id.as_bytes(),
                    group.name,
                    text(&group.kind)?,
                    group.position,
                    deleted
                ])?;
            Ok(())
        }
        Entity::Category(_) => write_category(conn, state, deleted),
        Entity::Payee(_) => {
            let Some((payee, merged)) = state.payee()? else { return Ok(()) };
            let merged = merged.as_ref().map(domain::PayeeId::as_bytes);
            conn.prepare_cached("insert or replace into payee values (?1, ?2, ?3, ?4)")?.execute(params![
                payee.id.as_bytes(),
                payee.name,
                merged,
                deleted
            ])?;
            Ok(())
        }
        Entity::Rule(_) => write_rule(conn, state, deleted),
        Entity::Reconciliation(_) => {
            let Some(done) = state.reconciliation()? else { return Ok(()) };
            let rows = done.rows.len() as i64;
            conn.prepare_cached("insert or replace into reconciliation values (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![
                    done.id.as_bytes(),
                    done.account.as_bytes(),
                    day_number(done.date),
                    done.balance,
                    rows,
                    deleted
                ])?;
            Ok(())
        }
        Entity::Batch => {
            let (Some(batch), Some(facts)) = (state.batch()?, &state.facts) else { return Ok(()) };
            write_batch(conn, &batch, facts, state.flag(Field::Undone))
        }
        Entity::Transaction(_) => Ok(()),
    }
}

fn write_book(conn: &Connection, state: &EntityState) -> Result<(), Failure> {
    let Some(book) = state.book()? else { return Ok(()) };
    conn.execute("delete from book", [])?;
    conn.prepare_cached("insert into book values (?1, ?2, ?3, ?4)")?.execute(params![
        book.id.as_bytes(),
        book.name,
        book.currency.code(),
        text(&book.language)?
    ])?;
    Ok(())
}

fn write_account(conn: &Connection, account: &Account, deleted: bool) -> Result<(), Failure> {
    conn.prepare_cached("insert or replace into account values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
        account.id.as_bytes(),
        account.name,
        text(&account.kind)?,
        account.currency.code(),
        account.bank,
        account.number,
        account.opening_balance,
        account.opening_date.map(day_number),
        account.closed,
        deleted
    ])?;
    Ok(())
}

fn write_category(conn: &Connection, state: &EntityState, deleted: bool) -> Result<(), Failure> {
    let Some(category) = state.category()? else { return Ok(()) };
    conn.prepare_cached("insert or replace into category values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            category.id.as_bytes(),
            GroupId::as_bytes(&category.group),
            category.name,
            category.key.map(domain::CategoryKey::as_str),
            category.position,
            category.archived,
            deleted
        ],
    )?;
    Ok(())
}

fn write_rule(conn: &Connection, state: &EntityState, deleted: bool) -> Result<(), Failure> {
    let Some(rule) = state.rule()? else { return Ok(()) };
    conn.prepare_cached("insert or replace into rule values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            rule.id.as_bytes(),
            rule.name,
            rule.position,
            rule.enabled,
            serde_json::to_string(&rule.conditions)?,
            serde_json::to_string(&rule.effect)?,
            deleted
        ],
    )?;
    Ok(())
}

fn write_batch(conn: &Connection, batch: &ImportBatch, facts: &[u8], undone: bool) -> Result<(), Failure> {
    conn.prepare_cached(
        "insert or replace into import_batch values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        batch.id.as_bytes(),
        batch.account.as_bytes(),
        batch.file_name,
        batch.file_sha256,
        batch.format,
        batch.added.len() as i64,
        batch.merged.len() as i64,
        batch.same,
        batch.ignored,
        serde_json::to_string(&batch.proof)?,
        undone,
        facts
    ])?;
    Ok(())
}
