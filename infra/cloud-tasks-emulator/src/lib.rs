//! Cloud Tasks on this machine: the part of its REST API (v2) that the server uses, with real pushes, retries and signed tokens. For
//! development and tests; it keeps everything in memory.

mod api;
mod push;
mod queue;
mod tokens;

use axum::Router;
use axum::routing::{any, get};
use queue::Queues;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokens::Signer;
use tokio::net::TcpListener;

/// A running emulator.
pub struct Emulator {
    /// Where it listens, and the issuer of its tokens.
    pub address: String,
    signer: Mutex<Signer>,
    queues: Mutex<Queues>,
    client: reqwest::Client,
}

impl Emulator {
    /// Listens and serves for as long as the runtime lives.
    ///
    /// # Errors
    /// When the address is not to be had.
    pub async fn start(listen: SocketAddr) -> std::io::Result<Arc<Self>> {
        Self::start_as(listen, None, &[]).await
    }

    /// The same under an address of its own, by which others know it and which its tokens name, and with these queues.
    ///
    /// # Errors
    /// When the address to listen on is not to be had, or a name is none of a queue.
    pub async fn start_as(
        listen: SocketAddr,
        address: Option<String>,
        queues: &[String],
    ) -> std::io::Result<Arc<Self>> {
        // Refused when the program has chosen already.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind(listen).await?;
        let own = format!("http://{}", listener.local_addr()?);
        let address = address.unwrap_or(own);
        let client = reqwest::Client::builder()
            .no_proxy()
            .user_agent("Google-Cloud-Tasks")
            .build()
            .map_err(std::io::Error::other)?;
        let emulator = Arc::new(Self {
            signer: Mutex::new(Signer::new(&address)),
            address,
            queues: Mutex::default(),
            client,
        });
        for queue in queues {
            api::begin_with(&emulator, queue).map_err(std::io::Error::other)?;
        }
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(tokens::description))
            .route("/keys", get(tokens::keys))
            .route("/v2/{*path}", any(api::answer))
            .with_state(emulator.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        tokio::spawn(push::push(emulator.clone()));
        Ok(emulator)
    }

    /// What a good token of this service account for this audience says.
    pub fn claims(&self, email: &str, audience: &str) -> serde_json::Value {
        self.signer().claims(email, audience)
    }

    /// Any claims, signed with the key that is published now.
    ///
    /// # Panics
    /// When they are no JSON object.
    pub fn sign(&self, claims: &serde_json::Value) -> String {
        self.signer().sign(claims)
    }

    /// Another key in the place of the one before, which is published no longer.
    pub fn rotate(&self) {
        self.signer().rotate();
    }

    fn signer(&self) -> MutexGuard<'_, Signer> {
        self.signer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
