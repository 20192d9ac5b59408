//! A transaction typed in: minted, sealed and appended, without loading anything.

use super::parse;
use super::view::{TransactionEntry, etag};
use crate::problem::Problem;
use crate::tenant::{Tenant, Writes};
use crate::write::{Answer, Call};
use crate::{App, Hosted};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::transaction::Origin;
use domain::{AccountId, CategoryId, Facts, Money, TransactionId};
use replica::{ShardKey, Write};
use std::collections::HashMap;

/// A transaction to be.
#[derive(Debug, Clone, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransaction {
    /// The account's id.
    pub account_id: String,
    /// Day, `YYYY-MM-DD`.
    pub posted_on: String,
    /// Minor units of the account's currency; negative is money out.
    pub amount_minor: i64,
    /// ISO 4217: the account's.
    pub currency: String,
    /// Text.
    pub description: String,
    /// Where it counts.
    pub category_id: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// What writes are checked against: accounts with their currency, and categories.
pub struct Known {
    accounts: HashMap<Vec<u8>, String>,
    categories: HashMap<Vec<u8>, Vec<u8>>,
}

impl Known {
    /// The currency of an account that can take rows.
    pub fn account(&self, field: &str, text: &str) -> Result<(AccountId, String), Problem> {
        let id: AccountId = parse::id(field, text)?;
        let currency = self.accounts.get(id.0.as_slice());
        let none = || Problem::field(field, format!("there is no account `{text}` in this book"));
        currency.map(|currency| (id, currency.clone())).ok_or_else(none)
    }

    /// A category that is there.
    pub fn category(&self, field: &str, text: &str) -> Result<CategoryId, Problem> {
        let id: CategoryId = parse::id(field, text)?;
        let none = || Problem::field(field, format!("there is no category `{text}` in this book"));
        self.categories.contains_key(id.0.as_slice()).then_some(id).ok_or_else(none)
    }

    /// Where a category counts.
    pub fn root(&self, id: CategoryId) -> String {
        let root = self.categories.get(id.0.as_slice());
        root.map_or_else(|| id.to_string(), |root| super::view::category_text(root))
    }
}

impl Hosted {
    /// Accounts and categories of these ids, which are most often there already: only where one is not, the read model is brought to the head first.
    pub async fn known(
        &self,
        tenant: &Tenant,
        accounts: &[&str],
        categories: &[&str],
    ) -> Result<Known, Problem> {
        let ids = |texts: &[&str]| -> Vec<Vec<u8>> {
            texts.iter().filter_map(|text| Some(text.parse::<AccountId>().ok()?.0.to_vec())).collect()
        };
        let (accounts, categories) = (ids(accounts), ids(categories));
        let known = self.look_up(tenant, &accounts, &categories).await?;
        let all = accounts.iter().all(|id| known.accounts.contains_key(id))
            && categories.iter().all(|id| known.categories.contains_key(id));
        if all {
            return Ok(known);
        }
        self.reached(tenant).await?;
        self.look_up(tenant, &accounts, &categories).await
    }

    async fn look_up(
        &self,
        tenant: &Tenant,
        accounts: &[Vec<u8>],
        categories: &[Vec<u8>],
    ) -> Result<Known, Problem> {
        let mut connection = self.reading(tenant).await?;
        let rows = sqlx::query!(
            r#"select id as "id!", currency as "currency?", null::bytea as root from hosted_account
                 where book = $1 and id = any($2) and not deleted
               union all select id, null, root from hosted_category where book = $1 and id = any($3)
                 and (not deleted or root <> id)"#,
            tenant.book.as_ref(),
            accounts,
            categories
        )
        .fetch_all(&mut *connection)
        .await?;
        let mut known = Known { accounts: HashMap::new(), categories: HashMap::new() };
        for row in rows {
            match (row.currency, row.root) {
                (Some(currency), _) => drop(known.accounts.insert(row.id, currency)),
                (None, Some(root)) => drop(known.categories.insert(row.id, root)),
                (None, None) => {}
            }
        }
        Ok(known)
    }
}

impl NewTransaction {
    /// The writes that make it, and how it is shown.
    pub fn writes(
        &self,
        known: &Known,
        id: TransactionId,
    ) -> Result<(Vec<Write>, TransactionEntry), Problem> {
        let (account, code) = known.account("account_id", &self.account_id)?;
        if self.currency != code {
            return Err(Problem::field("currency", format!("the account's currency is {code}")));
        }
        let currency = parse::currency("currency", &code)?;
        let date = parse::day("posted_on", &self.posted_on)?;
        let description = parse::text("description", &self.description, 1_000)?;
        let facts = Facts {
            date,
            amount: Money::new(self.amount_minor, currency),
            description: description.clone(),
            payee: None,
            memo: None,
            bank_id: None,
            check_number: None,
            original: None,
            instalment: None,
            origin: Origin::Manual,
        };
        let failed = |error: replica::CodecError| Problem::internal(&error);
        let shard = ShardKey::for_transaction(account, date);
        let mut writes = vec![Write::transaction(account, id, &facts).map_err(failed)?];
        let mut category_id = None;
        if let Some(text) = &self.category_id {
            let category = known.category("category_id", text)?;
            writes.push(shard.set_category(id, Some(category)).map_err(failed)?);
            category_id = Some(known.root(category));
        }
        let note = self.note.as_deref().map(|note| parse::text("note", note, 4_000)).transpose()?;
        if let Some(note) = &note {
            writes.push(shard.set_note(id, Some(note)).map_err(failed)?);
        }
        let entry = TransactionEntry {
            id: id.to_string(),
            account_id: account.to_string(),
            posted_on: date.to_string(),
            amount_minor: self.amount_minor,
            currency: code,
            description,
            payee_id: None,
            category_id,
            note,
            tags: Vec::new(),
            clearing: "uncleared",
            origin: "manual",
            splits: Vec::new(),
        };
        Ok((writes, entry))
    }
}

pub async fn create(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: NewTransaction = call.json()?;
    hosted
        .write(&tenant, &call, async |book, ids| {
            let category: Vec<&str> = input.category_id.as_deref().into_iter().collect();
            let known = hosted.known(&tenant, &[&input.account_id], &category).await?;
            let (writes, entry) = input.writes(&known, TransactionId(ids.next()))?;
            hosted.mint(&book, &writes).await?;
            let etag = etag(&entry);
            Answer::of(StatusCode::CREATED, &entry, Some(etag))
        })
        .await
}
