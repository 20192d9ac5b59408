//! Who is connected, and telling them what is new. Hints only: whoever misses one finds out by ping or poll.

mod connection;
mod mailbox;
mod own;
mod redis_link;
mod rooms;
mod subscriber;
mod tail;
mod watch;

pub(crate) use connection::attend;
pub use redis_link::RedisLink;
pub(crate) use rooms::Hub;
pub(crate) use subscriber::subscribe;
pub(crate) use watch::watch;
