//! Work beside the open book: the backup that is made by itself. It reads through a connection of its own and can be stopped.

use super::event::{Event, Listeners};
use crate::backups::{self, Reason};
use crate::error::AppError;
use crate::operation::Topic;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use store::{Key, Reader};

/// At most one piece of work.
#[derive(Default)]
pub struct Background {
    running: Mutex<Option<(Arc<AtomicBool>, JoinHandle<()>)>>,
    last_failure: Arc<Mutex<Option<AppError>>>,
}

impl Background {
    /// Makes a backup if one is due.
    pub fn back_up(&self, path: PathBuf, key: Option<Key>, now: i64, listeners: Arc<Listeners>) {
        self.stop();
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, failure) = (Arc::clone(&stop), Arc::clone(&self.last_failure));
        let work = move || {
            let outcome = back_up_if_due(&path, key.as_ref(), now, &stopped);
            let mut last = failure.lock().unwrap_or_else(PoisonError::into_inner);
            *last = outcome.as_ref().err().cloned();
            drop(last);
            if !matches!(outcome, Ok(false)) {
                listeners.tell(&Event::Changed { topics: &[Topic::Backups] });
            }
        };
        // Without another thread there is no backup now; the next opening tries again.
        if let Ok(handle) = std::thread::Builder::new().name("backup".to_owned()).spawn(work) {
            *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some((stop, handle));
        }
    }

    /// Stops what runs and waits for its end: nothing of ours reads the book afterwards.
    pub fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, handle)) = running {
            stop.store(true, Ordering::Relaxed);
            // A thread that broke off has ended too.
            drop(handle.join());
        }
    }

    /// Why the last backup that should have been made by itself was not.
    pub fn last_failure(&self) -> Option<AppError> {
        self.last_failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.stop();
    }
}

fn back_up_if_due(
    path: &std::path::Path,
    key: Option<&Key>,
    now: i64,
    stop: &AtomicBool,
) -> Result<bool, AppError> {
    let reader = Reader::open_with(path, key)?;
    if !backups::is_due(&reader, path, now)? {
        return Ok(false);
    }
    let made =
        backups::make(&reader, path, Reason::Automatic, now, &mut |_, _| !stop.load(Ordering::Relaxed))?;
    Ok(made.is_some())
}
