//! What waits to be told to one device: bounded, so that a slow one costs no memory. Hints that do not fit are dropped, and
//! made good by one bare hint with the newest head.

use super::rooms::Hint;
use axum::body::Bytes;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use sync_protocol::{Bye, Epoch, Frame, Head};
use tokio::sync::Notify;

const HINTS: usize = 16;
const BYTES: usize = 64 << 10;

/// What to do next.
#[derive(Debug, PartialEq)]
pub enum Mail {
    /// Send this.
    Hint(Posted),
    /// Say that there is something to tell: the number of the newest.
    Notice(u64),
    /// Say this and go.
    Leave(Bye),
}

/// A hint as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// The frame.
    pub frame: Bytes,
    /// The place after which its page begins, if it has one, and where that ends.
    pub page: Option<(u64, u64)>,
    /// Since when it is known on this instance.
    pub came: Instant,
}

/// One device's.
#[derive(Debug, Default)]
pub struct Mailbox {
    waiting: Mutex<Waiting>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    hints: VecDeque<Posted>,
    bytes: usize,
    behind: Option<(Epoch, u64, Instant)>,
    notice: Option<u64>,
    leave: Option<Bye>,
}

impl Mailbox {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a hint in; false when there was no room and only its head is kept.
    pub fn post(&self, hint: &Hint) -> bool {
        let mut waiting = self.waiting();
        let fits = waiting.hints.len() < HINTS && waiting.bytes + hint.frame.len() <= BYTES;
        if fits {
            waiting.bytes += hint.frame.len();
            waiting.hints.push_back(Posted { frame: hint.frame.clone(), page: hint.page, came: hint.came });
        } else {
            waiting.behind = Some((hint.epoch, hint.head, hint.came));
        }
        drop(waiting);
        self.news.notify_one();
        fits
    }

    /// There is something to tell; of several only the newest is said.
    pub fn notice(&self, number: u64) {
        let mut waiting = self.waiting();
        waiting.notice = waiting.notice.max(Some(number));
        drop(waiting);
        self.news.notify_one();
    }

    /// Asks the connection to end.
    pub fn leave(&self, bye: Bye) {
        self.waiting().leave.get_or_insert(bye);
        self.news.notify_one();
    }

    fn take(&self) -> Option<Mail> {
        let mut waiting = self.waiting();
        if let Some(bye) = waiting.leave.take() {
            return Some(Mail::Leave(bye));
        }
        if let Some(hint) = waiting.hints.pop_front() {
            waiting.bytes -= hint.frame.len();
            return Some(Mail::Hint(hint));
        }
        if let Some((epoch, head, came)) = waiting.behind.take() {
            let frame = Frame::Head(Head { epoch: epoch.0.to_vec(), head, page: None });
            return Some(Mail::Hint(Posted { frame: frame.encode().into(), page: None, came }));
        }
        waiting.notice.take().map(Mail::Notice)
    }

    /// The next hint, when one waits.
    pub fn hint(&self) -> Option<Posted> {
        let mut waiting = self.waiting();
        let hint = waiting.hints.pop_front()?;
        waiting.bytes -= hint.frame.len();
        Some(hint)
    }

    /// Waits for something to do. May be dropped while it waits without losing anything.
    pub async fn next(&self) -> Mail {
        loop {
            if let Some(mail) = self.take() {
                return mail;
            }
            self.news.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync_protocol::Limits;

    fn hint(head: u64, size: usize) -> Hint {
        Hint { epoch: Epoch([1; 16]), head, frame: vec![0; size].into(), page: None, came: Instant::now() }
    }

    #[tokio::test]
    async fn a_slow_device_loses_hints_but_learns_the_newest_head() {
        let mailbox = Mailbox::default();
        let kept = (1..=100).filter(|head| mailbox.post(&hint(*head, 8))).count();
        assert_eq!(kept, HINTS);
        for _ in 0..HINTS {
            assert!(matches!(mailbox.next().await, Mail::Hint(hint) if hint.frame.len() == 8));
        }
        let Mail::Hint(Posted { frame: bytes, .. }) = mailbox.next().await else { panic!("a hint") };
        let Ok(Frame::Head(head)) = Frame::decode(&bytes, &Limits::DEFAULT) else { panic!("a head") };
        assert_eq!((head.head, head.page), (100, None));
        assert!(mailbox.take().is_none());
    }

    #[tokio::test]
    async fn large_hints_are_bounded_by_bytes_and_leaving_comes_first() {
        let mailbox = Mailbox::default();
        assert!(mailbox.post(&hint(1, 60 << 10)));
        assert!(!mailbox.post(&hint(2, 8 << 10)));
        mailbox.leave(Bye::default());
        assert!(matches!(mailbox.next().await, Mail::Leave(_)));
    }
}
