//! One device's connection: greeting, pushes, pulls, hints, pings. One task reads and writes, so that a device that does not read
//! is not read from either, and nothing piles up but what the mailbox bounds.

use super::mailbox::{Mail, Posted};
use super::own::OwnPlaces;
use super::rooms::{Seat, moved};
use super::tail;
use crate::accounts::{Access, Device, Role};
use crate::log::{Greeting, Pulled, Pushed, greet, lacking, page};
use crate::{Relay, digests, jitter, reading, snapshots};
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use sync_protocol::log::{PAGE_ENTRIES, Told, told};
use sync_protocol::{
    Bye, ByeCode, Frame, Hello, Limits, Notice, PROTOCOL, Page, Ping, Push, PushAck, PushResult, Verdict,
    Welcome,
};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};
use tracing::Instrument as _;

const GREETING: Duration = Duration::from_secs(10);
/// How long one frame may take to be taken by the device.
const TAKEN: Duration = Duration::from_secs(30);

/// Why a connection ends.
enum End {
    /// Say this first.
    Say(Bye),
    /// The other side is gone, or does not listen.
    Gone,
}

impl From<sqlx::Error> for End {
    fn from(error: sqlx::Error) -> Self {
        tracing::warn!(%error, "a connection ends because the database failed");
        let retry_after_ms = u32::try_from(500 + jitter(2_000)).unwrap_or_default();
        Self::say(ByeCode::Internal, retry_after_ms, "the server failed; nothing acknowledged is lost")
    }
}

impl End {
    fn say(code: ByeCode, retry_after_ms: u32, reason: &str) -> Self {
        Self::Say(Bye { code: code.into(), retry_after_ms, reason: reason.to_owned() })
    }

    fn protocol(reason: &str) -> Self {
        Self::say(ByeCode::Protocol, 5_000, reason)
    }
}

struct Connection {
    relay: Arc<Relay>,
    socket: WebSocket,
    access: Access,
    seat: Seat,
    /// Tells this connection from others of the device.
    id: [u8; 16],
    own: OwnPlaces,
    /// Something was refused for the quota: what builds on it is refused for that too, not as if the log had lost it.
    full: bool,
    answers: FuturesUnordered<oneshot::Receiver<PushAck>>,
    heard: Instant,
    /// How far the device had read when that was last kept.
    kept: u64,
}

/// Attends to a device until it goes.
pub async fn attend(relay: Arc<Relay>, mut socket: WebSocket, device: Device, seat: Seat) {
    let metrics = relay.metrics.clone();
    // What is rare is boxed: a task keeps room for its largest step for as long as it lasts, and most connections are idle.
    let end = match Box::pin(begin(&relay, &mut socket, device, seat)).await {
        Ok((access, seat)) => {
            let id = crate::random();
            let answers = FuturesUnordered::new();
            let own = OwnPlaces::default();
            let heard = Instant::now();
            let mut connection =
                Connection { relay, socket, access, seat, id, own, full: false, answers, heard, kept: 0 };
            let end = connection.run().await.err();
            Box::pin(connection.keep_reading()).await;
            socket = connection.socket;
            end
        }
        Err(end) => Some(end),
    };
    if let Some(End::Say(bye)) = end {
        metrics.parted(&bye);
        let farewell = async {
            socket.send(Message::Binary(Frame::Bye(bye).encode().into())).await?;
            socket.send(Message::Close(None)).await
        };
        let _gone = timeout(Duration::from_secs(2), farewell).await;
    }
}

async fn send(socket: &mut WebSocket, relay: &Relay, bytes: Bytes) -> Result<(), End> {
    if let Ok(sent) = timeout(TAKEN, socket.send(Message::Binary(bytes))).await {
        return sent.map_err(|_| End::Gone);
    }
    relay.metrics.slow_connections.inc();
    Err(End::say(ByeCode::TooSlow, 5_000, "the connection could not be kept up with"))
}

/// The frame of a message; `None` for what carries none.
fn read(message: Option<Result<Message, axum::Error>>) -> Result<Option<Frame>, End> {
    match message {
        Some(Ok(Message::Binary(bytes))) => Frame::decode(&bytes, &Limits::DEFAULT)
            .map(Some)
            .map_err(|error| End::protocol(&error.to_string())),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Text(_))) => Err(End::protocol("frames are binary")),
        Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
    }
}

