//! Accounts: their balance is the opening balance and the sum of the months.

use super::parse;
use super::view::{List, account_text, day_text, etag};
use crate::App;
use crate::problem::Problem;
use crate::tenant::{Reads, Writes};
use crate::write::{Answer, Call};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Account, AccountId, AccountKind};
use replica::{Entity, Field, Opening, ShardKey, Write};
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// An account.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct AccountEntry {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// `checking`, `savings`, `credit_card`, `cash`, `investment`, `loan` or `other_asset`.
    pub kind: String,
    /// ISO 4217.
    pub currency: String,
    /// Minor units, all rows counted.
    pub balance_minor: i64,
    /// Minor units, of what the bank has seen.
    pub cleared_minor: i64,
    /// Minor units before the first row.
    pub opening_balance_minor: i64,
    /// The day that stands for.
    pub opening_on: Option<String>,
    /// No longer in use.
    pub closed: bool,
}

/// An account to be.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// What its owner calls it.
    pub name: String,
    /// What it is: `checking`, `savings`, `credit_card`, `cash`, `investment`, `loan` or `other_asset`.
    pub kind: String,
    /// ISO 4217; it never changes.
    pub currency: String,
    /// Minor units before the first row.
    #[serde(default)]
    pub opening_balance_minor: i64,
    /// The day that stands for, `YYYY-MM-DD`.
    pub opening_on: Option<String>,
}

/// What changes. A field that is left out stays as it is.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// What its owner calls it.
    pub name: Option<String>,
    /// `checking`, `savings`, `credit_card`, `cash`, `investment`, `loan` or `other_asset`.
    pub kind: Option<String>,
    /// Minor units before the first row.
    pub opening_balance_minor: Option<i64>,
    /// The day that stands for, `YYYY-MM-DD`.
    pub opening_on: Option<String>,
    /// No longer in use.
    pub closed: Option<bool>,
}

impl AccountChange {
    fn writes(&self, id: AccountId, before: &AccountEntry) -> Result<Vec<Write>, Problem> {
        let mut writes = Vec::new();
        if let Some(name) = &self.name {
            writes.push(set(id, Field::Name, &parse::text("name", name, 200)?)?);
        }
        if let Some(kind) = &self.kind {
            let kind: AccountKind = parse::word("kind", kind)?;
            writes.push(set(id, Field::Kind, &kind)?);
        }
        if self.opening_balance_minor.is_some() || self.opening_on.is_some() {
            let day = self.opening_on.as_deref().or(before.opening_on.as_deref());
            let day = day.map(|text| parse::day_no("opening_on", text)).transpose()?;
            let balance = self.opening_balance_minor.unwrap_or(before.opening_balance_minor);
            writes.push(set(id, Field::Opening, &Opening { balance, day })?);
        }
        if let Some(closed) = self.closed {
            writes.push(set(id, Field::Closed, &closed)?);
        }
        Ok(writes)
    }
}

fn set<T: serde::Serialize + ?Sized>(id: AccountId, field: Field, value: &T) -> Result<Write, Problem> {
    let write = Write::set(ShardKey::Book, Entity::Account(id), field, Some(value));
    write.map_err(|error| Problem::internal(&error))
}

/// Accounts as they are listed: all of them, or one.
async fn entries(
    connection: &mut PgConnection,
    book: BookTag,
    one: Option<AccountId>,
) -> Result<Vec<AccountEntry>, Problem> {
    let rows = sqlx::query!(
        r#"select a.id, a.name, a.kind, a.currency, a.opening_balance, a.opening_day, a.closed,
             hosted_wrap(coalesce(t.amount, 0) + a.opening_balance) as "balance!",
             hosted_wrap(coalesce(t.cleared, 0) + a.opening_balance) as "cleared!"
           from hosted_account a
           left join lateral (select sum(amount) as amount, sum(cleared) as cleared from hosted_total
             where book = $1 and account = a.id) t on true
           where a.book = $1 and not a.deleted and ($2::bytea is null or a.id = $2)
           order by a.position nulls last, a.name, a.id"#,
        book.as_ref(),
        one.map(|id| id.0.to_vec())
    )
    .fetch_all(connection)
    .await?;
    let items = rows.into_iter().map(|row| AccountEntry {
        id: account_text(&row.id),
        name: row.name,
        kind: row.kind,
        currency: row.currency,
        balance_minor: row.balance,
        cleared_minor: row.cleared,
        opening_balance_minor: row.opening_balance,
        opening_on: row.opening_day.map(day_text),
        closed: row.closed,
    });
    Ok(items.collect())
}

async fn find(connection: &mut PgConnection, book: BookTag, id: AccountId) -> Result<AccountEntry, Problem> {
    entries(connection, book, Some(id)).await?.pop().ok_or_else(|| Problem::not_found("account"))
}

pub async fn list(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Response, Problem> {
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/accounts", "", async move |connection| {
            Ok(List::whole(entries(connection, book, None).await?))
        })
        .await
}

pub async fn change(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, input): (AccountId, AccountChange) = (parse::id("id", &id)?, call.json()?);
    hosted
        .write(&tenant, &call, async |book, _| {
            let found = hosted.edit(&book, async |connection| {
                let before = find(&mut *connection, tenant.book, id).await?;
                call.matches(&etag(&before))?;
                Ok((input.writes(id, &before)?, ()))
            });
            found.await?;
            let mut connection = hosted.reading(&tenant).await?;
            let entry = find(&mut connection, tenant.book, id).await?;
            Answer::of(StatusCode::OK, &entry, Some(etag(&entry)))
        })
        .await
}

pub async fn create(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: NewAccount = call.json()?;
    let opening_date = input.opening_on.as_deref().map(|text| parse::day("opening_on", text)).transpose()?;
    let mut account = Account {
        id: AccountId([0; 12]),
        name: parse::text("name", &input.name, 200)?,
        kind: parse::word("kind", &input.kind)?,
        currency: parse::currency("currency", &input.currency)?,
        bank: None,
        number: None,
        opening_balance: input.opening_balance_minor,
        opening_date,
        closed: false,
    };
    hosted
        .write(&tenant, &call, async |book, ids| {
            account.id = AccountId(ids.next());
            let write = Write::account(&account).map_err(|error| Problem::internal(&error))?;
            hosted.mint(&book, &[write]).await?;
            let entry = AccountEntry {
                id: account.id.to_string(),
                name: account.name.clone(),
                kind: input.kind.clone(),
                currency: account.currency.code().to_owned(),
                balance_minor: account.opening_balance,
                cleared_minor: account.opening_balance,
                opening_balance_minor: account.opening_balance,
                opening_on: account.opening_date.map(|day| day.to_string()),
                closed: false,
            };
            Answer::of(StatusCode::CREATED, &entry, None)
        })
        .await
}
