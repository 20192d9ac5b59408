//! Rows of everything that is not a transaction. Facts of a newer version make none.

use super::rows::text;
use domain::{Account, Goal, GoalLink};
use replica::{Entity, EntityState, Field, day_number};
use serde::Serialize;
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// The `snake_case` text of an enum without fields.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn position(position: u32) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}

/// Writes an entity's row. May where something ends have changed?
pub async fn write(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
) -> Result<bool, sqlx::Error> {
    let deleted = state.flag(Field::Deleted);
    match state.entity {
        Entity::Book => profile(connection, book, state).await?,
        Entity::Account(_) => {
            if let Ok(Some(account)) = state.account() {
                write_account(connection, book, &account, state.account_position(), deleted).await?;
            }
        }
        Entity::Group(_) => group(connection, book, state, deleted).await?,
        Entity::Category(_) => category(connection, book, state, deleted).await?,
        Entity::Payee(_) => payee(connection, book, state, deleted).await?,
        Entity::Budget(_) => budget(connection, book, state).await?,
        Entity::Goal(_) => {
            if let Ok(Some(goal)) = state.goal() {
                write_goal(connection, book, &goal, deleted).await?;
            }
        }
        Entity::Member(_) => member(connection, book, state, deleted).await?,
        Entity::Rule(_)
        | Entity::Reconciliation(_)
        | Entity::Transaction(_)
        | Entity::Rate(_)
        | Entity::View(_)
        | Entity::Wrap(..)
        | Entity::Batch => {}
    }
    let merges = matches!(state.entity, Entity::Category(_) | Entity::Payee(_));
    Ok(merges && state.registers.iter().any(|register| register.field == Field::MergedInto))
}

