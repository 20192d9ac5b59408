//! `GET /events`: what the host tells, as server-sent events; each message is one `HostEvent` in JSON.

use super::Shared;
use app::host::{Event, Host};
use axum::extract::State;
use axum::response::sse::{self, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// Events kept for a browser that is slow to take them. Beyond these it is told that some were lost.
const KEPT: usize = 1024;

/// From the host's threads to every browser.
pub struct Broadcast {
    sender: broadcast::Sender<Event>,
    ended: watch::Sender<bool>,
}

impl Broadcast {
    /// Of everything this host tells.
    pub fn of(host: &Host) -> Arc<Self> {
        let broadcast = Arc::new(Self { sender: broadcast::channel(KEPT).0, ended: watch::channel(false).0 });
        let listener = Arc::clone(&broadcast);
        host.listen(move |event| {
            // With no browser there is nobody to tell.
            drop(listener.sender.send(event.clone()));
        });
        broadcast
    }

    /// Ends every stream, so that the server can end.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }
}

/// Streams events until the browser or the server goes away.
pub async fn stream(
    State(shared): State<Shared>,
) -> Sse<impl Stream<Item = Result<sse::Event, axum::Error>>> {
    let state = (shared.events.sender.subscribe(), shared.events.ended.subscribe());
    let events = stream::unfold(state, |(mut receiver, mut ended)| async move {
        let event = tokio::select! {
            event = receiver.recv() => match event {
                Ok(event) => event,
                Err(broadcast::error::RecvError::Lagged(_)) => Event::Lost {},
                Err(broadcast::error::RecvError::Closed) => return None,
            },
            _ = ended.wait_for(|ended| *ended) => return None,
        };
        Some((sse::Event::default().json_data(&event), (receiver, ended)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
