//! Jobs: what the server does, or did, for this book.

use super::parse::{self, Page};
use super::view::List;
use crate::App;
use crate::problem::Problem;
use crate::tenant::{Reads, Tenant};
use axum::Json;
use axum::extract::{Path, Query, State};
use jobs::queue::{self, Entry, Filter, State as JobState};
use serde_json::json;

/// Which jobs.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobQuery {
    /// `waiting`, `running`, `done` or `dead`.
    pub state: Option<String>,
    /// Of this name: `statement.import`, for example.
    pub name: Option<String>,
    /// 1 to 200, 50 without.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A job.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct JobEntry {
    /// Its number.
    pub id: i64,
    /// What it does: `statement.import`, `report.monthly`, `alerts.check`, `anomalies.scan` or `balances.check`.
    pub name: String,
    /// `waiting`, `running`, `done` or `dead`: given up.
    pub state: String,
    /// Attempts so far.
    pub attempts: i32,
    /// When it was asked for, UTC.
    pub created_at: String,
    /// While it waits: when it is due, UTC.
    pub due_at: Option<String>,
    /// Milliseconds of the last attempt, up to now while it runs.
    pub duration_ms: Option<i64>,
    /// What went wrong last.
    pub error: Option<String>,
    /// Its steps so far, in order; left out in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<JobStep>>,
}

/// A step of a job.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct JobStep {
    /// Which: `parse`, `plan`, `commit`, ...
    pub name: String,
    /// `running` or `done`.
    pub state: String,
    /// How often it was begun.
    pub attempts: i32,
    /// Milliseconds of the last time, up to now while it runs.
    pub duration_ms: i64,
}

impl From<Entry> for JobEntry {
    fn from(entry: Entry) -> Self {
        Self {
            due_at: (entry.state == JobState::Waiting.name()).then_some(entry.next_at),
            id: entry.id,
            name: entry.name,
            state: entry.state,
            attempts: entry.attempts,
            created_at: entry.created_at,
            duration_ms: entry.milliseconds,
            error: entry.error,
            steps: None,
        }
    }
}

/// Jobs of this book's that its token's account may look at.
fn of(tenant: &Tenant) -> Filter {
    let told = json!({"book": tenant.book.to_string()});
    Filter { account: Some(tenant.account), told: Some(told), ..Filter::default() }
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    query: Result<Query<JobQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<List<JobEntry>>, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let page = Page::of(query.limit, query.cursor.as_deref())?;
    let states = [JobState::Waiting, JobState::Running, JobState::Done, JobState::Dead];
    let state = query.state.as_deref().map(|text| {
        let none = || Problem::field("state", "it is `waiting`, `running`, `done` or `dead`");
        states.into_iter().find(|state| state.name() == text).ok_or_else(none)
    });
    let filter = Filter {
        state: state.transpose()?,
        name: query.name.map(|name| name.replace('\0', "")),
        before: page.before,
        most: page.limit + 1,
        ..of(&tenant)
    };
    let found = queue::list(&hosted.work, &filter).await?;
    let show = |entry| Ok(JobEntry::from(entry));
    Ok(Json(List::page(found, page.limit, |entry| entry.id.to_string(), show)?))
}

pub async fn one(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    Path(id): Path<String>,
) -> Result<Json<JobEntry>, Problem> {
    let id = parse::number("id", &id)?;
    let filter = Filter { before: id.checked_add(1), most: 1, ..of(&tenant) };
    let found = queue::list(&hosted.work, &filter).await?.pop().filter(|entry| entry.id == id);
    let mut entry = JobEntry::from(found.ok_or_else(|| Problem::not_found("job"))?);
    let steps = queue::steps(&hosted.work, id).await?;
    let steps = steps.into_iter().map(|step| JobStep {
        name: step.name,
        state: step.state,
        attempts: step.attempts,
        duration_ms: step.milliseconds,
    });
    entry.steps = Some(steps.collect());
    Ok(Json(entry))
}