/// Takes the greeting and answers it.
async fn begin(
    relay: &Relay,
    socket: &mut WebSocket,
    device: Device,
    mut seat: Seat,
) -> Result<(Access, Seat), End> {
    let hello = async {
        loop {
            match read(socket.recv().await)? {
                Some(Frame::Hello(hello)) => return Ok(hello),
                Some(Frame::Unknown) | None => {}
                Some(_) => return Err(End::protocol("the greeting comes first")),
            }
        }
    };
    let hello = timeout(GREETING, hello).await.map_err(|_| End::protocol("no greeting came"))??;
    let access = admit(relay, device, &hello).await?;
    let before = seat.join(&access);
    if relay.hub.is_draining() {
        // Whoever joined before that was told already.
        return Err(End::Say(moved_on()));
    }
    let Some(greeting) = greet(&relay.pool, access.book, &hello).await? else {
        return Err(End::say(ByeCode::NotFound, 0, "no such book"));
    };
    relay.hub.seen(access.book, greeting.epoch, greeting.head, before);
    let told = told_of_snapshots(relay, &access, &hello, &greeting).await?;
    let (verdict, reason) = match greeting.verdict {
        Verdict::Resume if access.role == Role::Reader => (Verdict::ReadOnly, "this account may only read"),
        Verdict::Resume if told.advised.is_some() => (Verdict::SnapshotAdvised, ""),
        verdict => (verdict, ""),
    };
    let limit = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
    let welcome = Frame::Welcome(Welcome {
        protocol: hello.newest.min(PROTOCOL),
        epoch: greeting.epoch.0.to_vec(),
        head: greeting.head,
        verdict: verdict.into(),
        reason: reason.to_owned(),
        frame_bytes: limit(Limits::DEFAULT.frame_bytes),
        push_items: limit(Limits::DEFAULT.push_items),
        pushes_in_flight: limit(Limits::DEFAULT.pushes_in_flight),
        snapshot: told.advised,
        verified: Some(told.verified),
        to_verify: told.to_verify,
    });
    tracing::debug!(device = device.id, book = %access.book, app = %hello.app, ?verdict, "a device greeted");
    let resumes = verdict != Verdict::Diverged;
    seat.read.store(if resumes { hello.cursor } else { 0 }, Ordering::Relaxed);
    send(socket, relay, welcome.encode().into()).await?;
    Ok((access, seat))
}

/// Which packed states a device hears of: one that begins anew, of none yet; one that may only read is not asked to vouch for any.
async fn told_of_snapshots(
    relay: &Relay,
    access: &Access,
    hello: &Hello,
    greeting: &Greeting,
) -> Result<Told, sqlx::Error> {
    let kept = snapshots::kept(&relay.pool, access.book).await?;
    let behind = greeting.head.saturating_sub(hello.cursor);
    let far = behind > relay.settings.snapshot_after || greeting.pruned > hello.cursor;
    let mut told = told(hello, greeting.head, far, &kept);
    if greeting.verdict != Verdict::Resume {
        (told.advised, told.to_verify) = (None, None);
    }
    if access.role == Role::Reader {
        told.to_verify = None;
    }
    Ok(told)
}

async fn admit(relay: &Relay, device: Device, hello: &Hello) -> Result<Access, End> {
    if hello.newest == 0 || hello.oldest > PROTOCOL {
        return Err(End::say(ByeCode::UpdateRequired, 0, "no protocol that both sides speak"));
    }
    if hello.device() != Some(device.tag) {
        return Err(End::say(ByeCode::Unauthorised, 0, "the token is another device's"));
    }
    let Some(book) = hello.book() else { return Err(End::protocol("the greeting names no book")) };
    let access = Access::find(&relay.pool, device, book).await?;
    access.ok_or_else(|| End::say(ByeCode::NotFound, 0, "no such book"))
}

