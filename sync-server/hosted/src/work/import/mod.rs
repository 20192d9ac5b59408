//! `statement.import`: an uploaded statement is read, planned, and committed when the plan leaves no doubt; else it waits for its owner.

mod commit;
mod ground;
mod notice;
mod plan;
mod read;

pub use plan::{Kept, Summary};

use super::{again, say_book, tag};
use crate::{App, Hosted};
use domain::{AccountId, PlanId};
use jobs::{Context, Job, JobError, NewJob, Step};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use std::time::Duration;
use sync_protocol::BookTag;

/// Reads, plans and commits an upload.
pub struct ImportStatement {
    pub(crate) hosted: App,
}

/// Which upload, and after how many decisions of its owner.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportTurn {
    pub book: String,
    pub import: PlanId,
    pub turn: i32,
}

/// Why an upload is not imported: programs branch on the code, people read the detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub detail: String,
}

impl Refusal {
    fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// The next one follows.
    On,
    /// The upload is refused, discarded, or waits for its owner.
    Over,
}

/// An upload as the job needs it.
struct Upload {
    account: i64,
    target: Option<AccountId>,
    file_name: String,
    sha256: [u8; 32],
    state: String,
}

/// Where an upload lies until it is read.
pub fn object(book: BookTag, import: PlanId) -> String {
    format!("imports/{book}/{}", sync_protocol::hex_of_bytes(&import.0))
}

/// The job of an upload's turn.
pub fn job(book: BookTag, import: PlanId, turn: i32, account: i64) -> Result<NewJob, serde_json::Error> {
    let payload = ImportTurn { book: book.to_string(), import, turn };
    Ok(NewJob::of::<ImportStatement>(format!("{book}/{import}/{turn}"), &payload)?.account(account))
}

impl Job for ImportStatement {
    const NAME: &'static str = "statement.import";
    const VERSION: u32 = 1;
    const TIMEOUT: Duration = Duration::from_mins(9);
    type Payload = ImportTurn;

    async fn run(&self, context: &mut Context, payload: ImportTurn) -> Result<(), JobError> {
        let (hosted, book, import) = (&*self.hosted, tag(&payload.book)?, payload.import);
        if payload.turn == 0 {
            if parse(hosted, context, book, import).await? == Outcome::Over {
                return Ok(());
            }
            if plan(hosted, context, book, import).await? == Outcome::Over {
                return Ok(());
            }
        }
        if let Step::Due(step) = context.step::<Outcome>("commit").await? {
            hosted.commit_import(book, import).await?;
            step.finish(Outcome::Over).await?;
        }
        Ok(())
    }
}

async fn parse(
    hosted: &Hosted,
    context: &mut Context,
    book: BookTag,
    import: PlanId,
) -> Result<Outcome, JobError> {
    let mut step = match context.step::<Outcome>("parse").await? {
        Step::Done(outcome) => return Ok(outcome),
        Step::Due(step) => step,
    };
    say_book(step.connection(), book).await?;
    let Some(upload) = upload(step.connection(), book, import).await?.filter(|one| one.state == "waiting")
    else {
        return step.finish(Outcome::Over).await;
    };
    let bytes = hosted.objects.get(&object(book, import)).await.map_err(|error| again(&error))?;
    let read = match bytes {
        Some(bytes) => hosted.read_upload(step.connection(), book, &upload, bytes).await?,
        None => Err(Refusal::new("upload_lost", "the upload is not there any more: send it again")),
    };
    match read {
        Ok(document) => {
            sqlx::query!(
                "update hosted_import set document = $3 where book = $1 and id = $2",
                book.as_ref(),
                import.0.as_slice(),
                document
            )
            .execute(step.connection())
            .await?;
            step.finish(Outcome::On).await
        }
        Err(refusal) => {
            hosted.refuse(step.connection(), book, import, &upload, &refusal).await?;
            step.finish(Outcome::Over).await
        }
    }
}

