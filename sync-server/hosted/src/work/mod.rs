//! Jobs of hosted books: what the worker does for their owners. Each is done once in effect, however often it is begun.

mod alerts;
mod anomalies;
mod daily;
mod forget;
mod given_up;
pub mod import;
mod merchants;
mod reconciliation;
pub mod report;
mod standing;
mod tell;

pub use forget::{ForgetObject, forget_objects};

use crate::problem::{Problem, ProblemCode};
use crate::project::ProjectError;
use crate::{Hosted, HostedSettings, start};
use jobs::objects::Objects;
use jobs::{JobError, Registry, WebhookSettings};
use relay::{Port, RelayError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use sync_protocol::BookTag;

const DAY: Duration = Duration::from_hours(24);

/// Adds the jobs of hosted books to those a worker knows; without a master key there are none, and such jobs wait for a worker that has it.
/// `model`: folder of the embedding model, with which merchants are compared.
///
/// # Errors
/// When the master key is none.
pub fn register(
    registry: Registry,
    port: Port,
    settings: HostedSettings,
    objects: Arc<Objects>,
    model: Option<&Path>,
) -> Result<Registry, RelayError> {
    let registry = registry.with(ForgetObject { objects: objects.clone() });
    let Some(hosted) = start::open(port, settings, objects, &WebhookSettings::default())? else {
        return Ok(registry);
    };
    Ok(registry
        .with(import::ImportStatement { hosted: hosted.clone() })
        .every(DAY, daily::CheckBooks { hosted: hosted.clone() })
        .with(alerts::CheckAlerts { hosted: hosted.clone() })
        .with(anomalies::ScanAnomalies {
            hosted: hosted.clone(),
            merchants: merchants::Merchants::open(model),
        })
        .with(reconciliation::CheckBalances { hosted: hosted.clone() })
        .with(report::MakeReport { hosted: hosted.clone() })
        .with(report::ForgetReport { hosted })
        .with(given_up::TellGivenUp))
}

/// A book's tag as payloads name it.
fn tag(text: &str) -> Result<BookTag, JobError> {
    relay::parse_tag(text).map(BookTag).map_err(|error| JobError::Refused(error.message))
}

/// What failed for now.
fn again(error: &dyn std::fmt::Display) -> JobError {
    JobError::Retry(error.to_string())
}

impl From<ProjectError> for JobError {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::NotHosted => Self::Refused("the book is no longer hosted".to_owned()),
            ProjectError::Database(error) => Self::Database(error),
            error => again(&error),
        }
    }
}

impl From<Problem> for JobError {
    fn from(problem: Problem) -> Self {
        match problem.code {
            ProblemCode::Internal | ProblemCode::Quota => Self::Retry(problem.detail),
            _ => Self::Refused(problem.detail),
        }
    }
}

impl Hosted {
    /// A transaction that sees this book's rows and writes no others.
    pub(crate) async fn belonging(
        &self,
        book: BookTag,
    ) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, sqlx::Error> {
        let mut transaction = self.work.begin().await?;
        say_book(&mut transaction, book).await?;
        Ok(transaction)
    }
}

/// Says for which book the rows of this transaction are.
pub async fn say_book(connection: &mut sqlx::PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    sqlx::query("select set_config('valorize.book', $1, true)")
        .bind(book.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
