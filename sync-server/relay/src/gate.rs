//! The door before everything: one address holds only so many connections, whether it says anything on them or not.

use crate::http::network;
use crate::metrics::Metrics;
use axum::serve::Listener;
use std::collections::HashMap;
use std::io::{self, IoSlice};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Connections an address may hold beside those of devices: plain requests, and such as are on their way to become one.
const BESIDE: u32 = 64;

type Held = Arc<Mutex<HashMap<IpAddr, u32>>>;

/// A listener that counts.
pub struct Gate {
    listener: TcpListener,
    /// For each address; none behind proxies, where all have the proxy's.
    most: Option<u32>,
    held: Held,
    metrics: Arc<Metrics>,
}

impl Gate {
    /// Before `listener`; `sockets` is how many devices an address may hold.
    pub fn new(listener: TcpListener, sockets: u32, proxies: usize, metrics: &Arc<Metrics>) -> Self {
        let most = (proxies == 0).then(|| sockets.saturating_add(BESIDE));
        Self { listener, most, held: Held::default(), metrics: metrics.clone() }
    }

    fn place(&self, address: IpAddr) -> Option<Place> {
        let address = network(address);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if self.most.is_some_and(|most| *count >= most) {
            return None;
        }
        *count += 1;
        Some(Place { address, held: self.held.clone() })
    }
}

impl Listener for Gate {
    type Io = Admitted;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Admitted, SocketAddr) {
        loop {
            let (stream, peer) = Listener::accept(&mut self.listener).await;
            // Small frames must not wait for each other. One whose other end is gone already cannot be told so, and will be read as ended.
            let _kept = stream.set_nodelay(true);
            if let Some(place) = self.place(peer.ip()) {
                return (Admitted { stream, _place: place }, peer);
            }
            self.metrics.refused_connections.inc();
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection's place among those of its address; given up when dropped.
struct Place {
    address: IpAddr,
    held: Held,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}

/// A connection that has a place.
pub struct Admitted {
    stream: TcpStream,
    _place: Place,
}

impl AsyncRead for Admitted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Admitted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
