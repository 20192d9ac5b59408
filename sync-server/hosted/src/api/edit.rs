//! Changing transactions: the one shard a row lies in is loaded from its saved document.

#![allow(clippy::option_option, reason = "a field that is left out and one that is null are two things")]

use super::create::Known;
use super::parse;
use super::transactions::find;
use super::view::{TransactionEntry, etag};
use crate::problem::{Problem, ProblemCode};
use crate::tenant::{Tenant, Writes};
use crate::write::{Answer, Call};
use crate::{App, Hosted};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{AccountId, Clearing, Split, TransactionId};
use replica::{ShardKey, Write, day_from_number};
use sqlx::PgConnection;

/// What of a transaction is to be another. A field that is left out stays; `null` empties it.
#[derive(Debug, Default, Clone, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransactionChange {
    /// Where it counts.
    #[serde(default, deserialize_with = "said")]
    pub category_id: Option<Option<String>>,
    /// Note.
    #[serde(default, deserialize_with = "said")]
    pub note: Option<Option<String>>,
    /// All of its tags.
    pub tags: Option<Vec<String>>,
    /// Day, `YYYY-MM-DD`; `null` goes back to the bank's.
    #[serde(default, deserialize_with = "said")]
    pub posted_on: Option<Option<String>>,
    /// Minor units; only of one that was typed in.
    pub amount_minor: Option<i64>,
    /// Seen by the bank, or not.
    pub cleared: Option<bool>,
}

/// A field that is there is said, even when it is `null`.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    serde::Deserialize::deserialize(deserializer).map(Some)
}

/// A part to be.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// Minor units.
    pub amount_minor: i64,
    /// Where it counts.
    pub category_id: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// The parts of a split: at least two, which add up to the amount.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// The parts.
    pub parts: Vec<NewPart>,
}

impl TransactionChange {
    /// Categories it names.
    pub fn categories(&self) -> Vec<&str> {
        self.category_id.iter().flatten().map(String::as_str).collect()
    }

    /// The writes that make it so.
    pub fn writes(&self, place: &Placed, known: &Known) -> Result<Vec<Write>, Problem> {
        let Placed { shard, id, .. } = *place;
        let mut writes = Vec::new();
        let failed = |error: replica::CodecError| Problem::internal(&error);
        if let Some(category) = &self.category_id {
            let category = category.as_deref().map(|text| known.category("category_id", text)).transpose()?;
            writes.push(shard.set_category(id, category).map_err(failed)?);
        }
        if let Some(note) = &self.note {
            let note = note.as_deref().map(|note| parse::text("note", note, 4_000)).transpose()?;
            writes.push(shard.set_note(id, note.as_deref()).map_err(failed)?);
        }
        if let Some(tags) = &self.tags {
            let tags: Vec<String> =
                tags.iter().map(|tag| parse::text("tags", tag, 100)).collect::<Result<_, _>>()?;
            writes.push(shard.set_tags(id, &tags).map_err(failed)?);
        }
        if let Some(day) = &self.posted_on {
            let day = day.as_deref().map(|text| parse::day("posted_on", text)).transpose()?;
            writes.push(shard.set_date(id, day).map_err(failed)?);
        }
        if let Some(amount) = self.amount_minor {
            if !place.manual {
                return Err(Problem::field("amount_minor", "the amount is the bank's and cannot be changed"));
            }
            if place.entry.splits.iter().any(|part| !part.remainder) && amount != place.entry.amount_minor {
                return Err(Problem::field("amount_minor", "it is split: take its parts away first"));
            }
            writes.push(shard.set_amount(id, Some(amount)).map_err(failed)?);
        }
        if let Some(cleared) = self.cleared {
            let clearing = if cleared { Clearing::Cleared } else { Clearing::Uncleared };
            writes.push(shard.set_clearing(id, Some(clearing)).map_err(failed)?);
        }
        Ok(writes)
    }
}

/// A transaction with the shard it lies in.
pub struct Placed {
    pub shard: ShardKey,
    pub id: TransactionId,
    pub manual: bool,
    pub entry: TransactionEntry,
}