async fn plan(
    hosted: &Hosted,
    context: &mut Context,
    book: BookTag,
    import: PlanId,
) -> Result<Outcome, JobError> {
    let mut step = match context.step::<Outcome>("plan").await? {
        Step::Done(outcome) => return Ok(outcome),
        Step::Due(step) => step,
    };
    say_book(step.connection(), book).await?;
    let Some(upload) = upload(step.connection(), book, import).await? else {
        return step.finish(Outcome::Over).await;
    };
    let made = hosted.plan_import(book, import, &upload).await?;
    let outcome = match made {
        Ok(kept) => {
            let doubtful = kept.summary.needs_review();
            hosted.keep_plan(step.connection(), book, import, &kept, doubtful).await?;
            if doubtful {
                notice::give(step.connection(), book, import, &upload, notice::Said::Review).await?;
            }
            if doubtful { Outcome::Over } else { Outcome::On }
        }
        Err(refusal) => {
            hosted.refuse(step.connection(), book, import, &upload, &refusal).await?;
            Outcome::Over
        }
    };
    let outcome = step.finish(outcome).await?;
    // Everything is in the plan now. What is not deleted here, the job does that was put into the queue with the upload.
    if let Err(error) = hosted.objects.delete(&object(book, import)).await {
        tracing::warn!(%error, "an upload could not be deleted yet");
    }
    Ok(outcome)
}

/// Tells the owner of an upload that its job was given up.
pub async fn tell_given_up(
    connection: &mut PgConnection,
    book: BookTag,
    import: PlanId,
) -> Result<(), JobError> {
    let Some(upload) = upload(connection, book, import).await? else { return Ok(()) };
    let begun = match upload.state.as_str() {
        "waiting" => false,
        "committing" => true,
        _ => return Ok(()),
    };
    notice::give(connection, book, import, &upload, notice::Said::GivenUp { begun }).await
}

async fn upload(
    connection: &mut PgConnection,
    book: BookTag,
    import: PlanId,
) -> Result<Option<Upload>, JobError> {
    let row = sqlx::query!(
        "select account, target, file_name, sha256, state from hosted_import where book = $1 and id = $2 for update",
        book.as_ref(),
        import.0.as_slice()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Upload {
        account: row.account,
        target: row.target.and_then(|id| id.try_into().ok()).map(AccountId),
        file_name: row.file_name,
        sha256: row.sha256.try_into().unwrap_or_default(),
        state: row.state,
    }))
}

impl Hosted {
    /// Keeps a plan, and whether it waits for its owner.
    async fn keep_plan(
        &self,
        connection: &mut PgConnection,
        book: BookTag,
        import: PlanId,
        kept: &Kept,
        waits: bool,
    ) -> Result<(), JobError> {
        let plan = serde_json::to_vec(kept).map_err(|error| again(&error))?;
        let summary = serde_json::to_string(&kept.summary).map_err(|error| again(&error))?;
        sqlx::query!(
            "update hosted_import set document = null, plan = $3, summary = $4, state = $5 where book = $1 and id = $2",
            book.as_ref(),
            import.0.as_slice(),
            plan,
            summary,
            if waits { "waiting_for_review" } else { "committing" }
        )
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Ends an upload that cannot be imported, and tells its owner.
    async fn refuse(
        &self,
        connection: &mut PgConnection,
        book: BookTag,
        import: PlanId,
        upload: &Upload,
        refusal: &Refusal,
    ) -> Result<(), JobError> {
        sqlx::query!(
            "update hosted_import set state = 'refused', code = $3, detail = $4, document = null, plan = null, outbox = null, ended_at = now()
             where book = $1 and id = $2",
            book.as_ref(),
            import.0.as_slice(),
            refusal.code,
            crate::project::text(&refusal.detail)
        )
        .execute(&mut *connection)
        .await?;
        notice::give(connection, book, import, upload, notice::Said::Refused(&refusal.detail)).await
    }
}
