//! One HTTP/1.1 connection of a user, kept open between requests and opened anew when it ended.

use crate::error::LoadError;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What is sent.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: Method,
    /// With its query.
    pub path: String,
    /// JSON.
    pub body: Option<Bytes>,
    /// Under which a write is done once.
    pub key: Option<String>,
}

impl Ask {
    pub const fn get(path: String) -> Self {
        Self { method: Method::GET, path, body: None, key: None }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Bytes,
}

/// A connection with the token of its user.
pub struct Wire {
    at: SocketAddr,
    host: HeaderValue,
    token: HeaderValue,
    patience: Duration,
    open: Option<SendRequest<Full<Bytes>>>,
}

impl Wire {
    pub fn new(at: SocketAddr, token: &str, patience: Duration) -> Result<Self, LoadError> {
        let value = |text: String| {
            HeaderValue::from_str(&text)
                .map_err(|_| LoadError::Wrong("a header of odd characters".to_owned()))
        };
        let (host, token) = (value(at.to_string())?, value(format!("Bearer {token}"))?);
        Ok(Self { at, host, token, patience, open: None })
    }

    /// Asks; connects first where that is needed. A connection that failed or took too long is not used again.
    pub async fn ask(&mut self, ask: &Ask) -> Result<Answer, String> {
        let open = self.open.take();
        match tokio::time::timeout(self.patience, self.exchange(open, ask)).await {
            Ok(Ok((answer, open))) => {
                self.open = Some(open);
                Ok(answer)
            }
            Ok(Err(why)) => Err(why),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    async fn exchange(
        &self,
        open: Option<SendRequest<Full<Bytes>>>,
        ask: &Ask,
    ) -> Result<(Answer, SendRequest<Full<Bytes>>), String> {
        let mut open = match open {
            Some(mut open) => match open.ready().await {
                Ok(()) => open,
                Err(_) => self.connect().await?,
            },
            None => self.connect().await?,
        };
        let mut request = Request::builder()
            .method(ask.method.clone())
            .uri(ask.path.as_str())
            .header(HOST, &self.host)
            .header(AUTHORIZATION, &self.token);
        if ask.body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(key) = &ask.key {
            request = request.header(KEY, key);
        }
        let body = Full::new(ask.body.clone().unwrap_or_default());
        let request = request.body(body).map_err(|error| error.to_string())?;
        let response = open.send_request(request).await.map_err(|error| reason(&error))?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.map_err(|error| reason(&error))?.to_bytes();
        Ok((Answer { status, body }, open))
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, String> {
        let stream = TcpStream::connect(self.at).await.map_err(|error| error.kind().to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (open, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| reason(&error))?;
        // Its end shows at the next request.
        tokio::spawn(async move { drop(connection.await) });
        Ok(open)
    }
}

/// One of few words, so that failures can be counted by them.
fn reason(error: &hyper::Error) -> String {
    let word = if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        "the connection ended"
    } else if error.is_parse() {
        "an answer that is no HTTP"
    } else {
        "the connection failed"
    };
    word.to_owned()
}
