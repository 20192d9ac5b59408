//! All configuration of a worker, in one place: every setting is a command-line option and an environment variable, with this text as its help.

use crate::Pace;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How a worker runs.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Postgres with the queue.
    #[arg(long, env = "VALORIZE_DATABASE", hide_env_values = true)]
    pub database: String,
    /// Bring the schema up to date at the start; false leaves that to `sync-server migrate`.
    #[arg(long, env = "VALORIZE_MIGRATE", default_value_t = true, action = clap::ArgAction::Set)]
    pub migrate: bool,
    /// Address the worker listens on; port 0 takes a free one and prints it.
    #[arg(long, env = "VALORIZE_WORKER_LISTEN", default_value = "127.0.0.1:8788")]
    pub worker_listen: SocketAddr,
    /// Seconds for jobs under way to end at SIGTERM; what is not done then is given back.
    #[arg(long, env = "VALORIZE_DRAIN_SECONDS", default_value_t = 8)]
    pub drain_seconds: u64,
    /// Jobs run at once.
    #[arg(long, env = "VALORIZE_JOB_CONCURRENCY", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub job_concurrency: u32,
    /// Milliseconds between looks at an empty queue, give or take a quarter.
    #[arg(long, env = "VALORIZE_JOB_POLL_MS", default_value_t = 500, value_parser = clap::value_parser!(u64).range(10..))]
    pub job_poll_ms: u64,
    /// Milliseconds a job is held without a sign of life of its worker; then another takes it over.
    #[arg(long, env = "VALORIZE_JOB_LEASE_MS", default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(300..))]
    pub job_lease_ms: u64,
    /// Milliseconds before a failed job's second try, some less by chance; doubled for each further one, an hour at most.
    #[arg(long, env = "VALORIZE_JOB_RETRY_MS", default_value_t = 5_000)]
    pub job_retry_ms: u64,
    /// Days a job that was done is kept, and its key known.
    #[arg(long, env = "VALORIZE_JOB_HISTORY_DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    pub job_history_days: u32,
    /// Days a job that was given up is kept for a replay.
    #[arg(long, env = "VALORIZE_JOB_DEAD_DAYS", default_value_t = 180, value_parser = clap::value_parser!(u32).range(1..))]
    pub job_dead_days: u32,
    /// Who may call this worker.
    #[command(flatten)]
    pub door: DoorSettings,
    /// Cloud Tasks instead of looking at the queue.
    #[command(flatten)]
    pub tasks: TasksSettings,
    /// Where notifications go.
    #[command(flatten)]
    pub delivery: Delivery,
    /// Where objects lie.
    #[command(flatten)]
    pub objects: ObjectSettings,
}

/// Whose calls to `/worker/jobs` are taken. Without an issuer nobody's are.
#[derive(Debug, Clone, Default, clap::Args)]
#[allow(clippy::struct_field_names, reason = "they are names of options")]
pub struct DoorSettings {
    /// Issuer of the ID tokens that calls carry; of Cloud Tasks: `https://accounts.google.com`.
    #[arg(long, env = "VALORIZE_WORKER_ISSUER", requires_all = ["worker_audience", "worker_account"])]
    pub worker_issuer: Option<String>,
    /// Audience such a token must be for: this worker's address.
    #[arg(long, env = "VALORIZE_WORKER_AUDIENCE", requires = "worker_issuer")]
    pub worker_audience: Option<String>,
    /// Address of the service account such a token must be of.
    #[arg(long, env = "VALORIZE_WORKER_ACCOUNT", requires = "worker_issuer")]
    pub worker_account: Option<String>,
}

