//! Every frame, its fields, and reading one from bytes nobody has vouched for.

mod log;
mod repair;
mod session;
mod snapshot;

pub use log::{Head, Item, Page, Pull, Push, PushAck, PushResult};
pub use repair::{Digest, Reconcile, Want};
pub use session::{Bye, ByeCode, Hello, Notice, Ping, Verdict, Welcome};
pub use snapshot::{PART_BYTES, SnapshotGet, SnapshotHead, SnapshotPart, SnapshotVerified};

use crate::Limits;
use prost::{Message, Oneof};

/// Why bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Longer than the connection allows.
    #[error("a frame of {found} bytes, where {allowed} are allowed")]
    TooLarge {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        allowed: usize,
    },
    /// Not Protocol Buffers.
    #[error("the bytes are no frame: {0}")]
    Malformed(String),
    /// A field has a length or value it cannot have.
    #[error("the field `{0}` is not what it must be")]
    Field(&'static str),
}

/// What one message carries. A frame of a later version reads as [`Frame::Unknown`] and is skipped.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// Device to server, first: who I am and how far I am.
    Hello(Hello),
    /// Server to device, first: how far the log is, and how to go on.
    Welcome(Welcome),
    /// Device to server: changes.
    Push(Push),
    /// Server to device: what became of each change of a push.
    PushAck(PushAck),
    /// Device to server: give me what comes after my cursor.
    Pull(Pull),
    /// Server to device: a contiguous piece of the log.
    Page(Page),
    /// Server to device: the log has grown. Only a hint.
    Head(Head),
    /// Device to server: what my documents look like at this place.
    Digest(Digest),
    /// Device to server, after the log diverged: what I have.
    Reconcile(Reconcile),
    /// Server to device: what it lacks of that.
    Want(Want),
    /// Device to server: a snapshot is coming, or do you have this one.
    SnapshotHead(SnapshotHead),
    /// Device to server: send me this part.
    SnapshotGet(SnapshotGet),
    /// Either way: a part of a snapshot.
    SnapshotPart(SnapshotPart),
    /// Device to server: I loaded this snapshot and it is right.
    SnapshotVerified(SnapshotVerified),
    /// Either way: are you there. The server's carries its head.
    Ping(Ping),
    /// Either way: I am going; come back after a while.
    Bye(Bye),
    /// Server to device: it has something to tell the account about this book, which has to be asked for.
    Notice(Notice),
    /// A frame of a later version.
    Unknown,
}

#[derive(Clone, PartialEq, Message)]
struct Envelope {
    #[prost(oneof = "Body", tags = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17")]
    body: Option<Body>,
}

#[derive(Clone, PartialEq, Oneof)]
enum Body {
    #[prost(message, tag = "1")]
    Hello(Hello),
    #[prost(message, tag = "2")]
    Welcome(Welcome),
    #[prost(message, tag = "3")]
    Push(Push),
    #[prost(message, tag = "4")]
    PushAck(PushAck),
    #[prost(message, tag = "5")]
    Pull(Pull),
    #[prost(message, tag = "6")]
    Page(Page),
    #[prost(message, tag = "7")]
    Head(Head),
    #[prost(message, tag = "8")]
    Digest(Digest),
    #[prost(message, tag = "9")]
    Reconcile(Reconcile),
    #[prost(message, tag = "10")]
    Want(Want),
    #[prost(message, tag = "11")]
    SnapshotHead(SnapshotHead),
    #[prost(message, tag = "12")]
    SnapshotGet(SnapshotGet),
    #[prost(message, tag = "13")]
    SnapshotPart(SnapshotPart),
    #[prost(message, tag = "14")]
    SnapshotVerified(SnapshotVerified),
    #[prost(message, tag = "15")]
    Ping(Ping),
    #[prost(message, tag = "16")]
    Bye(Bye),
    #[prost(message, tag = "17")]
    Notice(Notice),
}

macro_rules! frames {
    ($($name:ident),+) => {
        impl Frame {
            fn into_body(self) -> Option<Body> {
                match self { $(Self::$name(inner) => Some(Body::$name(inner)),)+ Self::Unknown => None }
            }

            fn from_body(body: Option<Body>) -> Self {
                match body { $(Some(Body::$name(inner)) => Self::$name(inner),)+ None => Self::Unknown }
            }
        }
    };
}

frames!(
    Hello,
    Welcome,
    Push,
    PushAck,
    Pull,
    Page,
    Head,
    Digest,
    Reconcile,
    Want,
    SnapshotHead,
    SnapshotGet,
    SnapshotPart,
    SnapshotVerified,
    Ping,
    Bye,
    Notice
);

impl Frame {
    /// The frame as the bytes of one message.
    pub fn encode(self) -> Vec<u8> {
        Envelope { body: self.into_body() }.encode_to_vec()
    }

    /// Reads one message. Everything of fixed size has that size afterwards and every count is within `limits`.
    ///
    /// # Errors
    /// [`WireError`]; the other side is then to be told and left.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, WireError> {
        if bytes.len() > limits.frame_bytes {
            return Err(WireError::TooLarge { found: bytes.len(), allowed: limits.frame_bytes });
        }
        let envelope = Envelope::decode(bytes).map_err(|error| WireError::Malformed(error.to_string()))?;
        let frame = Self::from_body(envelope.body);
        frame.check(limits)?;
        Ok(frame)
    }

    fn check(&self, limits: &Limits) -> Result<(), WireError> {
        match self {
            Self::Hello(hello) => hello.check(),
            Self::Welcome(welcome) => welcome.check(),
            Self::Push(push) => push.check(limits),
            Self::PushAck(ack) => at_most(ack.results.len(), limits.push_items, "push_ack.results"),
            Self::Page(page) => page.check(limits),
            Self::Head(head) => head.check(limits),
            Self::Digest(digest) => sized(&digest.sha256, 32, "digest.sha256"),
            Self::Want(want) => want.hashes.iter().try_for_each(|hash| sized(hash, 32, "want.hashes")),
            Self::SnapshotHead(head) => head.check(),
            Self::SnapshotGet(get) => sized(&get.id, 16, "snapshot.id"),
            Self::SnapshotPart(part) => sized(&part.id, 16, "snapshot.id"),
            Self::SnapshotVerified(verified) => sized(&verified.id, 16, "snapshot.id"),
            Self::Pull(_)
            | Self::Reconcile(_)
            | Self::Ping(_)
            | Self::Bye(_)
            | Self::Notice(_)
            | Self::Unknown => Ok(()),
        }
    }
}

fn sized(bytes: &[u8], size: usize, field: &'static str) -> Result<(), WireError> {
    if bytes.len() == size { Ok(()) } else { Err(WireError::Field(field)) }
}

fn at_most(count: usize, most: usize, field: &'static str) -> Result<(), WireError> {
    if count <= most { Ok(()) } else { Err(WireError::Field(field)) }
}