impl Connection {
    async fn run(&mut self) -> Result<(), End> {
        let settings = &self.relay.settings;
        let every = Duration::from_secs(settings.ping_seconds.max(1));
        // Each at its own time, so that a thousand connections are not pinged, or ended, at once.
        let spread = |whole: Duration| {
            let eighth = u64::try_from(whole.as_millis() / 8).unwrap_or(1);
            whole.saturating_sub(Duration::from_millis(jitter(eighth)))
        };
        let end = Instant::now() + spread(Duration::from_secs(settings.connection_minutes.max(1) * 60));
        let mut pings = tokio::time::interval_at(Instant::now() + spread(every), every);
        let mut number = 0;
        loop {
            let room = self.answers.len() < Limits::DEFAULT.pushes_in_flight;
            tokio::select! {
                mail = self.seat.mailbox.next() => match mail {
                    Mail::Hint(hint) => self.hint(hint).await?,
                    Mail::Notice(number) => self.send_frame(Frame::Notice(Notice { number })).await?,
                    Mail::Leave(bye) => return Err(End::Say(bye)),
                },
                Some(answer) = self.answers.next(), if !self.answers.is_empty() => self.answer(answer.ok()).await?,
                message = self.socket.recv(), if room => {
                    self.heard = Instant::now();
                    if let Some(frame) = read(message)? {
                        Box::pin(self.received(frame)).await?;
                    }
                }
                _ = pings.tick() => {
                    if self.heard.elapsed() > every * 3 {
                        return Err(End::Gone);
                    }
                    number += 1;
                    Box::pin(self.keep_reading()).await;
                    let head = self.relay.hub.head(self.access.book);
                    self.send_frame(Frame::Ping(Ping { number, answer: false, head })).await?;
                }
                () = tokio::time::sleep_until(end) => return Err(End::Say(moved_on())),
            }
        }
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), End> {
        send(&mut self.socket, &self.relay, bytes).await
    }

    async fn send_frame(&mut self, frame: Frame) -> Result<(), End> {
        self.send(frame.encode().into()).await
    }

