//! Categories and payees that were merged into others: where each ends, and moving the rows when that changes. The same rule as on a device:
//! a merge writes one register of the thing that goes, its rows keep saying what they said.

use super::totals::sum_anew;
use sqlx::PgConnection;
use std::collections::{HashMap, HashSet};
use sync_protocol::BookTag;

type Id = Vec<u8>;

/// Where merged categories and payees end; others are not in it.
pub async fn roots(connection: &mut PgConnection, book: BookTag) -> Result<HashMap<Id, Id>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id!", root as "root!" from hosted_category where book = $1 and root <> id
           union all select id, root from hosted_payee where book = $1 and root <> id"#,
        book.as_ref()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.root)).collect())
}

/// Works out anew where everything ends, and moves the rows of what ends elsewhere now.
pub async fn settle(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    let mut moved = false;
    for categories in [true, false] {
        let things = things(connection, book, categories).await?;
        let into: HashMap<&Id, &Id> =
            things.iter().filter_map(|thing| Some((&thing.id, thing.into.as_ref()?))).collect();
        for thing in &things {
            let root = end(&thing.id, &into);
            let deleted = thing.by_hand || root != thing.id;
            if root == thing.root && deleted == thing.deleted {
                continue;
            }
            place(connection, book, categories, &thing.id, &root, deleted).await?;
            if root != thing.root {
                moved |= categories;
                follow(connection, book, categories, &thing.id, &root).await?;
            }
        }
    }
    if moved { sum_anew(connection, book).await } else { Ok(()) }
}

/// A category or payee as it is.
struct Thing {
    id: Id,
    into: Option<Id>,
    root: Id,
    by_hand: bool,
    deleted: bool,
}

async fn things(
    connection: &mut PgConnection,
    book: BookTag,
    categories: bool,
) -> Result<Vec<Thing>, sqlx::Error> {
    if categories {
        sqlx::query_as!(
            Thing,
            r#"select id, merged_into as "into", root, deleted_by_hand as by_hand, deleted
               from hosted_category where book = $1"#,
            book.as_ref()
        )
        .fetch_all(connection)
        .await
    } else {
        sqlx::query_as!(
            Thing,
            r#"select id, merged_into as "into", root, deleted_by_hand as by_hand, deleted
               from hosted_payee where book = $1"#,
            book.as_ref()
        )
        .fetch_all(connection)
        .await
    }
}

async fn place(
    connection: &mut PgConnection,
    book: BookTag,
    categories: bool,
    id: &Id,
    root: &Id,
    deleted: bool,
) -> Result<(), sqlx::Error> {
    if categories {
        sqlx::query!(
            "update hosted_category set root = $3, deleted = $4 where book = $1 and id = $2",
            book.as_ref(),
            id,
            root,
            deleted
        )
        .execute(connection)
        .await?;
    } else {
        sqlx::query!(
            "update hosted_payee set root = $3, deleted = $4 where book = $1 and id = $2",
            book.as_ref(),
            id,
            root,
            deleted
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Rows that say `id` count as `root` from now on, hidden ones too: they may come back.
async fn follow(
    connection: &mut PgConnection,
    book: BookTag,
    categories: bool,
    id: &Id,
    root: &Id,
) -> Result<(), sqlx::Error> {
    if categories {
        sqlx::query!(
            "update hosted_transaction set category = $3
             where book = $1 and coalesce(user_category, auto_category) = $2",
            book.as_ref(),
            id,
            root
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "update hosted_split set category = $3 where book = $1 and category_set = $2",
            book.as_ref(),
            id,
            root
        )
        .execute(connection)
        .await?;
    } else {
        sqlx::query!(
            "update hosted_transaction set payee = $3 where book = $1 and payee_set = $2",
            book.as_ref(),
            id,
            root
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Follows the merges. Devices that merged two things into each other made a circle: the smallest id of it stays.
fn end(start: &Id, into: &HashMap<&Id, &Id>) -> Id {
    let mut seen = HashSet::new();
    let mut at = start;
    while let Some(next) = into.get(at) {
        if !seen.insert(at) {
            let (mut smallest, mut around) = (at, *next);
            while around != at {
                smallest = smallest.min(around);
                around = into[around];
            }
            return smallest.clone();
        }
        at = next;
    }
    at.clone()
}
