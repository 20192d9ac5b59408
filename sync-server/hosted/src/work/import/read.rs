//! An upload's bytes as what the file says.

use super::{Refusal, Upload};
use crate::Hosted;
use crate::work::again;
use domain::{Currency, StatementDocument};
use jobs::JobError;
use sqlx::PgConnection;
use statements::{ReadError, ReadOptions};
use sync_protocol::BookTag;

impl Hosted {
    /// Reads the file; gives what it says as JSON.
    pub(super) async fn read_upload(
        &self,
        connection: &mut PgConnection,
        book: BookTag,
        upload: &Upload,
        bytes: Vec<u8>,
    ) -> Result<Result<Vec<u8>, Refusal>, JobError> {
        let target = upload.target.map(|id| id.0.to_vec());
        let code = sqlx::query_scalar!(
            r#"select coalesce(
                 (select currency from hosted_account where book = $1 and id = $2),
                 (select currency from hosted_profile where book = $1)) as currency"#,
            book.as_ref(),
            target
        )
        .fetch_one(connection)
        .await?;
        let Some(currency) = code.as_deref().and_then(Currency::from_code) else {
            return Ok(Err(Refusal::new("no_currency", "the book says no currency yet")));
        };
        let options = ReadOptions { file_name: Some(upload.file_name.clone()), ..ReadOptions::new(currency) };
        let read = tokio::task::spawn_blocking(move || document(&bytes, &options)).await;
        read.map_err(|error| again(&error))?
    }
}

fn document(bytes: &[u8], options: &ReadOptions) -> Result<Result<Vec<u8>, Refusal>, JobError> {
    let document = match statements::read(bytes, options) {
        Ok(document) => document,
        Err(error) => return Ok(Err(refused(&error))),
    };
    if let Err(refusal) = only_statement(&document) {
        return Ok(Err(refusal));
    }
    serde_json::to_vec(&document).map(Ok).map_err(|error| again(&error))
}

fn refused(error: &ReadError) -> Refusal {
    Refusal::new(error.code(), error.to_string())
}

/// The place of the one statement that says anything.
pub fn only_statement(document: &StatementDocument) -> Result<usize, Refusal> {
    let speaking: Vec<usize> = document
        .statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| !statement.lines.is_empty() || statement.ledger_balance.is_some())
        .map(|(at, _)| at)
        .collect();
    match speaking.as_slice() {
        [one] => Ok(*one),
        [] => Err(Refusal::new("no_records", "the file holds no transaction and no balance")),
        several => {
            let detail =
                format!("the file holds statements of {} accounts: send a file for each", several.len());
            Err(Refusal::new("several_accounts", detail))
        }
    }
}
