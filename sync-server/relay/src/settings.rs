//! All configuration, in one place: every setting is a command-line option and an environment variable, with this text as its help.

use clap::{Args as _, FromArgMatches as _};
use std::net::SocketAddr;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SignUp {
    /// Anybody.
    Open,
    /// Whoever has an invitation (`sync-server invite`).
    Invitation,
    /// Nobody.
    Closed,
}

/// How the server runs.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Postgres to keep everything in.
    #[arg(long, env = "VALORIZE_DATABASE", hide_env_values = true)]
    pub database: String,
    /// Redis for hints between instances and shared rate limits; a single instance needs none.
    #[arg(long, env = "VALORIZE_REDIS", hide_env_values = true)]
    pub redis: Option<String>,
    /// Address to listen on; port 0 takes a free one and prints it.
    #[arg(long, env = "VALORIZE_LISTEN", default_value = "127.0.0.1:8787")]
    pub listen: SocketAddr,
    /// Bring the schema up to date at the start; false leaves that to `sync-server migrate`.
    #[arg(long, env = "VALORIZE_MIGRATE", default_value_t = true, action = clap::ArgAction::Set)]
    pub migrate: bool,
    /// Who may make an account.
    #[arg(long, env = "VALORIZE_SIGN_UP", value_enum, default_value_t = SignUp::Invitation)]
    pub sign_up: SignUp,
    /// URL of an OIDC issuer whose ID tokens sign people in, beside passwords.
    #[arg(long, env = "VALORIZE_OIDC_ISSUER", requires = "oidc_client_id")]
    pub oidc_issuer: Option<String>,
    /// This server's client id at the issuer: a public client with loopback redirects.
    #[arg(long, env = "VALORIZE_OIDC_CLIENT_ID", requires = "oidc_issuer")]
    pub oidc_client_id: Option<String>,
    /// MiB the books of an account may take, unless its row says otherwise.
    #[arg(long, env = "VALORIZE_QUOTA_MIB", default_value_t = 1024)]
    pub quota_mib: u32,
    /// Books an account may own.
    #[arg(long, env = "VALORIZE_BOOKS", default_value_t = 32)]
    pub books: u32,
    /// Devices an account may have, not counting revoked ones.
    #[arg(long, env = "VALORIZE_DEVICES", default_value_t = 32)]
    pub devices: u32,
    /// MiB of the largest snapshot.
    #[arg(long, env = "VALORIZE_SNAPSHOT_MIB", default_value_t = 256)]
    pub snapshot_mib: u32,
    /// Connections one address may hold open on this instance.
    #[arg(long, env = "VALORIZE_CONNECTIONS_PER_ADDRESS", default_value_t = 256)]
    pub connections_per_address: u32,
    /// Connections one address may open in a minute.
    #[arg(long, env = "VALORIZE_CONNECTS_PER_MINUTE", default_value_t = 240)]
    pub connects_per_minute: u32,
    /// Attempts to sign in or up, per address and per name, in a minute.
    #[arg(long, env = "VALORIZE_SIGN_INS_PER_MINUTE", default_value_t = 10)]
    pub sign_ins_per_minute: u32,
    /// First messages of devices that want in, and failed tries, of one address in a minute.
    #[arg(long, env = "VALORIZE_PAIRINGS_PER_MINUTE", default_value_t = 10)]
    pub pairings_per_minute: u32,
    /// Proxies in front whose X-Forwarded-For is believed; 0 takes the peer's address.
    #[arg(long, env = "VALORIZE_PROXIES", default_value_t = 0)]
    pub proxies: usize,
    /// Connections to Postgres.
    #[arg(long, env = "VALORIZE_DATABASE_CONNECTIONS", default_value_t = 16)]
    pub database_connections: u32,
    /// Group commits under way at once; a book is always in the same one.
    #[arg(long, env = "VALORIZE_WRITERS", default_value_t = 4)]
    pub writers: usize,
    /// Seconds between looks at the database for what no hint told, give or take a quarter.
    #[arg(long, env = "VALORIZE_POLL_SECONDS", default_value_t = 20)]
    pub poll_seconds: u64,
    /// Seconds between pings to a device; one that is silent for three of them is left.
    #[arg(long, env = "VALORIZE_PING_SECONDS", default_value_t = 30)]
    pub ping_seconds: u64,
    /// Minutes a connection may last, some less for each: load balancers cut them at 60.
    #[arg(long, env = "VALORIZE_CONNECTION_MINUTES", default_value_t = 55)]
    pub connection_minutes: u64,
    /// Seconds to part from the devices at SIGTERM.
    #[arg(long, env = "VALORIZE_DRAIN_SECONDS", default_value_t = 8)]
    pub drain_seconds: u64,
    /// Days a change is kept in full after two verified snapshots hold it; without this nothing is ever pruned. At least 90.
    #[arg(long, env = "VALORIZE_PRUNE_AFTER_DAYS", value_parser = clap::value_parser!(u32).range(90..))]
    pub prune_after_days: Option<u32>,
    /// Entries a device must be behind before a snapshot is advised.
    #[arg(long, env = "VALORIZE_SNAPSHOT_AFTER", default_value_t = 20_000)]
    pub snapshot_after: u64,
}

impl Settings {
    /// Of a process that only appends: this database and Redis, and the rest as the environment says, else by default.
    pub fn beside(database: &str, redis: Option<&str>) -> Self {
        let command = Self::augment_args(clap::Command::new("relay"));
        let mut words = vec!["relay", "--database", database, "--migrate", "false"];
        if let Some(redis) = redis {
            words.extend(["--redis", redis]);
        }
        let matches = command.get_matches_from(words);
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    pub(crate) fn quota_bytes(&self) -> i64 {
        i64::from(self.quota_mib) << 20
    }
}
