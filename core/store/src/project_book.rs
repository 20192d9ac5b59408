//! Rows of everything that is not a transaction.

use crate::StoreError;
use domain::{Account, BudgetKey, Goal, GoalLink, GroupId, ImportBatch, Member, RateKey};
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
        Entity::Account(_) => state
            .account()?
            .map_or(Ok(()), |account| write_account(conn, &account, state.account_position(), deleted)),
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
            // Where it ends stays as it is until `merged::settle` works it out.
            let root = "coalesce((select root from payee where id = ?1), ?1)";
            conn.prepare_cached(&format!(
                "insert or replace into payee values (?1, ?2, ?3, ?4, {root}, ?4)"
            ))?
            .execute(params![payee.id.as_bytes(), payee.name, merged, deleted])?;
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
        Entity::Rate(key) => write_rate(conn, state, key),
        Entity::View(_) => write_view(conn, state, deleted),
        Entity::Budget(key) => write_budget(conn, state, key),
        Entity::Goal(_) => state.goal()?.map_or(Ok(()), |goal| write_goal(conn, &goal, deleted)),
        Entity::Member(_) => state.member()?.map_or(Ok(()), |member| write_member(conn, &member, deleted)),
        Entity::Wrap(generation, member) => {
            let Some(wrapped) = &state.facts else { return Ok(()) };
            conn.prepare_cached("insert or replace into key_wrap values (?1, ?2, ?3)")?.execute(params![
                generation.as_bytes(),
                member.as_bytes(),
                wrapped
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
    conn.prepare_cached("insert into book values (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        book.id.as_bytes(),
        book.name,
        book.currency.code(),
        text(&book.language)?,
        text(&state.budget_style())?
    ])?;
    Ok(())
}

fn write_account(
    conn: &Connection,
    account: &Account,
    position: Option<u32>,
    deleted: bool,
) -> Result<(), Failure> {
    conn.prepare_cached(
        "insert or replace into account values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
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
        position,
        deleted
    ])?;
    Ok(())
}

fn write_category(conn: &Connection, state: &EntityState, deleted: bool) -> Result<(), Failure> {
    let Some(category) = state.category()? else { return Ok(()) };
    let merged = state.merged_category();
    let root = "coalesce((select root from category where id = ?1), ?1)";
    conn.prepare_cached(&format!(
        "insert or replace into category values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, {root}, ?7, ?9)"
    ))?
    .execute(params![
        category.id.as_bytes(),
        GroupId::as_bytes(&category.group),
        category.name,
        category.key.map(domain::CategoryKey::as_str),
        category.position,
        category.archived,
        deleted,
        merged.as_ref().map(domain::CategoryId::as_bytes),
        state.flag(Field::CarryOver)
    ])?;
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

/// A rate that is not set, or was taken back, has no row.
fn write_rate(conn: &Connection, state: &EntityState, key: RateKey) -> Result<(), Failure> {
    let (day, from, to) = (day_number(key.day), key.from.code(), key.to.code());
    match state.rate()?.filter(|_| !state.flag(Field::Removed)) {
        Some(rate) => conn
            .prepare_cached("insert or replace into exchange_rate values (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![from, to, day, rate.rate.mantissa(), rate.rate.scale(), rate.source])?,
        None => conn
            .prepare_cached(
                "delete from exchange_rate where from_currency = ?1 and to_currency = ?2 and day = ?3",
            )?
            .execute(params![from, to, day])?,
    };
    Ok(())
}

fn write_view(conn: &Connection, state: &EntityState, deleted: bool) -> Result<(), Failure> {
    let Some(view) = state.view()? else { return Ok(()) };
    conn.prepare_cached("insert or replace into saved_view values (?1, ?2, ?3, ?4)")?.execute(params![
        view.id.as_bytes(),
        view.name,
        serde_json::to_string(&view.definition)?,
        deleted
    ])?;
    Ok(())
}

/// A cell that says nothing has no row.
fn write_budget(conn: &Connection, state: &EntityState, key: BudgetKey) -> Result<(), Failure> {
    let (cell, note) = state.budget();
    let (month, category) = (key.month.number(), key.category.map(|id| id.0));
    let category = category.as_ref().map_or(&[][..], |id| id.as_slice());
    if cell.limit.is_none() && cell.allocated.is_none() && note.is_none() {
        conn.prepare_cached("delete from budget where month = ?1 and category = ?2")?
            .execute(params![month, category])?;
        return Ok(());
    }
    conn.prepare_cached("insert or replace into budget values (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        month,
        category,
        cell.limit,
        cell.allocated,
        note
    ])?;
    Ok(())
}

fn write_goal(conn: &Connection, goal: &Goal, deleted: bool) -> Result<(), Failure> {
    let (link, linked) = match goal.link {
        GoalLink::Account(id) => ("account", Some(id.0)),
        GoalLink::Category(id) => ("category", Some(id.0)),
        GoalLink::Nothing => ("nothing", None),
    };
    conn.prepare_cached("insert or replace into goal values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
        .execute(params![
            goal.id.as_bytes(),
            goal.name,
            goal.target,
            goal.currency.code(),
            goal.due.map(day_number),
            link,
            linked,
            goal.starting,
            day_number(goal.started),
            goal.archived,
            deleted
        ])?;
    Ok(())
}

fn write_member(conn: &Connection, member: &Member, removed: bool) -> Result<(), Failure> {
    let handed: Vec<u8> = member.handed.iter().flat_map(|generation| generation.0).collect();
    conn.prepare_cached("insert or replace into member values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?.execute(
        params![
            member.id.as_bytes(),
            member.name,
            member.role.as_str(),
            member.public_key,
            member.added_by.as_ref().map(domain::MemberId::as_bytes),
            handed,
            removed,
            member.account
        ],
    )?;
    Ok(())
}
