//! `sync-server jobs`: looking at the queue and replaying what was given up.

use crate::ServerError;
use jobs::WorkerError;
use jobs::queue::{self, Entry, Filter, State};

/// Which database, and what to do there.
#[derive(Debug, clap::Args)]
pub struct QueueArguments {
    /// Postgres with the queue.
    #[arg(long, env = "VALORIZE_DATABASE", hide_env_values = true, global = true)]
    database: Option<String>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: QueueCommand,
}

#[derive(Debug, clap::Subcommand)]
enum QueueCommand {
    /// List jobs, newest first.
    List {
        /// Only those in this state.
        #[arg(long, value_enum)]
        state: Option<State>,
        #[command(flatten)]
        page: Page,
    },
    /// List jobs that were given up, with what went wrong.
    Dead {
        #[command(flatten)]
        page: Page,
    },
    /// Show one job: its payload, attempts and steps.
    Show {
        /// Its number.
        id: i64,
    },
    /// Have dead jobs tried again, with all their tries.
    Replay {
        /// Its number.
        #[arg(required_unless_present_any = ["name", "all"])]
        id: Option<i64>,
        /// All of this name.
        #[arg(long, conflicts_with = "id")]
        name: Option<String>,
        /// All there are.
        #[arg(long, conflicts_with_all = ["id", "name"])]
        all: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Page {
    /// Only those of this name.
    #[arg(long)]
    name: Option<String>,
    /// Only those with a smaller number.
    #[arg(long)]
    before: Option<i64>,
    /// No more than these.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

impl Page {
    fn filter(self, state: Option<State>) -> Filter {
        Filter { state, name: self.name, before: self.before, most: self.limit, ..Filter::default() }
    }
}

/// Does it and prints what there is to say.
pub async fn run(arguments: QueueArguments) -> Result<(), ServerError> {
    let missing = || WorkerError::Setting("which database? --database URL, or VALORIZE_DATABASE".to_owned());
    let database = arguments.database.ok_or_else(missing)?;
    let pool = jobs::connect(&database, 2).await?;
    let json = arguments.json;
    match arguments.command {
        QueueCommand::List { state, page } => {
            show_list(&queue::list(&pool, &page.filter(state)).await.map_err(WorkerError::from)?, json)
        }
        QueueCommand::Dead { page } => show_list(
            &queue::list(&pool, &page.filter(Some(State::Dead))).await.map_err(WorkerError::from)?,
            json,
        ),
        QueueCommand::Show { id } => {
            let found = queue::find(&pool, id).await.map_err(WorkerError::from)?;
            let entry = found.ok_or_else(|| WorkerError::Job(format!("there is no job {id}")))?;
            let attempts = queue::attempts(&pool, id).await.map_err(WorkerError::from)?;
            let steps = queue::steps(&pool, id).await.map_err(WorkerError::from)?;
            if json {
                let value = serde_json::json!({"job": entry, "attempts": attempts, "steps": steps});
                println!("{value:#}");
                return Ok(());
            }
            show(&entry);
            for step in steps {
                println!(
                    "step      {}: {}, begun {} times, {} ms",
                    step.name, step.state, step.attempts, step.milliseconds
                );
            }
            for one in attempts {
                let error = one.error.map(|error| format!(": {error}")).unwrap_or_default();
                println!(
                    "attempt   {} at {} by {}: {}, {} ms{error}",
                    one.number,
                    one.started_at,
                    if one.worker.is_empty() { "a lost worker" } else { &one.worker },
                    one.outcome,
                    one.milliseconds
                );
            }
            Ok(())
        }
        QueueCommand::Replay { id, name, all: _ } => {
            let count = queue::replay(&pool, id, name.as_deref()).await.map_err(WorkerError::from)?;
            if let (Some(id), 0) = (id, count) {
                return Err(WorkerError::Job(format!("there is no dead job {id}")).into());
            }
            println!("{count} jobs will be tried again");
            Ok(())
        }
    }
}

fn show_list(entries: &[Entry], json: bool) -> Result<(), ServerError> {
    if json {
        println!("{:#}", serde_json::to_value(entries).map_err(WorkerError::from)?);
        return Ok(());
    }
    for entry in entries {
        let error = entry.error.as_deref().unwrap_or_default();
        println!(
            "{:>8}  {:<8} {:<20} {:>3} attempts  next {}  {}  {error}",
            entry.id, entry.state, entry.name, entry.attempts, entry.next_at, entry.key
        );
    }
    Ok(())
}

fn show(entry: &Entry) {
    println!("job       {} {} version {}", entry.id, entry.name, entry.version);
    println!("key       {}", entry.key);
    println!("payload   {}", entry.payload);
    if let Some(account) = entry.account {
        println!("account   {account}");
    }
    println!("state     {}, {} attempts, asked for at {}", entry.state, entry.attempts, entry.created_at);
    if entry.state == "waiting" {
        println!("due       {}", entry.next_at);
    }
    if let Some(error) = &entry.error {
        println!("error     {error}");
    }
}
