//! `report.monthly`: what a book says of a month is gathered, drawn as PDF and CSV into object storage, and told.

mod document;
mod gather;
mod tables;
mod words;

use super::tell::Owner;
use super::{again, say_book, tag};
use crate::App;
use document::{Form, document};
use domain::{Language, Month, ReportId};
use gather::Gathered;
use jobs::notify::Kind;
use jobs::{Context, Job, JobError, NewJob, Step};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use std::time::Duration;
use sync_protocol::BookTag;
use words::Words;
pub use words::month_name;

/// Files of a report are kept for so long.
const KEPT: Duration = Duration::from_hours(24 * 400);

/// Makes a report.
pub struct MakeReport {
    pub(crate) hosted: App,
}

/// Forgets a report and its files.
pub struct ForgetReport {
    pub(crate) hosted: App,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Pages to read and print.
    Pdf,
    /// A table for other programs.
    Csv,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Csv];

    /// As the database and files' names say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
        }
    }
}

/// Which report.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportOrder {
    pub book: String,
    pub report: ReportId,
    pub month: Month,
    /// None: the book's.
    pub language: Option<Language>,
    pub formats: Vec<Format>,
}

/// Which one is to be forgotten. Not called `book`, since its owner has no job to see here.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    pub of: String,
    pub report: ReportId,
    pub month: Month,
}

/// Where a file of a report lies.
pub fn object(book: BookTag, report: ReportId, month: Month, format: Format) -> String {
    let id = sync_protocol::hex_of_bytes(&report.0);
    format!("reports/{book}/{id}/report-{month}.{}", format.name())
}

/// The report that comes by itself: of a month there is one.
pub fn of_month(book: BookTag, month: Month) -> ReportId {
    let hash = Sha256::new()
        .chain_update(b"valorize monthly report 1")
        .chain_update(book)
        .chain_update(month.number().to_le_bytes())
        .finalize();
    ReportId(std::array::from_fn(|at| hash[at]))
}

/// The job that makes a report.
pub fn job(order: &ReportOrder, account: i64) -> Result<NewJob, serde_json::Error> {
    let key = format!("{}/{}", order.book, order.report);
    Ok(NewJob::of::<MakeReport>(key, order)?.account(account))
}

impl Job for MakeReport {
    const NAME: &'static str = "report.monthly";
    const VERSION: u32 = 1;
    type Payload = ReportOrder;

    async fn run(&self, context: &mut Context, order: ReportOrder) -> Result<(), JobError> {
        let book = tag(&order.book)?;
        let account = context.account().ok_or_else(|| JobError::Refused("it is nobody's".to_owned()))?;
        self.gather(context, book, account, &order).await?;
        self.draw(context, book, &order).await?;
        if let Step::Due(mut step) = context.step::<()>("tell").await? {
            tell(step.connection(), book, account, &order).await?;
            step.finish(()).await?;
        }
        Ok(())
    }
}

impl MakeReport {
    /// Keeps what the book says of the month.
    async fn gather(
        &self,
        context: &mut Context,
        book: BookTag,
        account: i64,
        order: &ReportOrder,
    ) -> Result<(), JobError> {
        let Step::Due(mut step) = context.step::<()>("gather").await? else { return Ok(()) };
        let (gathered, language) = self.hosted.gather(book, order.month).await?;
        let connection = step.connection();
        say_book(connection, book).await?;
        let formats: Vec<String> = order.formats.iter().map(|format| format.name().to_owned()).collect();
        sqlx::query!(
            "insert into hosted_report (book, id, account, month, language, formats, gathered) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (book, id) do update set gathered = excluded.gathered",
            book.as_ref(),
            order.report.0.as_slice(),
            account,
            order.month.number(),
            order.language.unwrap_or(language).as_str(),
            &formats,
            gathered.to_bytes()?
        )
        .execute(&mut *connection)
        .await?;
        let forgotten = Forgotten { of: order.book.clone(), report: order.report, month: order.month };
        let key = format!("{}/{}", order.book, order.report);
        let forget = NewJob::of::<ForgetReport>(key, &forgotten).map_err(|error| again(&error))?;
        jobs::enqueue(connection, forget.after(KEPT)).await?;
        step.finish(()).await
    }

