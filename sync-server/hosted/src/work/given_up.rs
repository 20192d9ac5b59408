//! `job.given_up`: an account is told of what it asked for and will not get.

use super::import::{self, ImportStatement, ImportTurn};
use super::report::{MakeReport, ReportOrder, month_name};
use super::tell::Owner;
use super::{again, say_book, tag};
use jobs::notify::{Kind, Notice, notify};
use jobs::queue::GIVEN_UP;
use jobs::{Context, Job, JobError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;

/// Tells of a job that died. The queue asks for it when it gives one up.
pub struct TellGivenUp;

/// Which job.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenUp {
    job: i64,
}

impl Job for TellGivenUp {
    const NAME: &'static str = GIVEN_UP;
    const VERSION: u32 = 1;
    type Payload = GivenUp;

    async fn run(&self, context: &mut Context, payload: GivenUp) -> Result<(), JobError> {
        let row = sqlx::query!(
            r#"select name, payload, account as "account!" from job where id = $1 and state = 'dead' and account is not null"#,
            payload.job
        )
        .fetch_optional(context.pool())
        .await?;
        // Replayed meanwhile, or forgotten.
        let Some(row) = row else { return Ok(()) };
        let connection = context.connection().await?;
        match row.name.as_str() {
            ImportStatement::NAME => of_import(connection, &read(row.payload)?).await,
            MakeReport::NAME => of_report(connection, &read(row.payload)?, row.account).await,
            // What comes by itself comes again, and deliveries have told in the app.
            _ => Ok(()),
        }
    }
}

fn read<T: DeserializeOwned>(payload: Value) -> Result<T, JobError> {
    serde_json::from_value(payload).map_err(|error| JobError::Refused(error.to_string()))
}

async fn of_import(connection: &mut PgConnection, turn: &ImportTurn) -> Result<(), JobError> {
    let book = tag(&turn.book)?;
    say_book(connection, book).await?;
    import::tell_given_up(connection, book, turn.import).await
}

async fn of_report(connection: &mut PgConnection, order: &ReportOrder, account: i64) -> Result<(), JobError> {
    let book = tag(&order.book)?;
    say_book(connection, book).await?;
    let Some(owner) = Owner::of(connection, book).await? else { return Ok(()) };
    let month = month_name(order.month, owner.language);
    let notice = Notice {
        kind: Kind::WorkFailed,
        key: format!("{book}/{}", order.report),
        about: Some(book.to_string()),
        title: owner.word(
            format!("The report of {month} could not be made"),
            format!("O relatório de {month} não pôde ser feito"),
        ),
        body: owner
            .word(
                "The server gave up after several tries. Ask for the report again.",
                "O servidor desistiu após várias tentativas. Peça o relatório de novo.",
            )
            .to_owned(),
    };
    notify(connection, account, &notice).await.map_err(|error| again(&error))?;
    Ok(())
}