    async fn hint(&mut self, hint: Posted) -> Result<(), End> {
        self.relay.metrics.hints.inc();
        self.send(hint.frame).await?;
        self.relay.metrics.told(hint.came.elapsed());
        // It takes the page only where it goes on from what it has.
        if let Some((after, end)) = hint.page
            && after == self.seat.read.load(Ordering::Relaxed)
        {
            self.seat.read.store(end, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Keeps how far the device has read, if that has changed.
    async fn keep_reading(&mut self) {
        let read = self.seat.read.load(Ordering::Relaxed);
        if read == self.kept {
            return;
        }
        match reading::keep(&self.relay.pool, &self.access, read).await {
            Ok(()) => self.kept = read,
            // For people to look at alone: it is tried again.
            Err(error) => tracing::debug!(%error, "how far a device has read could not be kept"),
        }
    }

    async fn received(&mut self, frame: Frame) -> Result<(), End> {
        self.relay.metrics.received(&frame);
        match frame {
            Frame::Push(push) => self.push(push).await,
            Frame::Pull(pull) => self.pull(pull.after, pull.max_bytes).await,
            Frame::Ping(ping) if !ping.answer => {
                let head = self.relay.hub.head(self.access.book);
                self.send_frame(Frame::Ping(Ping { number: ping.number, answer: true, head })).await
            }
            Frame::Digest(digest) => {
                if digests::disagrees(&self.relay.pool, &self.access, &digest).await? {
                    self.relay.metrics.digest_disagreements.inc();
                    let book = self.access.book;
                    tracing::error!(%book, at = digest.at, "two devices at one place of the log hold different books");
                }
                Ok(())
            }
            Frame::Reconcile(asked) => {
                let want = lacking(&self.relay.pool, self.access.book, &asked).await?;
                self.send_frame(Frame::Want(want)).await
            }
            Frame::SnapshotHead(head) => {
                let relay = self.relay.clone();
                let answer =
                    snapshots::announce(&relay.pool, &relay.settings, &self.access, self.id, &head).await?;
                self.say_or_go(answer).await
            }
            Frame::SnapshotPart(part) => {
                let answer = snapshots::receive(&self.relay.pool, &self.access, &part).await?;
                self.say_or_go(answer).await
            }
            Frame::SnapshotGet(get) => {
                let answer = snapshots::send(&self.relay.pool, &self.access, &get).await?;
                self.say_or_go(answer).await
            }
            Frame::SnapshotVerified(verified) => {
                Ok(snapshots::verify(&self.relay.pool, &self.access, self.id, &verified.id).await?)
            }
            Frame::Bye(_) => Err(End::Gone),
            Frame::Hello(_) => Err(End::protocol("a second greeting")),
            // Frames only a server sends, and those of later versions.
            _ => Ok(()),
        }
    }

    async fn say_or_go(&mut self, answer: Result<Frame, snapshots::Refusal>) -> Result<(), End> {
        match answer {
            Ok(frame) => self.send_frame(frame).await,
            Err(reason) => Err(End::protocol(reason)),
        }
    }

    async fn push(&mut self, push: Push) -> Result<(), End> {
        if push.items.iter().any(|item| item.body.is_empty()) {
            return Err(End::protocol("a change without a body"));
        }
        let pushed = Pushed { device: self.access.device.id, book: self.access.book, push };
        let span =
            tracing::debug_span!("push", connection = self.seat.number, changes = pushed.push.items.len());
        self.answers.push(self.relay.writer.push(pushed).instrument(span).await);
        Ok(())
    }

    async fn answer(&mut self, ack: Option<PushAck>) -> Result<(), End> {
        let Some(mut ack) = ack else {
            let retry_after_ms = u32::try_from(500 + jitter(2_000)).unwrap_or_default();
            return Err(End::say(
                ByeCode::Internal,
                retry_after_ms,
                "the change could not be written; send it again",
            ));
        };
        let (quota, missing) = (i32::from(PushResult::Quota), i32::from(PushResult::MissingDependencies));
        self.full |= ack.results.contains(&quota);
        if self.full {
            ack.results.iter_mut().filter(|result| **result == missing).for_each(|result| *result = quota);
        }
        let stored = ack.results.iter().zip(&ack.places);
        for (_, place) in stored.filter(|(result, _)| **result == i32::from(PushResult::Stored)) {
            self.own.add(*place);
        }
        // What the device is about to be told of has come first: the answer alone would make it ask for a page.
        while let Some(hint) = self.seat.mailbox.hint() {
            self.hint(hint).await?;
        }
        self.send_frame(Frame::PushAck(ack)).await
    }

    /// A small piece of the log's end, from where it is kept for a moment.
    async fn newest(&mut self, after: u64, max_bytes: u32) -> Option<Page> {
        let (epoch, head) = self.relay.hub.position(self.access.book)?;
        let near = after < head && head - after <= PAGE_ENTRIES as u64;
        let redis = self.relay.limiter.redis().filter(|_| near)?.clone();
        let mut page = tail::read(&redis, self.access.book, epoch, after, max_bytes).await?;
        page.head = page.head.max(head);
        page.more = page.after + (page.items.len() as u64) < page.head;
        self.relay.metrics.hot_pages.inc();
        Some(page)
    }

    async fn pull(&mut self, after: u64, max_bytes: u32) -> Result<(), End> {
        let span = tracing::debug_span!("pull", connection = self.seat.number, after);
        let pulled = match self.newest(after, max_bytes).instrument(span.clone()).await {
            Some(page) => Pulled::Page(page),
            None => page(&self.relay.pool, self.access.book, after, max_bytes).instrument(span).await?,
        };
        match pulled {
            Pulled::Page(mut page) => {
                self.relay.metrics.pages.inc();
                self.own.strip(&mut page);
                let end = page.after + page.items.len() as u64;
                self.send_frame(Frame::Page(page)).await?;
                self.seat.read.store(end, Ordering::Relaxed);
                Ok(())
            }
            Pulled::Elsewhere => Err(End::Say(moved())),
            Pulled::Pruned => {
                let reason = "what comes next is only in a snapshot, which this program did not ask for";
                Err(End::say(ByeCode::UpdateRequired, 0, reason))
            }
        }
    }
}

/// The connection has lasted as long as load balancers let it.
fn moved_on() -> Bye {
    let retry_after_ms = u32::try_from(jitter(2_000)).unwrap_or_default();
    Bye { code: ByeCode::Draining.into(), retry_after_ms, reason: "connect again and go on".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of the future that an async function of four arguments makes.
    fn future_of<A, B, C, D, F>(_: impl Fn(A, B, C, D) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn an_idle_connection_holds_no_room_for_what_is_rare() {
        let bytes = future_of(attend);
        assert!(bytes <= 3 << 10, "the task of a connection takes {bytes} bytes for as long as it lasts");
    }
}