    /// Puts the files into object storage: the same ones, however often it is tried.
    async fn draw(&self, context: &mut Context, book: BookTag, order: &ReportOrder) -> Result<(), JobError> {
        let Step::Due(mut step) = context.step::<()>("draw").await? else { return Ok(()) };
        let connection = step.connection();
        say_book(connection, book).await?;
        let row = sqlx::query!(
            r#"select language, gathered as "gathered!" from hosted_report
               where book = $1 and id = $2 and gathered is not null for update"#,
            book.as_ref(),
            order.report.0.as_slice()
        )
        .fetch_optional(&mut *connection)
        .await?;
        let gone = || JobError::Refused("the book is no longer hosted".to_owned());
        let row = row.ok_or_else(gone)?;
        let language = if row.language == "pt-BR" { Language::PtBr } else { Language::En };
        let gathered = Gathered::from_bytes(&row.gathered)?;
        let (mut pdf, mut csv) = (None, None);
        for &format in &order.formats {
            let month = order.month;
            let bytes = tokio::task::block_in_place(|| file(&gathered, month, language, format))?;
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let put = self.hosted.objects.put(&object(book, order.report, month, format), bytes).await;
            put.map_err(|error| again(&error))?;
            match format {
                Format::Pdf => pdf = Some(size),
                Format::Csv => csv = Some(size),
            }
        }
        sqlx::query!(
            "update hosted_report set gathered = null, pdf_bytes = $3, csv_bytes = $4, ended_at = now() where book = $1 and id = $2",
            book.as_ref(),
            order.report.0.as_slice(),
            pdf,
            csv
        )
        .execute(connection)
        .await?;
        step.finish(()).await
    }
}

fn file(gathered: &Gathered, month: Month, language: Language, format: Format) -> Result<Vec<u8>, JobError> {
    match format {
        Format::Pdf => Ok(sheets::pdf(&document(gathered, month, language, Form::Paper), language)),
        Format::Csv => {
            let document = document(gathered, month, language, Form::Table);
            document.csv(Words::of(language).csv).map_err(|error| again(&error))
        }
    }
}

/// Tells whoever asked for it, once. What it says of money is in the files alone.
async fn tell(
    connection: &mut PgConnection,
    book: BookTag,
    account: i64,
    order: &ReportOrder,
) -> Result<(), JobError> {
    say_book(connection, book).await?;
    let Some(owner) = Owner::of(connection, book).await? else { return Ok(()) };
    let to = Owner { account, language: order.language.unwrap_or(owner.language), ..owner };
    let month = month_name(order.month, to.language);
    let title = to.word(format!("Report for {month}"), format!("Relatório de {month}"));
    let body = to.word(
        "It lies ready under the book's monthly reports.".to_owned(),
        "Está pronto entre os relatórios mensais do livro.".to_owned(),
    );
    to.tell(connection, Kind::ReportReady, &order.report.to_string(), title, body).await
}

impl Job for ForgetReport {
    const NAME: &'static str = "report.forget";
    const VERSION: u32 = 1;
    type Payload = Forgotten;

    async fn run(&self, context: &mut Context, forgotten: Forgotten) -> Result<(), JobError> {
        let book = tag(&forgotten.of)?;
        for format in Format::ALL {
            let object = object(book, forgotten.report, forgotten.month, format);
            self.hosted.objects.delete(&object).await.map_err(|error| again(&error))?;
        }
        let connection = context.connection().await?;
        say_book(connection, book).await?;
        sqlx::query!(
            "delete from hosted_report where book = $1 and id = $2",
            book.as_ref(),
            forgotten.report.0.as_slice()
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}
