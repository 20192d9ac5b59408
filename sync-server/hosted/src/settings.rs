//! Configuration of hosted books; the rest of the server's is the relay's.

/// How books are hosted.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct HostedSettings {
    /// 64 hexadecimal digits: the key under which the keys of hosted books are kept. Without it no book can be hosted.
    #[arg(long, env = "VALORIZE_HOSTED_KEY", hide_env_values = true)]
    pub hosted_key: Option<String>,
    /// Who knows this secret may make accounts with sample data through POST /api/provision, for load tests.
    #[arg(long, env = "VALORIZE_PROVISION_SECRET", hide_env_values = true)]
    pub provision_secret: Option<String>,
    /// Connections to Postgres for reading hosted books, and as many for keeping their read model.
    #[arg(long, env = "VALORIZE_HOSTED_CONNECTIONS", default_value_t = 8)]
    pub hosted_connections: u32,
    /// Requests an access token may make in a minute, on this instance.
    #[arg(long, env = "VALORIZE_API_PER_MINUTE", default_value_t = 120_000)]
    pub api_per_minute: u32,
    /// MiB of answers remembered on this instance.
    #[arg(long, env = "VALORIZE_CACHE_MIB", default_value_t = 64)]
    pub cache_mib: u32,
    /// MiB of the largest statement that may be uploaded.
    #[arg(long, env = "VALORIZE_UPLOAD_MIB", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    pub upload_mib: u32,
}