/// Finds a row that may be changed.
pub async fn place(
    connection: &mut PgConnection,
    tenant: &Tenant,
    id: TransactionId,
) -> Result<Placed, Problem> {
    let entry = find(&mut *connection, tenant.book, id).await?;
    if entry.clearing == "reconciled" {
        let detail = "it is part of a reconciled statement: undo the reconciliation first";
        return Err(Problem::new(ProblemCode::Conflict, detail));
    }
    let row = sqlx::query!(
        "select account, fact_day from hosted_transaction where book = $1 and id = $2",
        tenant.book.as_ref(),
        id.0.as_slice()
    )
    .fetch_one(connection)
    .await?;
    let (account, day) = (row.account.try_into().ok().map(AccountId), day_from_number(row.fact_day));
    let (Some(account), Some(day)) = (account, day) else { return Err(Problem::not_found("transaction")) };
    let manual = entry.origin == "manual";
    Ok(Placed { shard: ShardKey::for_transaction(account, day), id, manual, entry })
}

impl Hosted {
    /// Changes one transaction and answers how it is then.
    async fn change_one(
        &self,
        tenant: &Tenant,
        call: &Call,
        id: TransactionId,
        say: impl FnOnce(&Placed) -> Result<Vec<Write>, Problem>,
        shown: bool,
    ) -> Result<Response, Problem> {
        self.write(tenant, call, async |book, _| {
            self.edit(&book, async |connection| {
                let placed = place(&mut *connection, tenant, id).await?;
                call.matches(&etag(&placed.entry))?;
                Ok((say(&placed)?, ()))
            })
            .await?;
            if !shown {
                return Ok(Answer::nothing());
            }
            let mut connection = self.reading(tenant).await?;
            let entry = find(&mut connection, tenant.book, id).await?;
            Answer::of(StatusCode::OK, &entry, Some(etag(&entry)))
        })
        .await
    }
}

pub async fn change(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, input): (_, TransactionChange) = (parse::id("id", &id)?, call.json()?);
    let known = hosted.known(&tenant, &[], &input.categories()).await?;
    hosted.change_one(&tenant, &call, id, |placed| input.writes(placed, &known), true).await
}

pub async fn delete(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id = parse::id("id", &id)?;
    let say = |placed: &Placed| {
        let deleted = placed.shard.set_deleted(placed.id, true);
        Ok(vec![deleted.map_err(|error| Problem::internal(&error))?])
    };
    hosted.change_one(&tenant, &call, id, say, false).await
}

pub async fn split(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, input): (_, Parts) = (parse::id("id", &id)?, call.json()?);
    if input.parts.len() > 100 {
        return Err(Problem::field("parts", "there are at most 100"));
    }
    let categories: Vec<&str> = input.parts.iter().filter_map(|part| part.category_id.as_deref()).collect();
    let known = hosted.known(&tenant, &[], &categories).await?;
    let part = |part: &NewPart| {
        let category = part.category_id.as_deref().map(|text| known.category("parts.category_id", text));
        let note = part.note.as_deref().map(|note| parse::text("parts.note", note, 4_000));
        Ok(Split { amount: part.amount_minor, category: category.transpose()?, note: note.transpose()? })
    };
    let parts: Vec<Split> = input.parts.iter().map(part).collect::<Result<_, Problem>>()?;
    if parts.is_empty() {
        return Err(Problem::field("parts", "a split needs at least two parts"));
    }
    let say = |placed: &Placed| {
        domain::transaction::validate_splits(placed.entry.amount_minor, &parts)
            .map_err(|error| Problem::field("parts", error.to_string()))?;
        let splits = placed.shard.set_splits(placed.id, &parts);
        Ok(vec![splits.map_err(|error| Problem::internal(&error))?])
    };
    hosted.change_one(&tenant, &call, id, say, true).await
}

pub async fn unsplit(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id = parse::id("id", &id)?;
    let say = |placed: &Placed| {
        let splits = placed.shard.set_splits(placed.id, &[]);
        Ok(vec![splits.map_err(|error| Problem::internal(&error))?])
    };
    hosted.change_one(&tenant, &call, id, say, true).await
}
