//! Deleting objects when their time is over.

use super::report::{self, Format};
use domain::{Month, ReportId};
use jobs::objects::Objects;
use jobs::{Context, Job, JobError, NewJob};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use std::sync::Arc;
use std::time::Duration;
use sync_protocol::BookTag;

/// Deletes an object, if it is there.
pub struct ForgetObject {
    pub objects: Arc<Objects>,
}

/// Which.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    pub object: String,
}

impl Job for ForgetObject {
    const NAME: &'static str = "object.forget";
    const VERSION: u32 = 1;
    type Payload = Object;

    async fn run(&self, _: &mut Context, object: Object) -> Result<(), JobError> {
        self.objects.delete(&object.object).await.map_err(|error| super::again(&error))
    }
}

impl ForgetObject {
    /// The job that deletes this object after so long.
    pub fn later(object: &str, after: Duration) -> Result<NewJob, serde_json::Error> {
        let key = format!("{object}/{}", after.as_secs());
        Ok(NewJob::of::<Self>(key, &Object { object: object.to_owned() })?.after(after))
    }
}

/// Has everything deleted that lies in object storage for a book; to be called before its rows are gone.
pub async fn forget_objects(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    super::say_book(connection, book).await?;
    let mut names = sqlx::query_scalar!(
        r#"select 'imports/' || encode(book, 'hex') || '/' || encode(id, 'hex') as "object!" from hosted_import
           where book = $1 and state = 'waiting'"#,
        book.as_ref()
    )
    .fetch_all(&mut *connection)
    .await?;
    let reports = sqlx::query!("select id, month, formats from hosted_report where book = $1", book.as_ref())
        .fetch_all(&mut *connection)
        .await?;
    for report in reports {
        let (Ok(id), Some(month)) = (report.id.try_into(), Month::from_number(report.month)) else {
            continue;
        };
        let formats =
            Format::ALL.into_iter().filter(|format| report.formats.iter().any(|one| one == format.name()));
        names.extend(formats.map(|format| report::object(book, ReportId(id), month, format)));
    }
    let jobs: Result<Vec<NewJob>, _> =
        names.iter().map(|name| ForgetObject::later(name, Duration::ZERO)).collect();
    let jobs = jobs.map_err(|error| sqlx::Error::Encode(error.into()))?;
    jobs::enqueue_all(connection, jobs).await?;
    Ok(())
}
