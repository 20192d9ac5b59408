//! Hints between instances, through Redis. Lost ones cost time, never data.

use super::redis_link::RedisLink;
use super::rooms::{Ends, Hint, Hub, Interest, News};
use super::tail;
use axum::body::Bytes;
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync_protocol::{BookTag, Epoch, Frame, Limits};
use tokio::sync::mpsc;

const REVOKED: &str = "valorize:revoked";
const RIGHTS: &str = "valorize:rights";
const AT_ONCE: usize = 64;
const PATIENCE: Duration = Duration::from_secs(2);

/// Begins to publish and to listen.
pub fn subscribe(hub: &Arc<Hub>, redis: &Arc<RedisLink>, ends: Ends) {
    let this: [u8; 16] = crate::random();
    tokio::spawn(publish(redis.clone(), ends.news, this));
    tokio::spawn(listen(hub.clone(), redis.clone(), ends.interest, this));
}

fn channel(book: BookTag) -> String {
    format!("valorize:book:{book}")
}

/// Who sent it, then what: an instance needs no news of its own.
async fn publish(redis: Arc<RedisLink>, mut news: mpsc::Receiver<News>, this: [u8; 16]) {
    let mut waiting = Vec::with_capacity(AT_ONCE);
    while news.recv_many(&mut waiting, AT_ONCE).await > 0 {
        let mut pipeline = redis::pipe();
        for news in waiting.drain(..) {
            match news {
                News::Grown(book, frame, whole) => {
                    if whole {
                        tail::keep(&mut pipeline, book, &frame);
                    }
                    pipeline.publish(channel(book), [&this, &frame[..]].concat())
                }
                News::Revoked(device) => {
                    pipeline.publish(REVOKED, [&this[..], &device.to_le_bytes()].concat())
                }
                News::Rights => pipeline.publish(RIGHTS, &this[..]),
            }
            .ignore();
        }
        let _lost = redis.ask::<()>(&pipeline).await;
    }
}

async fn listen(
    hub: Arc<Hub>,
    redis: Arc<RedisLink>,
    mut interest: mpsc::UnboundedReceiver<Interest>,
    this: [u8; 16],
) {
    loop {
        if let Err(error) = hear(&hub, &redis, &mut interest, this).await {
            tracing::debug!(%error, "not listening to Redis; trying again");
        }
        tokio::time::sleep(Duration::from_millis(300 + crate::jitter(400))).await;
    }
}

/// Listens until Redis goes away.
async fn hear(
    hub: &Arc<Hub>,
    redis: &RedisLink,
    interest: &mut mpsc::UnboundedReceiver<Interest>,
    this: [u8; 16],
) -> Result<(), redis::RedisError> {
    let late = || redis::RedisError::from((redis::ErrorKind::Io, "no answer in time"));
    let connected = tokio::time::timeout(PATIENCE, redis.client().get_async_pubsub()).await;
    let (mut sink, mut stream) = connected.map_err(|_| late())??.split();
    // What was wished for meanwhile is among the rooms.
    while interest.try_recv().is_ok() {}
    sink.subscribe(&[REVOKED, RIGHTS]).await?;
    for books in hub.books().chunks(256) {
        let channels: Vec<String> = books.iter().map(|(book, _)| channel(*book)).collect();
        sink.subscribe(channels).await?;
    }
    // Hints were missed until now.
    hub.look.notify_one();
    let mut alive = tokio::time::interval(Duration::from_secs(10));
    loop {
        tokio::select! {
            wish = interest.recv() => match wish {
                Some(Interest::Begin(book)) => sink.subscribe(channel(book)).await?,
                Some(Interest::End(book)) => sink.unsubscribe(channel(book)).await?,
                None => return Ok(()),
            },
            message = stream.next() => match message {
                Some(message) => {
                    let from = message.get_channel_name().to_owned();
                    take_in(hub, &from, message.get_payload_bytes(), this);
                }
                None => return Err(late()),
            },
            _ = alive.tick() => {
                tokio::time::timeout(PATIENCE, sink.ping::<redis::Value>()).await.map_err(|_| late())??;
            }
        }
    }
}

fn take_in(hub: &Hub, from: &str, payload: &[u8], this: [u8; 16]) {
    let Some((sender, payload)) = payload.split_at_checked(16) else { return };
    if sender == this {
        return;
    }
    if from == REVOKED {
        if let Ok(device) = payload.try_into() {
            hub.part(i64::from_le_bytes(device), None);
        }
        return;
    }
    if from == RIGHTS {
        hub.look.notify_one();
        return;
    }
    let tag = from.rsplit(':').next().and_then(|tag| crate::accounts::parse_tag(tag).ok());
    let (Some(tag), Ok(Frame::Head(head))) = (tag, Frame::decode(payload, &Limits::DEFAULT)) else { return };
    let Some(epoch) = Epoch::from_slice(&head.epoch) else { return };
    let page = head.page.as_ref().map(|page| (page.after, page.after + page.items.len() as u64));
    let frame = Bytes::copy_from_slice(payload);
    hub.hint(BookTag(tag), &Hint { epoch, head: head.head, frame, page, came: Instant::now() });
}
