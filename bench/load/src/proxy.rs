//! A small TCP proxy between users and the instances of a server: an instance may go and another come behind one address, and what passes can be
//! made to take longer.

use crate::error::LoadError;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const CHUNK: usize = 16 << 10;
/// Chunks on their way before the sender is kept waiting.
const UNDER_WAY: usize = 64;

/// Behind one address.
pub struct Proxy {
    pub at: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    behind: Mutex<Vec<SocketAddr>>,
    turn: AtomicUsize,
    /// Each way, in microseconds.
    delay: AtomicU64,
}

impl Proxy {
    /// Listens, on the runtime of the caller.
    pub async fn start(behind: Vec<SocketAddr>) -> Result<Self, LoadError> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?;
        let state = Arc::new(State { behind: Mutex::new(behind), ..State::default() });
        let accepting = state.clone();
        tokio::spawn(async move {
            // An error here is one connection's, and ends that alone.
            loop {
                if let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(pass(stream, accepting.clone()));
                }
            }
        });
        Ok(Self { at, state })
    }

    /// From now on new connections go to these in turn.
    pub fn to(&self, behind: Vec<SocketAddr>) {
        *self.state.behind.lock().unwrap_or_else(PoisonError::into_inner) = behind;
    }

    /// From now on everything takes so much longer, each way.
    pub fn delay(&self, by: Duration) {
        self.state.delay.store(u64::try_from(by.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl State {
    fn next(&self) -> Option<SocketAddr> {
        let behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        behind.get(turn % behind.len().max(1)).copied()
    }
}

/// One connection. When one side ends, so does the other.
async fn pass(near: TcpStream, state: Arc<State>) {
    let Some(at) = state.next() else { return };
    let Ok(far) = TcpStream::connect(at).await else { return };
    if near.set_nodelay(true).is_err() || far.set_nodelay(true).is_err() {
        return;
    }
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    tokio::select! {
        () = one_way(near_in, far_out, &state) => {}
        () = one_way(far_in, near_out, &state) => {}
    }
}

async fn one_way(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, state: &State) {
    let (send, mut receive) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let reading = async move {
        let mut chunk = vec![0; CHUNK];
        while let Ok(count @ 1..) = from.read(&mut chunk).await {
            let due = Instant::now() + Duration::from_micros(state.delay.load(Ordering::Relaxed));
            if send.send((due, chunk[..count].to_vec())).await.is_err() {
                return;
            }
        }
    };
    let writing = async {
        while let Some((due, bytes)) = receive.recv().await {
            if due > Instant::now() {
                tokio::time::sleep_until(due.into()).await;
            }
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    };
    let mut writing = std::pin::pin!(writing);
    tokio::select! {
        () = &mut writing => return,
        () = reading => {}
    }
    // What was read is written to its end.
    writing.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says its letter and then back what it hears.
    async fn echo(letter: u8) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let _gone = stream.write_all(&[letter]).await;
                    let (mut read, mut write) = stream.split();
                    let _gone = tokio::io::copy(&mut read, &mut write).await;
                });
            }
        });
        at
    }

    async fn hear(stream: &mut TcpStream, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        stream.read_exact(&mut bytes).await.expect("an answer");
        bytes
    }

    #[tokio::test]
    async fn connections_go_round_and_bytes_come_whole_and_in_order() {
        let proxy = Proxy::start(vec![echo(b'a').await, echo(b'b').await]).await.expect("a proxy");
        let mut letters = Vec::new();
        for _ in 0..4 {
            let mut stream = TcpStream::connect(proxy.at).await.expect("a connection");
            letters.extend(hear(&mut stream, 1).await);
            let said: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
            let heard = {
                let (mut read, mut write) = stream.split();
                let mut heard = vec![0; said.len()];
                let (sent, read) = tokio::join!(write.write_all(&said), read.read_exact(&mut heard));
                sent.expect("sent");
                read.expect("heard");
                heard
            };
            assert_eq!(heard, said);
        }
        letters.sort_unstable();
        assert_eq!(letters, b"aabb");
    }

    #[tokio::test]
    async fn what_is_delayed_takes_at_least_so_long() {
        let proxy = Proxy::start(vec![echo(b'a').await]).await.expect("a proxy");
        let mut stream = TcpStream::connect(proxy.at).await.expect("a connection");
        hear(&mut stream, 1).await;
        proxy.delay(Duration::from_millis(30));
        let began = Instant::now();
        stream.write_all(b"x").await.expect("sent");
        assert_eq!(hear(&mut stream, 1).await, b"x");
        assert!(began.elapsed() >= Duration::from_millis(60));
        proxy.to(Vec::new());
        let mut refused = TcpStream::connect(proxy.at).await.expect("a connection");
        assert_eq!(refused.read(&mut [0; 1]).await.expect("an end"), 0, "nothing is behind");
    }
}