/// Cloud Tasks.
#[derive(Debug, Clone, Default, clap::Args)]
#[allow(clippy::struct_field_names, reason = "they are names of options")]
pub struct TasksSettings {
    /// Queue that calls this worker when jobs are due: projects/P/locations/L/queues/Q. Without it the worker looks at the database itself.
    #[arg(long, env = "VALORIZE_TASKS_QUEUE", requires_all = ["tasks_target", "worker_issuer"])]
    pub tasks_queue: Option<String>,
    /// Address at which Cloud Tasks reaches the worker, without a path.
    #[arg(long, env = "VALORIZE_TASKS_TARGET", requires = "tasks_queue")]
    pub tasks_target: Option<String>,
    /// Another address of Cloud Tasks: an emulator's. Over plain http no credentials are sent.
    #[arg(long, env = "VALORIZE_TASKS_ENDPOINT", requires = "tasks_queue")]
    pub tasks_endpoint: Option<String>,
    /// Minutes after which a job whose task ought to have come is handed over again.
    #[arg(long, env = "VALORIZE_TASKS_AGAIN_MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    pub tasks_again_minutes: u64,
}

/// How notifications leave the server.
#[derive(Debug, Clone, clap::Args)]
pub struct Delivery {
    /// SMTP server: `smtps://user:password@host`, or `smtp://host?tls=required`. Without one mail is written into a folder.
    #[arg(long, env = "VALORIZE_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Sender of mail.
    #[arg(long, env = "VALORIZE_MAIL_FROM", default_value = "Valorize <valorize@localhost>")]
    pub mail_from: String,
    /// Folder mail is written into while no SMTP server is set.
    #[arg(long, env = "VALORIZE_MAIL_FOLDER", default_value = "valorize-data/mail")]
    pub mail_folder: PathBuf,
    /// Where webhooks may lie.
    #[command(flatten)]
    pub webhooks: WebhookSettings,
    /// Days a notification is kept.
    #[arg(long, env = "VALORIZE_NOTIFICATION_DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..))]
    pub notification_days: u32,
}

/// Where webhooks may lie.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct WebhookSettings {
    /// Call webhooks at private addresses and over plain http too: only where everybody with an account may reach what this server reaches.
    #[arg(long, env = "VALORIZE_WEBHOOKS_PRIVATE", default_value_t = false, action = clap::ArgAction::Set)]
    pub webhooks_private: bool,
}

/// Where objects lie.
#[derive(Debug, Clone, clap::Args)]
pub struct ObjectSettings {
    /// Where files made for people lie: a folder, `gs://bucket/prefix` or `s3://bucket/prefix`.
    #[arg(long, env = "VALORIZE_OBJECTS", default_value = "valorize-data/objects")]
    pub objects: String,
    /// Address under which links are reached from outside, without a path: into a folder the worker's, `http://127.0.0.1:8788` without this; into the store
    /// of `--objects-endpoint` that one's, the endpoint without this.
    #[arg(long, env = "VALORIZE_OBJECTS_ADDRESS")]
    pub objects_address: Option<String>,
    /// The store, where it is not Amazon's or Google's.
    #[command(flatten)]
    pub store: StoreSettings,
}

/// A store of one's own that speaks S3. Amazon's own and Google's are found and signed in to as their own variables and machines say.
#[derive(Debug, Clone, Default, clap::Args)]
#[allow(clippy::struct_field_names, reason = "they are names of options")]
pub struct StoreSettings {
    /// Its address, as `http://minio:9000`; `s3://bucket/prefix` lies there then.
    #[arg(long, env = "VALORIZE_OBJECTS_ENDPOINT")]
    pub objects_endpoint: Option<String>,
    /// Name of the key to it; `AWS_ACCESS_KEY_ID` without.
    #[arg(long, env = "VALORIZE_OBJECTS_KEY", requires_all = ["objects_endpoint", "objects_secret"])]
    pub objects_key: Option<String>,
    /// The key's secret; `AWS_SECRET_ACCESS_KEY` without.
    #[arg(long, env = "VALORIZE_OBJECTS_SECRET", hide_env_values = true, requires = "objects_key")]
    pub objects_secret: Option<String>,
}

impl Settings {
    /// How fast it goes.
    pub const fn pace(&self) -> Pace {
        Pace {
            concurrency: self.job_concurrency,
            poll: Duration::from_millis(self.job_poll_ms),
            lease: Duration::from_millis(self.job_lease_ms),
            retry_first: Duration::from_millis(self.job_retry_ms),
        }
    }

    /// Connections to Postgres that many jobs need: one for what they write and one for what they read, and some for the worker itself.
    pub const fn connections(&self) -> u32 {
        2 * self.job_concurrency + 4
    }
}
