//! From a request to a WebSocket.

use super::errors::ApiError;
use super::extract::Unhurried;
use crate::Relay;
use crate::accounts::Device;
use crate::hub::attend;
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use std::sync::Arc;
use sync_protocol::Limits;

/// Bytes read ahead for each connection: the default of 128 KiB would be most of what an idle one costs.
const READ_AHEAD: usize = 4 << 10;

/// A device connects.
pub async fn sync(
    State(relay): State<Arc<Relay>>,
    Unhurried(address): Unhurried,
    device: Device,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    let Some(seat) = relay.hub.admit(address, relay.settings.connections_per_address) else {
        relay.metrics.refused_connections.inc();
        return Err(ApiError::too_many(1 + crate::jitter(5)));
    };
    let upgrade = upgrade
        .read_buffer_size(READ_AHEAD)
        .write_buffer_size(0)
        .max_frame_size(Limits::DEFAULT.frame_bytes)
        .max_message_size(Limits::DEFAULT.frame_bytes);
    // Boxed, for what waits for the upgrade would keep room for it several times over.
    Ok(upgrade.on_upgrade(move |socket| Box::pin(attend(relay, socket, device, seat))))
}
