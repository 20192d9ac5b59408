//! Connections that are held and say nothing: what each costs the server.

use super::device::{Socket, open};
use super::population::{Resident, settle};
use crate::Size;
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::stand::Stand;
use futures_util::{SinkExt as _, StreamExt as _, TryStreamExt as _, stream};
use std::time::Duration;
use sync_protocol::{Chain, Frame, Hello, Limits, PROTOCOL};
use tokio_tungstenite::tungstenite::Message;

/// Holds 10,000 connections, two devices a book, and reads the server's memory before and after.
pub async fn idle(stand: &Stand, size: Size, figures: &mut Figures) -> Result<(), LoadError> {
    let residents = settle(&stand.pool, size.count(5_000), 2).await?;
    let name = format!("{} WebSockets held", residents.len());
    println!("{name}");
    let before = stand.resident();
    figures.add(&name, "server memory before", float(before) / 1024.0 / 1024.0, "MiB", Target::None);
    let greeting = residents.iter().enumerate().map(|(number, resident)| greet(stand, resident, number));
    let held: Vec<Socket> = stream::iter(greeting).buffer_unordered(64).try_collect().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = stand.resident();
    let each = float(after.saturating_sub(before)) / float(held.len() as u64) / 1024.0;
    figures.add(&name, "server memory each", each, "KiB", Target::AtMost(12.0));
    figures.add(&name, "server memory in all", float(after) / 1024.0 / 1024.0, "MiB", Target::None);
    Ok(())
}

async fn greet(stand: &Stand, resident: &Resident, number: usize) -> Result<Socket, LoadError> {
    let mut socket = open(stand.at, &resident.token, number).await?;
    let hello = Hello {
        oldest: PROTOCOL,
        newest: PROTOCOL,
        app: "load".to_owned(),
        book: resident.book.0.to_vec(),
        device: resident.device.0.to_vec(),
        cursor: 0,
        chain: Chain::start(resident.book).0.to_vec(),
        epoch: Vec::new(),
        unusable: Vec::new(),
    };
    socket.send(Message::Binary(Frame::Hello(hello).encode().into())).await?;
    while let Some(message) = socket.next().await {
        if let Message::Binary(bytes) = message?
            && let Ok(Frame::Welcome(_)) = Frame::decode(&bytes, &Limits::DEFAULT)
        {
            return Ok(socket);
        }
    }
    Err(LoadError::Wrong("a device was not welcomed".to_owned()))
}
