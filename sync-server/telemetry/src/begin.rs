//! The program's account of itself: log lines on standard error, and spans for an OpenTelemetry collector where one is named.
//!
//! Neither says what is in a book: spans carry routes, counts, numbers of jobs and connections.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _, Registry};

/// What is said, and where.
#[derive(Debug, clap::Args)]
pub struct TelemetrySettings {
    /// Log lines as JSON.
    #[arg(long, global = true, env = "VALORIZE_LOG_JSON")]
    log_json: bool,
    /// What to log: a level, or levels by module.
    #[arg(long, global = true, env = "VALORIZE_LOG", default_value = "info")]
    log: String,
    /// An OpenTelemetry collector that takes spans by OTLP over HTTP, as `http://collector:4318`; none are made without.
    #[arg(long, global = true, env = "VALORIZE_OTLP")]
    otlp: Option<String>,
    /// Of a hundred traces begun here, so many are sent.
    #[arg(long, global = true, env = "VALORIZE_OTLP_PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(1..=100))]
    otlp_percent: u8,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The collector's address.
    #[error("spans cannot be sent to {address}: {source}")]
    Collector {
        /// As it was given.
        address: String,
        /// What is wrong with it.
        source: ExporterBuildError,
    },
    /// Something in this process says it already.
    #[error(transparent)]
    Begun(#[from] TryInitError),
}

/// Spans on their way.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Sends what waits.
    pub fn end(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown()
        {
            eprintln!("the last spans could not be sent: {error}");
        }
    }
}

/// Begins to log and to trace.
///
/// # Errors
/// When the collector's address is none.
pub fn begin(settings: &TelemetrySettings) -> Result<Traces, TelemetryError> {
    // Compose files give variables that are empty.
    let address = settings.otlp.as_deref().filter(|address| !address.is_empty());
    let provider = address.map(|address| spans(address, settings.otlp_percent)).transpose()?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let filter = EnvFilter::new(&settings.log);
    let lines = if settings.log_json {
        lines.json().with_filter(filter).boxed()
    } else {
        lines.with_filter(filter).boxed()
    };
    // Our own spans alone, those of single pushes included; log lines are not sent a second time.
    let ours = ["sync_server", "relay", "hosted", "jobs"].map(|name| (name, LevelFilter::DEBUG));
    let traced = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("valorize"))
            .with_location(false)
            .with_threads(false)
            .with_filter(Targets::new().with_targets(ours))
    });
    Registry::default().with(lines).with(traced).try_init()?;
    Ok(Traces(provider))
}

fn spans(address: &str, percent: u8) -> Result<SdkTracerProvider, TelemetryError> {
    // Whichever is chosen first stays; every one of ours is this one.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}/v1/traces", address.trim_end_matches('/')))
        .build()
        .map_err(|source| TelemetryError::Collector { address: address.to_owned(), source })?;
    // Whoever asks with a trace of their own has decided already.
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(f64::from(percent) / 100.0)));
    let resource = Resource::builder().with_service_name("valorize-sync-server").build();
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(resource)
        .build())
}
