//! A connection frame by frame, for what no client of ours would send.

use super::device::{Socket, open};
use futures_util::{SinkExt as _, StreamExt as _};
use std::time::Duration;
use sync_protocol::{BookTag, ByeCode, Chain, DeviceTag, Frame, Hello, Item, Limits, Welcome};
use tokio_tungstenite::tungstenite::Message;

pub struct Raw(pub Socket);

pub fn hello(book: BookTag, device: DeviceTag) -> Hello {
    Hello {
        oldest: 1,
        newest: 1,
        app: "test".to_owned(),
        book: book.0.to_vec(),
        device: device.0.to_vec(),
        cursor: 0,
        chain: Chain::start(book).0.to_vec(),
        epoch: Vec::new(),
        unusable: Vec::new(),
    }
}

pub fn item(number: u8) -> Item {
    Item {
        document: vec![1; 16],
        hash: vec![number; 32],
        actor: vec![2; 16],
        sequence: u64::from(number),
        dependencies: Vec::new(),
        key: 1,
        nonce: vec![0; 24],
        body: vec![number; 100],
        group: 0,
    }
}

impl Raw {
    pub async fn open(at: &str, token: &str) -> Self {
        Self(open(at, token).await.unwrap())
    }

    /// Opens and greets.
    pub async fn greet(at: &str, token: &str, hello: Hello) -> (Self, Welcome) {
        let mut raw = Self::open(at, token).await;
        raw.send(Frame::Hello(hello)).await;
        match raw.next().await {
            Some(Frame::Welcome(welcome)) => (raw, welcome),
            other => panic!("{other:?}"),
        }
    }

    pub async fn send(&mut self, frame: Frame) {
        self.send_bytes(frame.encode()).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        // The server may have left already; what it said is read next.
        let _sent = self.0.send(Message::Binary(bytes.into())).await;
    }

    /// The next frame; none when the connection ended.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            let message =
                tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("an answer");
            match message? {
                Ok(Message::Binary(bytes)) => return Some(Frame::decode(&bytes, &Limits::DEFAULT).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next frame that is no hint and no ping.
    pub async fn answer(&mut self) -> Option<Frame> {
        loop {
            match self.next().await {
                Some(Frame::Head(_) | Frame::Ping(_)) => {}
                other => return other,
            }
        }
    }

    /// What the server says when it goes.
    pub async fn farewell(&mut self) -> Option<ByeCode> {
        loop {
            match self.next().await {
                Some(Frame::Bye(bye)) => return ByeCode::try_from(bye.code).ok(),
                Some(_) => {}
                None => return None,
            }
        }
    }
}