async fn profile(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
) -> Result<(), sqlx::Error> {
    let Ok(Some(profile)) = state.book() else { return Ok(()) };
    sqlx::query!(
        "insert into hosted_profile values ($1, $2, $3, $4, $5) on conflict (book) do update set
           name = excluded.name, currency = excluded.currency, language = excluded.language,
           budget_style = excluded.budget_style",
        book.as_ref(),
        text(&profile.name),
        profile.currency.code(),
        profile.language.as_str(),
        word(&state.budget_style())
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_account(
    connection: &mut PgConnection,
    book: BookTag,
    account: &Account,
    place: Option<u32>,
    deleted: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into hosted_account values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (book, id) do update set
           name = excluded.name, kind = excluded.kind, currency = excluded.currency, bank = excluded.bank,
           number = excluded.number, opening_balance = excluded.opening_balance, opening_day = excluded.opening_day,
           closed = excluded.closed, position = excluded.position, deleted = excluded.deleted",
        book.as_ref(),
        account.id.0.as_slice(),
        text(&account.name),
        word(&account.kind),
        account.currency.code(),
        account.bank.as_deref().map(text),
        account.number.as_deref().map(text),
        account.opening_balance,
        account.opening_date.map(day_number),
        account.closed,
        place.map(position),
        deleted
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn group(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
    deleted: bool,
) -> Result<(), sqlx::Error> {
    let Ok(Some(group)) = state.group() else { return Ok(()) };
    sqlx::query!(
        "insert into hosted_group values ($1, $2, $3, $4, $5, $6) on conflict (book, id) do update set
           name = excluded.name, kind = excluded.kind, position = excluded.position, deleted = excluded.deleted",
        book.as_ref(),
        group.id.0.as_slice(),
        text(&group.name),
        word(&group.kind),
        position(group.position),
        deleted
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Where it ends stays as it is until `merged::settle` works it out.
async fn category(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
    by_hand: bool,
) -> Result<(), sqlx::Error> {
    let Ok(Some(category)) = state.category() else { return Ok(()) };
    sqlx::query!(
        "insert into hosted_category as c (book, id, group_id, name, key, position, archived, carry_over, merged_into, root,
           deleted_by_hand, deleted) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $2, $10, $10)
         on conflict (book, id) do update set
           group_id = excluded.group_id, name = excluded.name, key = excluded.key, position = excluded.position,
           archived = excluded.archived, carry_over = excluded.carry_over, merged_into = excluded.merged_into,
           deleted_by_hand = excluded.deleted_by_hand, deleted = excluded.deleted or c.root <> c.id",
        book.as_ref(),
        category.id.0.as_slice(),
        category.group.0.as_slice(),
        text(&category.name),
        category.key.map(domain::CategoryKey::as_str),
        position(category.position),
        category.archived,
        state.flag(Field::CarryOver),
        state.merged_category().map(|id| id.0.to_vec()),
        by_hand
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn payee(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
    by_hand: bool,
) -> Result<(), sqlx::Error> {
    let Ok(Some((payee, merged))) = state.payee() else { return Ok(()) };
    sqlx::query!(
        "insert into hosted_payee as p (book, id, name, merged_into, root, deleted_by_hand, deleted)
         values ($1, $2, $3, $4, $2, $5, $5) on conflict (book, id) do update set
           name = excluded.name, merged_into = excluded.merged_into, deleted_by_hand = excluded.deleted_by_hand,
           deleted = excluded.deleted or p.root <> p.id",
        book.as_ref(),
        payee.id.0.as_slice(),
        text(&payee.name),
        merged.map(|id| id.0.to_vec()),
        by_hand
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A cell that says nothing has no row.
async fn budget(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
) -> Result<(), sqlx::Error> {
    let Entity::Budget(key) = state.entity else { return Ok(()) };
    let (cell, note) = state.budget();
    let (month, category) = (key.month.number(), key.category.map_or_else(Vec::new, |id| id.0.to_vec()));
    if cell.limit.is_none() && cell.allocated.is_none() && note.is_none() {
        sqlx::query!(
            "delete from hosted_budget where book = $1 and month = $2 and category = $3",
            book.as_ref(),
            month,
            category
        )
        .execute(connection)
        .await?;
        return Ok(());
    }
    sqlx::query!(
        "insert into hosted_budget values ($1, $2, $3, $4, $5, $6) on conflict (book, month, category) do update set
           spend_limit = excluded.spend_limit, allocated = excluded.allocated, note = excluded.note",
        book.as_ref(),
        month,
        category,
        cell.limit,
        cell.allocated,
        note.as_deref().map(text)
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_goal(
    connection: &mut PgConnection,
    book: BookTag,
    goal: &Goal,
    deleted: bool,
) -> Result<(), sqlx::Error> {
    let (link, linked) = match goal.link {
        GoalLink::Account(id) => ("account", Some(id.0.to_vec())),
        GoalLink::Category(id) => ("category", Some(id.0.to_vec())),
        GoalLink::Nothing => ("nothing", None),
    };
    sqlx::query!(
        "insert into hosted_goal values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (book, id) do update set
           name = excluded.name, target = excluded.target, currency = excluded.currency, due = excluded.due,
           link = excluded.link, linked = excluded.linked, starting = excluded.starting, started = excluded.started,
           archived = excluded.archived, deleted = excluded.deleted",
        book.as_ref(),
        goal.id.0.as_slice(),
        text(&goal.name),
        goal.target,
        goal.currency.code(),
        goal.due.map(day_number),
        link,
        linked,
        goal.starting,
        day_number(goal.started),
        goal.archived,
        deleted
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn member(
    connection: &mut PgConnection,
    book: BookTag,
    state: &EntityState,
    removed: bool,
) -> Result<(), sqlx::Error> {
    let Ok(Some(member)) = state.member() else { return Ok(()) };
    sqlx::query!(
        "insert into hosted_member values ($1, $2, $3, $4, $5) on conflict (book, id) do update set
           name = excluded.name, role = excluded.role, removed = excluded.removed",
        book.as_ref(),
        member.id.0.as_slice(),
        text(&member.name),
        member.role.as_str(),
        removed
    )
    .execute(connection)
    .await?;
    Ok(())
}
