//! Notifications about this book, and where else their account wants to hear of them.

use super::parse;
use super::view::List;
use crate::App;
use crate::problem::{Problem, ProblemCode};
use crate::tenant::{Reads, Writes};
use crate::write::{Answer, Call};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jobs::notify::{self, Behind, Channel, Kind, Language, NotifyError, Told};

/// Which page.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationQuery {
    /// 1 to 200, 50 without.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A notification.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct NotificationEntry {
    /// Its number.
    pub id: i64,
    /// `budget_near_limit`, `budget_exceeded`, `goal_reached`, `goal_behind`, `unusual_transaction`, `import_finished`, `import_needs_review`,
    /// `report_ready`, `balance_differs` or `work_failed`.
    pub kind: String,
    /// In one line, in the book's language.
    pub title: String,
    /// In full.
    pub body: String,
    /// When it was given, UTC.
    pub created_at: String,
    /// When it was read, UTC; none while it is unread.
    pub read_at: Option<String>,
}

/// Notifications, unread ones first.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Notifications {
    /// A page of them.
    pub items: Vec<NotificationEntry>,
    /// To be given as `cursor` for what comes after; none when that was all.
    pub next_cursor: Option<String>,
    /// How many are unread, on all pages.
    pub unread: i64,
}

/// How the token's account wants to hear of all its books. In the app everything is shown.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// The language of mail, `en` or `pt-BR`; none where no mail is wanted. Mail goes to the account's name, which must be an address then.
    pub email: Option<String>,
    /// What is not wanted outside the app.
    #[serde(default)]
    pub unwanted: Vec<Unwanted>,
}

/// A kind of notification that is not wanted over a channel.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unwanted {
    /// As notifications say it.
    pub kind: String,
    /// `email` or `webhook`.
    pub channel: String,
}

impl From<Told> for NotificationEntry {
    fn from(told: Told) -> Self {
        let Told { id, kind, title, body, created_at, read_at } = told;
        Self { id, kind, title, body, created_at, read_at }
    }
}

impl From<NotifyError> for Problem {
    fn from(error: NotifyError) -> Self {
        match error {
            NotifyError::Wrong(why) => Self::field("email", why),
            error @ (NotifyError::There | NotifyError::Full) => {
                Self::new(ProblemCode::Conflict, error.to_string())
            }
            error => Self::internal(&error),
        }
    }
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    query: Result<Query<NotificationQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Notifications>, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let limit = parse::limit(query.limit)?;
    let behind = query.cursor.as_deref().map(behind).transpose()?;
    let about = tenant.book.to_string();
    let found = notify::inbox(&hosted.work, tenant.account, &about, behind, limit + 1).await?;
    let cursor = |last: &Told| format!("{}{}", if last.read_at.is_some() { 'r' } else { 'u' }, last.id);
    let show = |told| Ok(NotificationEntry::from(told));
    let List { items, next_cursor } = List::page(found, limit, cursor, show)?;
    let unread = notify::unread(&hosted.work, tenant.account, &about).await?;
    Ok(Json(Notifications { items, next_cursor, unread }))
}

fn behind(cursor: &str) -> Result<Behind, Problem> {
    let wrong = || Problem::field("cursor", "it is the `next_cursor` of a page");
    let (read, number) = match (cursor.strip_prefix('r'), cursor.strip_prefix('u')) {
        (Some(number), _) => (true, number),
        (_, Some(number)) => (false, number),
        _ => return Err(wrong()),
    };
    let id = number.parse::<i64>().ok().filter(|id| *id >= 0).ok_or_else(wrong)?;
    Ok(Behind { read, id })
}

pub async fn read(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id = parse::number("id", &id)?;
    hosted
        .write(&tenant, &call, async |_, _| {
            let about = tenant.book.to_string();
            if notify::mark_read(&hosted.work, tenant.account, &about, id).await? {
                hosted.port.notice(tenant.book, tenant.account, 0);
                return Ok(Answer::nothing());
            }
            Err(Problem::not_found("notification"))
        })
        .await
}

pub async fn preferences(
    State(hosted): State<App>,
    Reads(tenant): Reads,
) -> Result<Json<Preferences>, Problem> {
    Ok(Json(stated(&hosted, tenant.account).await?))
}

async fn stated(hosted: &App, account: i64) -> Result<Preferences, Problem> {
    let wishes = notify::wishes(&hosted.work, account).await?;
    let unwanted = wishes
        .unwanted
        .into_iter()
        .map(|(kind, channel)| Unwanted { kind: kind.name().to_owned(), channel: channel.name().to_owned() });
    let email = wishes.email.map(|(_, language)| language.name().to_owned());
    Ok(Preferences { email, unwanted: unwanted.collect() })
}

pub async fn prefer(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: Preferences = call.json()?;
    let unwanted: Vec<(Kind, Channel)> = input
        .unwanted
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let kind = parse::word(&format!("unwanted[{at}].kind"), &one.kind)?;
            Ok((kind, parse::word(&format!("unwanted[{at}].channel"), &one.channel)?))
        })
        .collect::<Result<_, Problem>>()?;
    let language: Option<Language> =
        input.email.as_deref().map(|text| parse::word("email", text)).transpose()?;
    hosted
        .write(&tenant, &call, async |_, _| {
            let name = sqlx::query_scalar!("select name from account where id = $1", tenant.account)
                .fetch_one(&hosted.work)
                .await?;
            let email = language.map(|language| (name.as_str(), language));
            notify::set_email(&hosted.work, tenant.account, email).await?;
            for kind in Kind::ALL {
                for channel in [Channel::Email, Channel::Webhook] {
                    let wanted = !unwanted.contains(&(kind, channel));
                    notify::prefer(&hosted.work, tenant.account, kind, channel, wanted).await?;
                }
            }
            Answer::of(StatusCode::OK, &stated(&hosted, tenant.account).await?, None)
        })
        .await
}
