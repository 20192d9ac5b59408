//! After a run: is every row there that was acknowledged, and is it there once?

use super::generator::tenant_of;
use super::tenants::{Tenant, expect, read};
use super::wire::{Ask, Wire};
use crate::error::LoadError;
use crate::scenario::Requests;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

const AT_ONCE: usize = 4;
const PATIENCE: Duration = Duration::from_mins(1);
/// How the rows of a run begin; those a book is provisioned with do not.
const OURS: &str = "Load ";

#[derive(Deserialize)]
struct Row {
    id: String,
    description: String,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Row>,
    next_cursor: Option<String>,
}

/// What was found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub acked: u64,
    pub lost: u64,
    pub doubled: u64,
}

/// Reads the books of everybody who was told that a row was made.
pub async fn look(
    at: SocketAddr,
    requests: &Requests,
    tenants: &[Rc<Tenant>],
    acked: &[(usize, String)],
) -> Result<Found, LoadError> {
    let mut by_token: BTreeMap<String, HashSet<&str>> = BTreeMap::new();
    for (user, id) in acked {
        let token = tenant_of(requests, tenants, *user).token.clone();
        by_token.entry(token).or_default().insert(id);
    }
    let looks = stream::iter(by_token).map(|(token, ids)| async move {
        let rows = rows(at, &token).await?;
        Ok::<Found, LoadError>(compare(&rows, &ids))
    });
    let found: Vec<Found> = looks.buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(found.iter().fold(Found { acked: acked.len() as u64, ..Found::default() }, |sum, one| Found {
        lost: sum.lost + one.lost,
        doubled: sum.doubled + one.doubled,
        ..sum
    }))
}

fn compare(rows: &[Row], ids: &HashSet<&str>) -> Found {
    let there: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let (mut texts, mut doubled) = (BTreeSet::new(), 0);
    for row in rows.iter().filter(|row| row.description.starts_with(OURS)) {
        doubled += u64::from(!texts.insert(row.description.as_str()));
    }
    Found { acked: ids.len() as u64, lost: ids.difference(&there).count() as u64, doubled }
}

async fn rows(at: SocketAddr, token: &str) -> Result<Vec<Row>, LoadError> {
    let mut wire = Wire::new(at, token, PATIENCE)?;
    let (mut rows, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        // Only rows of a run hold this word, so that little else is read.
        let ask = Ask::get(format!("/api/transactions?limit=500&q=load{after}"));
        let page: Page = read(&expect(wire.ask(&ask).await, 200, &ask)?)?;
        rows.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_and_what_is_twice_is_counted() {
        let row = |id: &str, text: &str| Row { id: id.to_owned(), description: text.to_owned() };
        let rows = [
            row("a", "Load 1 1"),
            row("b", "Load 1 2"),
            row("c", "Load 1 2"),
            row("d", "Bakery"),
            row("e", "Bakery"),
        ];
        let found = compare(&rows, &HashSet::from(["a", "b", "x"]));
        assert_eq!(found, Found { acked: 3, lost: 1, doubled: 1 });
    }
}
