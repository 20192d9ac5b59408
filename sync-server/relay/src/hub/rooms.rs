//! The connected devices of each book on this instance.

use super::mailbox::Mailbox;
use crate::accounts::{Access, Role};
use crate::log::Grown;
use crate::metrics::Metrics;
use axum::body::Bytes;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use sync_protocol::{BookTag, Bye, ByeCode, Epoch, Frame, Head, Page};
use tokio::sync::{Notify, mpsc};

/// Bytes of bodies up to which a hint carries the changes themselves.
const WITH_PAGE: usize = 8 << 10;
/// Messages for other instances waiting to be published; what does not fit is found by their polls.
const UNPUBLISHED: usize = 4_096;

/// A log has grown, as the devices are told.
#[derive(Debug, Clone)]
pub struct Hint {
    pub epoch: Epoch,
    pub head: u64,
    /// The encoded frame, the same bytes for all.
    pub frame: Bytes,
    /// The place after which its page begins, if it has one, and where that ends.
    pub page: Option<(u64, u64)>,
    /// Since when it is known on this instance.
    pub came: Instant,
}

/// For the other instances.
#[derive(Debug)]
pub enum News {
    /// A log, the hint, and whether that carries the changes.
    Grown(BookTag, Bytes, bool),
    Revoked(i64),
    /// Somebody's role was changed or taken away.
    Rights,
}

/// What the subscriber is to listen for.
#[derive(Debug)]
pub enum Interest {
    Begin(BookTag),
    End(BookTag),
}

#[derive(Debug)]
struct Occupant {
    device: i64,
    account: i64,
    /// As it was greeted.
    role: Role,
    mailbox: Arc<Mailbox>,
    /// How far it has read.
    read: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Room {
    epoch: Option<Epoch>,
    head: u64,
    occupants: HashMap<u64, Occupant>,
}

/// All rooms.
pub struct Hub {
    rooms: Mutex<HashMap<BookTag, Room>>,
    addresses: Mutex<HashMap<IpAddr, u32>>,
    next: AtomicU64,
    draining: AtomicBool,
    news: Option<mpsc::Sender<News>>,
    interest: Option<mpsc::UnboundedSender<Interest>>,
    /// Look at the database now: hints may have been missed.
    pub look: Notify,
    metrics: Arc<Metrics>,
}

/// The hub's ends of what goes to and comes from Redis.
pub struct Ends {
    pub news: mpsc::Receiver<News>,
    pub interest: mpsc::UnboundedReceiver<Interest>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// A hub, with ends for Redis where there is one.
    pub fn new(metrics: &Arc<Metrics>, with_redis: bool) -> (Arc<Self>, Option<Ends>) {
        let (news, interest, ends) = if with_redis {
            let (news, published) = mpsc::channel(UNPUBLISHED);
            let (interest, wanted) = mpsc::unbounded_channel();
            (Some(news), Some(interest), Some(Ends { news: published, interest: wanted }))
        } else {
            (None, None, None)
        };
        let hub = Self {
            rooms: Mutex::default(),
            addresses: Mutex::default(),
            next: AtomicU64::new(1),
            draining: AtomicBool::new(false),
            news,
            interest,
            look: Notify::new(),
            metrics: metrics.clone(),
        };
        (Arc::new(hub), ends)
    }

    /// A seat for a connection from this address, unless it holds `most` already or the server is going.
    pub fn admit(self: &Arc<Self>, address: IpAddr, most: u32) -> Option<Seat> {
        let mut addresses = locked(&self.addresses);
        let count = addresses.entry(address).or_default();
        if *count >= most || self.is_draining() {
            return None;
        }
        *count += 1;
        self.metrics.connections.inc();
        Some(Seat {
            hub: self.clone(),
            address,
            number: self.next.fetch_add(1, Ordering::Relaxed),
            book: None,
            mailbox: Arc::default(),
            read: Arc::default(),
        })
    }

    fn post(&self, room: &mut Room, hint: &Hint) {
        room.epoch = Some(hint.epoch);
        room.head = room.head.max(hint.head);
        for occupant in room.occupants.values() {
            if !occupant.mailbox.post(hint) {
                self.metrics.lost_hints.inc();
            }
        }
    }

