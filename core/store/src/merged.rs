//! Categories and payees that were merged into others: where each ends, and moving the rows when that changes.
//!
//! A merge writes one register of the thing that goes; its rows keep saying what they said. The projection shows where they
//! count now, so that taking a merge back needs no row to be touched, and rows of other devices follow by themselves.

use crate::StoreError;
use crate::totals::Totals;
use domain::{AccountId, CategoryId};
use replica::month_of_day_number;
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};

type Id = [u8; 12];

/// A category or payee as the projection holds it.
struct Thing {
    id: Id,
    into: Option<Id>,
    root: Id,
    by_hand: bool,
    deleted: bool,
}

/// Where merged categories and payees end; others are not in it.
pub fn roots(conn: &Connection) -> Result<FxHashMap<Id, Id>, StoreError> {
    let sql = "select id, root from category where root <> id union all select id, root from payee where root <> id";
    let mut find = conn.prepare_cached(sql)?;
    let rows = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Works out anew where everything ends, and moves the rows of what ends elsewhere now.
pub fn settle(conn: &Connection, totals: &mut Totals) -> Result<(), StoreError> {
    for table in ["category", "payee"] {
        let things = things(conn, table)?;
        let into: FxHashMap<Id, Id> =
            things.iter().filter_map(|thing| Some((thing.id, thing.into?))).collect();
        for thing in &things {
            let root = end(thing.id, &into);
            let deleted = thing.by_hand || root != thing.id;
            if (root, deleted) == (thing.root, thing.deleted) {
                continue;
            }
            conn.prepare_cached(&format!("update {table} set root = ?2, deleted = ?3 where id = ?1"))?
                .execute(params![thing.id, root, deleted])?;
            if root == thing.root {
                continue;
            }
            if table == "category" {
                move_category(conn, totals, thing.id, thing.root, root)?;
            } else {
                conn.prepare_cached("update transactions set payee = ?2 where payee_set = ?1")?
                    .execute(params![thing.id, root])?;
            }
        }
    }
    Ok(())
}

fn things(conn: &Connection, table: &str) -> Result<Vec<Thing>, StoreError> {
    let sql = format!("select id, merged_into, root, deleted_by_hand, deleted from {table}");
    let mut find = conn.prepare_cached(&sql)?;
    let rows = find.query_map([], |row| {
        Ok(Thing {
            id: row.get(0)?,
            into: row.get(1)?,
            root: row.get(2)?,
            by_hand: row.get(3)?,
            deleted: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Follows the merges. Devices that merged two things into each other made a circle: the smallest id of it stays.
fn end(start: Id, into: &FxHashMap<Id, Id>) -> Id {
    let mut seen = FxHashSet::default();
    let mut at = start;
    while let Some(&next) = into.get(&at) {
        if !seen.insert(at) {
            let mut smallest = at;
            let mut around = next;
            while around != at {
                smallest = smallest.min(around);
                around = into[&around];
            }
            return smallest;
        }
        at = next;
    }
    at
}

/// Rows that say `id` count as `to` from now on, where they counted as `from`.
fn move_category(conn: &Connection, totals: &mut Totals, id: Id, from: Id, to: Id) -> Result<(), StoreError> {
    let whole = "select account, day, amount, clearing from transactions \
      where visible = 1 and category = ?1 and splits = 0 and coalesce(user_category, auto_category) = ?2";
    let parts = "select t.account, t.day, s.amount, t.clearing from split s join transactions t on t.id = s.transaction_id \
      where s.category = ?1 and s.category_set = ?2 and t.visible = 1";
    for sql in [whole, parts] {
        let mut find = conn.prepare_cached(sql)?;
        let mut rows = find.query(params![from, id])?;
        while let Some(row) = rows.next()? {
            let (account, month) = (AccountId(row.get(0)?), month_of_day_number(row.get(1)?));
            let (amount, cleared) = (row.get(2)?, row.get::<_, i64>(3)? > 0);
            totals.line(account, month, Some(CategoryId(from)), amount, cleared, -1);
            totals.line(account, month, Some(CategoryId(to)), amount, cleared, 1);
        }
    }
    // Hidden rows follow too: they may come back, and a rebuild knows no difference.
    conn.prepare_cached(
        "update transactions set category = ?3 where category = ?1 and coalesce(user_category, auto_category) = ?2",
    )?
    .execute(params![from, id, to])?;
    conn.prepare_cached("update split set category = ?3 where category = ?1 and category_set = ?2")?
        .execute(params![from, id, to])?;
    Ok(())
}
