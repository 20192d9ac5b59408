//! Monthly reports: asked for here, made by the worker, reached by links that end.

use super::parse::{self, Page};
use super::view::List;
use crate::book::OpenBook;
use crate::problem::{Problem, ProblemCode};
use crate::tenant::{Reads, Tenant, Writes};
use crate::work::report::{Format, ReportOrder, job, object};
use crate::write::{Answer, Call};
use crate::{App, Hosted};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Language, Month, ReportId};
use sqlx::PgConnection;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use sync_protocol::BookTag;

/// How long a link opens its file.
const LINK: Duration = Duration::from_mins(15);

/// What is wanted.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// Of which month, `YYYY-MM`.
    pub month: String,
    /// `en` or `pt-BR`; the book's without.
    pub language: Option<String>,
    /// `pdf` or `csv`; both without.
    pub format: Option<String>,
}

/// Which page.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// 1 to 200, 50 without.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A report.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ReportEntry {
    /// Its id.
    pub id: String,
    /// `YYYY-MM`.
    pub month: String,
    /// `en` or `pt-BR`.
    pub language: String,
    /// `pdf`, `csv` or both.
    pub formats: Vec<String>,
    /// `waiting`, `ready`, or `failed`: given up.
    pub state: String,
    /// The job that makes it, or made it; none once it is forgotten.
    pub job_id: Option<i64>,
    /// When it was asked for, UTC.
    pub created_at: String,
    /// When it was ready, UTC.
    pub ended_at: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A report with its files.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ReportShown {
    /// The report.
    #[serde(flatten)]
    pub report: ReportEntry,
    /// Its files, once it is ready.
    pub files: Vec<ReportFile>,
}

/// A file of a report.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ReportFile {
    /// `pdf` or `csv`.
    pub format: String,
    /// Its size.
    pub bytes: i64,
    /// Whoever has this link gets the file, without a token.
    pub url: String,
    /// Seconds for which the link opens it; asking again gives another one.
    pub expires_in_seconds: u64,
}

/// Whether a report is made by itself once a month has ended.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportWish {
    /// Is it?
    pub wanted: bool,
    /// `en` or `pt-BR`; the book's without.
    pub language: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    number: i64,
    month: i32,
    language: String,
    formats: Vec<String>,
    state: String,
    job: Option<i64>,
    created_at: String,
    ended_at: Option<String>,
    error: Option<String>,
    pdf_bytes: Option<i64>,
    csv_bytes: Option<i64>,
}

/// The columns of [`Row`].
const ROW: &str = "select r.id, r.number, r.month, r.language, r.formats, r.pdf_bytes, r.csv_bytes, \
  case when r.ended_at is not null then 'ready' when j.state = 'dead' then 'failed' else 'waiting' end as state, \
  case when r.ended_at is null and j.state = 'dead' then j.error end as error, j.id as job, \
  to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as created_at, \
  to_char(r.ended_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as ended_at \
  from hosted_report r left join job j on j.name = 'report.monthly' and j.key = $2 || '/' || \
    translate(encode(r.id, 'base64'), '+/', '-_') where r.book = $1";

impl Row {
    fn month(&self) -> Result<Month, Problem> {
        Month::from_number(self.month).ok_or_else(|| Problem::internal(&"a report of no month"))
    }

    fn id(&self) -> Result<ReportId, Problem> {
        let id = self.id.as_slice().try_into().map(ReportId);
        id.map_err(|_| Problem::internal(&"a report whose id is none"))
    }

    fn entry(self) -> Result<ReportEntry, Problem> {
        Ok(ReportEntry {
            id: self.id()?.to_string(),
            month: self.month()?.to_string(),
            language: self.language,
            formats: self.formats,
            state: self.state,
            job_id: self.job,
            created_at: self.created_at,
            ended_at: self.ended_at,
            error: self.error,
        })
    }
}

async fn find(connection: &mut PgConnection, book: BookTag, id: ReportId) -> Result<Row, Problem> {
    let sql = format!("{ROW} and r.id = $3");
    let found: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(book.as_ref())
        .bind(book.to_string())
        .bind(id.0.as_slice())
        .fetch_optional(connection)
        .await?;
    found.ok_or_else(|| Problem::not_found("report"))
}

fn language(text: Option<&str>) -> Result<Option<Language>, Problem> {
    text.map(|text| parse::word("language", text)).transpose()
}

/// The month that tomorrow is in, UTC: somewhere it has begun.
fn newest_month(now: SystemTime) -> Month {
    let days = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400) + 1;
    let day = i32::try_from(days).ok().and_then(replica::day_from_number);
    day.map_or(Month::of(domain::Day::MAX), Month::of)
}