    /// This instance has written: tells its devices and the other instances.
    pub fn grown(&self, grown: Grown) {
        let (book, epoch, head) = (grown.book, grown.epoch, grown.head);
        let small = grown.items.iter().map(|item| item.body.len() + 100).sum::<usize>() <= WITH_PAGE;
        let page = small.then(|| Page {
            epoch: epoch.0.to_vec(),
            after: grown.before,
            items: grown.items,
            head,
            chain: grown.chain.0.to_vec(),
            more: false,
        });
        let span = small.then_some((grown.before, head));
        let frame: Bytes = Frame::Head(Head { epoch: epoch.0.to_vec(), head, page }).encode().into();
        self.hint(book, &Hint { epoch, head, frame: frame.clone(), page: span, came: Instant::now() });
        if let Some(news) = &self.news {
            let _full = news.try_send(News::Grown(book, frame, small));
        }
    }

    /// There is something to tell an account about a book: its devices here are told so.
    pub fn notice(&self, book: BookTag, account: i64, number: u64) {
        if let Some(room) = locked(&self.rooms).get(&book) {
            let its = room.occupants.values().filter(|occupant| occupant.account == account);
            its.for_each(|occupant| occupant.mailbox.notice(number));
        }
    }

    /// Passes a hint on to this instance's devices.
    pub fn hint(&self, book: BookTag, hint: &Hint) {
        if let Some(room) = locked(&self.rooms).get_mut(&book) {
            self.post(room, hint);
        }
    }

    /// What the database says of a book in which devices are: hints they missed, or another life of its log. `before` is the head
    /// known here before the database was asked: less than that is no answer overtaken by a write.
    pub fn seen(&self, book: BookTag, epoch: Epoch, head: u64, before: u64) {
        let mut rooms = locked(&self.rooms);
        let Some(room) = rooms.get_mut(&book) else { return };
        if room.epoch.is_some_and(|known| known != epoch) || head < before {
            tracing::warn!(%book, "the log is another one: its devices are asked to greet again");
            room.epoch = Some(epoch);
            room.head = head;
            room.occupants.values().for_each(|occupant| occupant.mailbox.leave(moved()));
        } else if head > room.head {
            let frame = Frame::Head(Head { epoch: epoch.0.to_vec(), head, page: None }).encode().into();
            self.post(room, &Hint { epoch, head, frame, page: None, came: Instant::now() });
        } else {
            room.epoch = Some(epoch);
        }
    }

    /// The life of a book's log and its entries, as far as they are known here.
    pub fn position(&self, book: BookTag) -> Option<(Epoch, u64)> {
        let rooms = locked(&self.rooms);
        let room = rooms.get(&book)?;
        Some((room.epoch?, room.head))
    }

    /// Entries of a book's log, as far as is known here.
    pub fn head(&self, book: BookTag) -> u64 {
        locked(&self.rooms).get(&book).map_or(0, |room| room.head)
    }

    /// How far the devices have read that are connected for a book.
    pub fn reading(&self, book: BookTag) -> HashMap<i64, u64> {
        let rooms = locked(&self.rooms);
        let occupants = rooms.get(&book).into_iter().flat_map(|room| room.occupants.values());
        occupants.map(|occupant| (occupant.device, occupant.read.load(Ordering::Relaxed))).collect()
    }

    /// Is any device connected?
    pub fn is_attended(&self) -> bool {
        !locked(&self.rooms).is_empty()
    }

    /// Every book somebody is connected for, with the head known here.
    pub fn books(&self) -> Vec<(BookTag, u64)> {
        locked(&self.rooms).iter().map(|(book, room)| (*book, room.head)).collect()
    }

    /// Every device connected, with its book and what it may do there.
    pub fn occupants(&self) -> Vec<(i64, BookTag, Role)> {
        let rooms = locked(&self.rooms);
        let all = rooms.iter().flat_map(|(book, room)| {
            room.occupants.values().map(move |occupant| (occupant.device, *book, occupant.role))
        });
        all.collect()
    }

    /// Who may do what has changed: looked at here and on the other instances.
    pub fn rights_changed(&self) {
        self.look.notify_one();
        if let Some(news) = &self.news {
            let _full = news.try_send(News::Rights);
        }
    }

