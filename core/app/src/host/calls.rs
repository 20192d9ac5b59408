//! Calls under way: telling how far they are, and stopping them.

use super::event::{Event, Listeners};
use crate::error::AppError;
use crate::progress::{Progress, Stage, cancelled};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

type Running = Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>;

/// A person sees no more than this; a faster stream would only cost.
const BETWEEN_REPORTS: Duration = Duration::from_millis(80);

/// The calls under way that have an id.
#[derive(Default)]
pub struct Calls {
    running: Running,
}

/// One call under way.
pub struct Call {
    id: Option<String>,
    stop: Arc<AtomicBool>,
    running: Running,
    listeners: Arc<Listeners>,
    told: Mutex<Option<(Stage, Instant)>>,
}

impl Calls {
    /// Begins a call. It ends when the answer is dropped.
    ///
    /// # Errors
    /// `invalid_input` when a call with this id is under way.
    pub fn begin(&self, id: Option<&str>, listeners: &Arc<Listeners>) -> Result<Call, AppError> {
        let stop = Arc::new(AtomicBool::new(false));
        if let Some(id) = id {
            let mut running = lock(&self.running);
            if running.contains_key(id) {
                return Err(AppError::invalid("call", format!("the call `{id}` is still under way")));
            }
            running.insert(id.to_owned(), Arc::clone(&stop));
        }
        Ok(Call {
            id: id.map(str::to_owned),
            stop,
            running: Arc::clone(&self.running),
            listeners: Arc::clone(listeners),
            told: Mutex::new(None),
        })
    }

    /// Asks a call to stop; false when there is none of this id.
    pub fn cancel(&self, id: &str) -> bool {
        let running = lock(&self.running);
        let found = running.get(id);
        if let Some(stop) = found {
            stop.store(true, Ordering::Relaxed);
        }
        found.is_some()
    }

    /// Asks every call but this one to stop.
    pub fn cancel_others(&self, but: Option<&Call>) {
        let other = |stop: &&Arc<AtomicBool>| but.is_none_or(|but| !Arc::ptr_eq(stop, &but.stop));
        for stop in lock(&self.running).values().filter(other) {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Progress for Call {
    fn report(&self, stage: Stage, done: u64, total: u64) -> Result<(), AppError> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(cancelled());
        }
        let Some(id) = &self.id else { return Ok(()) };
        let now = Instant::now();
        let mut told = lock(&self.told);
        let new = told.is_none_or(|(last, at)| last != stage || now.duration_since(at) >= BETWEEN_REPORTS);
        if new {
            *told = Some((stage, now));
            self.listeners.tell(&Event::Progress { call: id.clone(), stage, done, total });
        }
        Ok(())
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            lock(&self.running).remove(id);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each of these values is whole after every statement, so a panic elsewhere leaves nothing torn.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
