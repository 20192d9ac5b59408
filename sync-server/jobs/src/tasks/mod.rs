//! Google Cloud Tasks as what asks for jobs when they are due. A task carries a job's number, never its payload: the row in Postgres stays the
//! truth, with its attempts, its error and its one effect.

use crate::queue::{self, Handed};
use crate::settings::{DoorSettings, TasksSettings};
use crate::worker::Worker;
use crate::{WorkerError, encryption};
use futures_util::StreamExt as _;
use google_cloud_auth::credentials::anonymous;
use google_cloud_gax::error::rpc::Code;
use google_cloud_tasks_v2::client::CloudTasks as Client;
use google_cloud_tasks_v2::model::{HttpMethod, HttpRequest, OidcToken, Task};
use google_cloud_wkt::Timestamp;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Tasks created at once, and in one round.
const AT_ONCE: usize = 8;
const ROUND: u32 = 200;
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// A queue of Cloud Tasks that calls this worker.
pub struct CloudTasks {
    client: Client,
    queue: String,
    target: String,
    account: String,
    audience: String,
    again: Duration,
}

impl CloudTasks {
    /// The queue of the settings; none where they name none.
    ///
    /// # Errors
    /// When a setting cannot be used or the client cannot be made.
    pub async fn open(tasks: &TasksSettings, door: &DoorSettings) -> Result<Option<Self>, WorkerError> {
        let Some(queue) = &tasks.tasks_queue else { return Ok(None) };
        if !is_queue(queue) {
            let what =
                format!("--tasks-queue {queue}: write projects/PROJECT/locations/LOCATION/queues/QUEUE");
            return Err(WorkerError::Setting(what));
        }
        let (Some(target), Some(account), Some(audience)) =
            (&tasks.tasks_target, &door.worker_account, &door.worker_audience)
        else {
            let what = "--tasks-queue needs --tasks-target, --worker-account and --worker-audience";
            return Err(WorkerError::Setting(what.to_owned()));
        };
        encryption();
        let mut builder = Client::builder();
        if let Some(endpoint) = &tasks.tasks_endpoint {
            builder = builder.with_endpoint(endpoint);
            if endpoint.starts_with("http://") {
                builder = builder.with_credentials(anonymous::Builder::new().build());
            }
        }
        let client =
            builder.build().await.map_err(|error| WorkerError::Setting(format!("Cloud Tasks: {error}")))?;
        Ok(Some(Self {
            client,
            queue: queue.clone(),
            target: target.trim_end_matches('/').to_owned(),
            account: account.clone(),
            audience: audience.clone(),
            again: Duration::from_mins(tasks.tasks_again_minutes),
        }))
    }

    /// Creates the task of a job. Twice is once: its name comes from the job's name and key.
    async fn create(&self, job: &Handed) -> Result<(), google_cloud_tasks_v2::Error> {
        let token = OidcToken::new().set_service_account_email(&self.account).set_audience(&self.audience);
        let request = HttpRequest::new()
            .set_url(format!("{}/worker/jobs/{}", self.target, job.name))
            .set_http_method(HttpMethod::Post)
            .set_headers([("content-type", "application/json")])
            .set_body(serde_json::json!({"job": job.id}).to_string().into_bytes())
            .set_oidc_token(token);
        let due = Timestamp::clamp(job.due.div_euclid(1_000), nanoseconds(job.due));
        let task = Task::new()
            .set_name(format!("{}/tasks/{}", self.queue, task_name(job)))
            .set_schedule_time(due)
            .set_http_request(request);
        match self.client.create_task().set_parent(&self.queue).set_task(task).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some_and(|status| status.code == Code::AlreadyExists) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn nanoseconds(milliseconds: i64) -> i32 {
    i32::try_from(milliseconds.rem_euclid(1_000)).unwrap_or(0) * 1_000_000
}

fn is_queue(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    matches!(parts.as_slice(), ["projects", p, "locations", l, "queues", q] if ![p, l, q].iter().any(|part| part.is_empty()))
}

/// From the job's name and key, so that it is the same whoever creates it; hashed, since Cloud Tasks spreads its work by the beginning.
fn task_name(job: &Handed) -> String {
    let hash = Sha256::digest(format!("{}\n{}", job.name, job.key));
    let mut start = [0; 16];
    start.copy_from_slice(&hash[..16]);
    format!("{:032x}-{}-{}", u128::from_be_bytes(start), job.id, job.round)
}

/// Hands due and scheduled jobs over until the worker stops.
pub async fn hand_over(worker: Arc<Worker>, tasks: CloudTasks) {
    while !worker.is_draining() {
        let rest = match round(&worker, &tasks).await {
            Ok(true) => continue,
            Ok(false) => worker.pace.poll,
            Err(error) => {
                tracing::warn!(%error, "the queue could not be read");
                AFTER_FAILURE
            }
        };
        worker.rest(rest).await;
    }
}

/// One round; true when there is more.
async fn round(worker: &Worker, tasks: &CloudTasks) -> Result<bool, sqlx::Error> {
    let due = queue::due_to_hand(&worker.pool, ROUND, tasks.again).await?;
    let full = due.len() == ROUND as usize;
    let created: Vec<Option<i64>> = futures_util::stream::iter(due)
        .map(|job| async move {
            match tasks.create(&job).await {
                Ok(()) => Some(job.id),
                Err(error) => {
                    tracing::warn!(job = job.id, name = job.name, %error, "Cloud Tasks did not take a job");
                    None
                }
            }
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let all = created.iter().all(Option::is_some);
    let ids: Vec<i64> = created.into_iter().flatten().collect();
    queue::handed(&worker.pool, &ids).await?;
    worker.metrics.handed.inc_by(ids.len() as u64);
    if !all {
        worker.rest(AFTER_FAILURE).await;
    }
    Ok(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_queues_and_tasks_have_the_form_that_cloud_tasks_takes() {
        for (name, good) in [
            ("projects/p/locations/l/queues/q", true),
            ("projects/p/locations/l/queues/", false),
            ("projects/p/queues/q", false),
            ("q", false),
        ] {
            assert_eq!(is_queue(name), good, "{name}");
        }
        let job =
            |key: &str, round| Handed { id: 7, name: "a.b".to_owned(), key: key.to_owned(), round, due: 0 };
        let name = task_name(&job("é/1", 0));
        assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'), "{name}");
        assert_eq!(name, task_name(&job("é/1", 0)));
        assert!(name != task_name(&job("é/1", 1)) && name != task_name(&job("é/2", 0)));
        assert_eq!((nanoseconds(1_500), nanoseconds(-1)), (500_000_000, 999_000_000));
    }
}