pub async fn order(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: NewReport = call.json()?;
    let month = parse::month("month", &input.month)?;
    if month > newest_month(SystemTime::now()) {
        return Err(Problem::field("month", format!("{month} has not begun")));
    }
    let language = language(input.language.as_deref())?;
    let format: Option<Format> =
        input.format.as_deref().map(|text| parse::word("format", text)).transpose()?;
    let formats = format.map_or_else(|| Format::ALL.to_vec(), |format| vec![format]);
    hosted.reached(&tenant).await?;
    hosted
        .write(&tenant, &call, async |book, ids| {
            let report = ReportId(ids.next());
            let order = ReportOrder { book: book.tag.to_string(), report, month, language, formats };
            hosted.order(&tenant, &book, &order).await
        })
        .await
}

impl Hosted {
    /// Puts a report into the queue, and says so where reports are listed.
    async fn order(&self, tenant: &Tenant, book: &OpenBook, order: &ReportOrder) -> Result<Answer, Problem> {
        let mut transaction = self.belonging(book.tag).await?;
        let formats: Vec<String> = order.formats.iter().map(|format| format.name().to_owned()).collect();
        sqlx::query!(
            "insert into hosted_report (book, id, account, month, language, formats)
             select $1, $2, $3, $4, coalesce($5, (select language from hosted_profile where book = $1), 'en'), $6
             on conflict (book, id) do nothing",
            book.tag.as_ref(),
            order.report.0.as_slice(),
            tenant.account,
            order.month.number(),
            order.language.map(Language::as_str),
            &formats
        )
        .execute(&mut *transaction)
        .await?;
        let job = job(order, tenant.account).map_err(|error| Problem::internal(&error))?;
        jobs::enqueue(&mut transaction, job).await?;
        let entry = find(&mut transaction, book.tag, order.report).await?.entry()?;
        transaction.commit().await?;
        Answer::of(StatusCode::ACCEPTED, &entry, None)
    }
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    query: Result<Query<ReportQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<List<ReportEntry>>, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let page = Page::of(query.limit, query.cursor.as_deref())?;
    let sql = format!("{ROW} and ($3::bigint is null or r.number < $3) order by r.number desc limit $4");
    let mut connection = hosted.reading(&tenant).await?;
    let found: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant.book.as_ref())
        .bind(tenant.book.to_string())
        .bind(page.before)
        .bind(i64::from(page.limit) + 1)
        .fetch_all(&mut *connection)
        .await?;
    Ok(Json(List::page(found, page.limit, |row| row.number.to_string(), Row::entry)?))
}

pub async fn one(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    Path(id): Path<String>,
) -> Result<Json<ReportShown>, Problem> {
    let id: ReportId = parse::id("id", &id)?;
    let mut connection = hosted.reading(&tenant).await?;
    let row = find(&mut connection, tenant.book, id).await?;
    drop(connection);
    let mut files = Vec::new();
    for (format, bytes) in [(Format::Pdf, row.pdf_bytes), (Format::Csv, row.csv_bytes)] {
        let Some(bytes) = bytes else { continue };
        let name = object(tenant.book, id, row.month()?, format);
        let url = hosted.objects.link(&name, LINK, SystemTime::now()).await;
        files.push(ReportFile {
            format: format.name().to_owned(),
            bytes,
            url: url.map_err(|error| Problem::internal(&error))?,
            expires_in_seconds: LINK.as_secs(),
        });
    }
    Ok(Json(ReportShown { report: row.entry()?, files }))
}

async fn stated(hosted: &App, book: BookTag) -> Result<ReportWish, Problem> {
    let wish = sqlx::query_scalar!("select monthly_report from hosted where book = $1", book.as_ref())
        .fetch_optional(&hosted.work)
        .await?
        .flatten();
    let language = wish.clone().filter(|language| language != "book");
    Ok(ReportWish { wanted: wish.is_some(), language })
}

pub async fn wish(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Json<ReportWish>, Problem> {
    Ok(Json(stated(&hosted, tenant.book).await?))
}

pub async fn set_wish(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: ReportWish = call.json()?;
    let language = language(input.language.as_deref())?.map_or("book", Language::as_str);
    let kept = input.wanted.then_some(language);
    hosted
        .write(&tenant, &call, async |book, _| {
            let done = sqlx::query!(
                "update hosted h set monthly_report = $3 from book b where h.book = $1 and b.id = h.book and b.owner = $2",
                book.tag.as_ref(),
                tenant.account,
                kept
            )
            .execute(&hosted.work)
            .await?;
            if done.rows_affected() == 0 {
                let detail = "the book's owner alone decides whether reports are made by themselves";
                return Err(Problem::new(ProblemCode::Forbidden, detail));
            }
            Answer::of(StatusCode::OK, &stated(&hosted, book.tag).await?, None)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_may_be_asked_for_once_it_has_begun_somewhere() {
        for (seconds, month) in [(0, "1970-01"), (86_400 * 30 - 1, "1970-01"), (86_400 * 30, "1970-02")] {
            assert_eq!(
                newest_month(UNIX_EPOCH + Duration::from_secs(seconds)).to_string(),
                month,
                "{seconds}"
            );
        }
    }
}
