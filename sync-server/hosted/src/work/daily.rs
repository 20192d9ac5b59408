//! What is looked at once a day in every hosted book: one small job puts a job for each book into the queue.

use super::alerts::CheckAlerts;
use super::anomalies::ScanAnomalies;
use super::reconciliation::CheckBalances;
use super::report::{self, ReportOrder};
use crate::App;
use domain::{Language, Month};
use jobs::{Context, Job, JobError, NewJob};
use replica::day_from_number;
use serde::{Deserialize, Serialize};
use sync_protocol::BookTag;

/// Asks for the day's jobs of every hosted book.
pub struct CheckBooks {
    pub(crate) hosted: App,
}

/// A book on a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Daily {
    pub book: String,
    /// Days since 1970-01-01, UTC.
    pub day: i32,
}

/// Books asked for in one statement.
const AT_ONCE: i64 = 500;

impl Job for CheckBooks {
    const NAME: &'static str = "books.check";
    const VERSION: u32 = 1;
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        // The key says which period it is of: however late it runs, it is that day's.
        let day = context.key().rsplit('/').next().and_then(|number| number.parse::<i32>().ok());
        let day = day.ok_or_else(|| JobError::Refused("the key names no day".to_owned()))?;
        let mut after: Vec<u8> = Vec::new();
        loop {
            let books = sqlx::query!(
                "select h.book, h.monthly_report, b.owner from hosted h join book b on b.id = h.book
                 where h.state = 'hosted' and h.book > $1 order by h.book limit $2",
                after,
                AT_ONCE
            )
            .fetch_all(&self.hosted.work)
            .await?;
            let Some(last) = books.last() else { return Ok(()) };
            after.clone_from(&last.book);
            let mut jobs = Vec::new();
            for row in &books {
                let of_book = of_book(&row.book, row.owner, day).map_err(|error| super::again(&error))?;
                jobs.extend(of_book);
                if let Some(language) = &row.monthly_report {
                    jobs.extend(monthly_report(&row.book, row.owner, day, language)?);
                }
            }
            jobs::enqueue_all(context.connection().await?, jobs).await?;
        }
    }
}

fn of_book(book: &[u8], owner: i64, day: i32) -> Result<[NewJob; 3], serde_json::Error> {
    let daily = Daily { book: sync_protocol::hex_of_bytes(book), day };
    let key = format!("{}/{day}", daily.book);
    Ok([
        NewJob::of::<CheckAlerts>(key.clone(), &daily)?.account(owner),
        NewJob::of::<ScanAnomalies>(key.clone(), &daily)?.account(owner),
        NewJob::of::<CheckBalances>(key, &daily)?.account(owner),
    ])
}

/// The report of the month before, unless it was asked for on an earlier day: its key is the month's.
fn monthly_report(book: &[u8], owner: i64, day: i32, language: &str) -> Result<Option<NewJob>, JobError> {
    let (Some(book), Some(today)) = (BookTag::from_slice(book), day_from_number(day)) else {
        return Ok(None);
    };
    let month = Month::of(today).plus(-1);
    let order = ReportOrder {
        book: book.to_string(),
        report: report::of_month(book, month),
        month,
        language: match language {
            "pt-BR" => Some(Language::PtBr),
            "en" => Some(Language::En),
            _ => None,
        },
        formats: report::Format::ALL.to_vec(),
    };
    report::job(&order, owner).map(Some).map_err(|error| super::again(&error))
}