    /// Asks a device to greet anew for a book, because it may do more or less there than when it did.
    pub fn greet_anew(&self, device: i64, book: BookTag) {
        if let Some(room) = locked(&self.rooms).get(&book) {
            let its = room.occupants.values().filter(|occupant| occupant.device == device);
            its.for_each(|occupant| {
                let reason = "the account's role was changed: greet again".to_owned();
                occupant.mailbox.leave(Bye { code: ByeCode::Draining.into(), retry_after_ms: 0, reason });
            });
        }
    }

    /// Ends the connections of a revoked device, here and on the other instances.
    pub fn revoked(&self, device: i64) {
        self.part(device, None);
        if let Some(news) = &self.news {
            let _full = news.try_send(News::Revoked(device));
        }
    }

    /// Ends the connections of a device on this instance, for one book or for all.
    pub fn part(&self, device: i64, book: Option<BookTag>) {
        let code = if book.is_some() { ByeCode::NotFound } else { ByeCode::Unauthorised };
        let reason = if book.is_some() { "no such book" } else { "the device was revoked" };
        for (tag, room) in locked(&self.rooms).iter().filter(|(tag, _)| book.is_none_or(|book| book == **tag))
        {
            let gone = room.occupants.values().filter(|occupant| occupant.device == device);
            for occupant in gone {
                tracing::info!(device, %tag, reason, "a connection is ended");
                occupant.mailbox.leave(Bye {
                    code: code.into(),
                    retry_after_ms: 0,
                    reason: reason.to_owned(),
                });
            }
        }
    }

    /// Is the server going?
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Asks everybody to come back, spread over `spread_ms`.
    pub fn drain(&self, spread_ms: u64) {
        self.draining.store(true, Ordering::Relaxed);
        for room in locked(&self.rooms).values() {
            for occupant in room.occupants.values() {
                let retry_after_ms = u32::try_from(500 + crate::jitter(spread_ms)).unwrap_or(u32::MAX);
                let reason = "the server is being replaced".to_owned();
                occupant.mailbox.leave(Bye { code: ByeCode::Draining.into(), retry_after_ms, reason });
            }
        }
    }

    fn want(&self, interest: Interest) {
        if let Some(sender) = &self.interest {
            let _gone = sender.send(interest);
        }
    }
}

/// The log under a connection is another one than it was.
pub fn moved() -> Bye {
    let retry_after_ms = u32::try_from(crate::jitter(500)).unwrap_or_default();
    Bye {
        code: ByeCode::Draining.into(),
        retry_after_ms,
        reason: "the log was restored: greet again".to_owned(),
    }
}

/// A connection's place in the hub; dropping it gives the place up.
pub struct Seat {
    hub: Arc<Hub>,
    address: IpAddr,
    pub number: u64,
    book: Option<BookTag>,
    pub mailbox: Arc<Mailbox>,
    /// How far the device has read.
    pub read: Arc<AtomicU64>,
}

impl Seat {
    /// Joins the devices of a book: from now on hints come. Gives the head known here.
    pub fn join(&mut self, access: &Access) -> u64 {
        let book = access.book;
        self.book = Some(book);
        let mut rooms = locked(&self.hub.rooms);
        let room = rooms.entry(book).or_insert_with(|| {
            self.hub.want(Interest::Begin(book));
            Room::default()
        });
        room.occupants.insert(
            self.number,
            Occupant {
                device: access.device.id,
                account: access.device.account,
                role: access.role,
                mailbox: self.mailbox.clone(),
                read: self.read.clone(),
            },
        );
        room.head
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.metrics.connections.dec();
        let mut addresses = locked(&self.hub.addresses);
        if let Some(count) = addresses.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                addresses.remove(&self.address);
            }
        }
        drop(addresses);
        let Some(book) = self.book else { return };
        let mut rooms = locked(&self.hub.rooms);
        if let Some(room) = rooms.get_mut(&book) {
            room.occupants.remove(&self.number);
            if room.occupants.is_empty() {
                rooms.remove(&book);
                self.hub.want(Interest::End(book));
            }
        }
    }
}
