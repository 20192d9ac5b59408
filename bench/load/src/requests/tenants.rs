//! The books of a run, made through `/api/provision`, and what a user of one has to know.

use super::wire::{Answer, Ask, Wire};
use crate::error::LoadError;
use crate::scenario::Books;
use crate::stand::PROVISION_SECRET;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use hyper::Method;
use serde::Deserialize;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

/// Made at once: making one keeps a processor of the server busy.
const AT_ONCE: usize = 3;
const PATIENCE: Duration = Duration::from_mins(1);

/// A book one may read and write.
#[derive(Debug, Deserialize)]
pub struct Tenant {
    pub token: String,
    #[serde(rename = "account_ids")]
    pub accounts: Vec<String>,
    /// Of its categories.
    #[serde(skip)]
    pub categories: Vec<String>,
}

#[derive(Deserialize)]
struct Category {
    id: String,
}

#[derive(Deserialize)]
struct List<T> {
    items: Vec<T>,
}

/// Makes so many.
pub async fn settle(at: SocketAddr, books: Books, count: usize) -> Result<Vec<Rc<Tenant>>, LoadError> {
    let made = stream::iter(0..count).map(|_| one(at, books.transactions));
    made.buffered(AT_ONCE).try_collect().await
}

async fn one(at: SocketAddr, transactions: u32) -> Result<Rc<Tenant>, LoadError> {
    let mut wire = Wire::new(at, PROVISION_SECRET, PATIENCE)?;
    let body = Some(Bytes::from(format!("{{\"transactions\": {transactions}}}")));
    let ask = Ask { method: Method::POST, path: "/api/provision".to_owned(), body, key: None };
    let mut tenant: Tenant = read(&expect(wire.ask(&ask).await, 201, &ask)?)?;
    let mut wire = Wire::new(at, &tenant.token, PATIENCE)?;
    let ask = Ask::get("/api/categories".to_owned());
    let list: List<Category> = read(&expect(wire.ask(&ask).await, 200, &ask)?)?;
    tenant.categories = list.items.into_iter().map(|category| category.id).collect();
    if tenant.accounts.is_empty() || tenant.categories.is_empty() {
        return Err(LoadError::Wrong("a provisioned book has no accounts or no categories".to_owned()));
    }
    Ok(Rc::new(tenant))
}

/// The answer if it has this status.
pub fn expect(answer: Result<Answer, String>, status: u16, ask: &Ask) -> Result<Answer, LoadError> {
    let wrong = |why: String| LoadError::Wrong(format!("{} {}: {why}", ask.method, ask.path));
    let answer = answer.map_err(wrong)?;
    if answer.status == status {
        return Ok(answer);
    }
    Err(wrong(format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body))))
}

/// What an answer says.
pub fn read<T: for<'a> Deserialize<'a>>(answer: &Answer) -> Result<T, LoadError> {
    serde_json::from_slice(&answer.body).map_err(|error| LoadError::Wrong(format!("an answer: {error}")))
}
