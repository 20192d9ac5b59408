//! How often somebody may try: counted in Redis over all instances, in memory while Redis is away.

use crate::hub::RedisLink;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Keys kept in memory before old windows are cleared out.
const KEYS: usize = 10_000;

/// Counts within windows of a minute.
pub struct Limiter {
    redis: Option<Arc<RedisLink>>,
    memory: Mutex<HashMap<String, (u64, u32)>>,
}

impl Limiter {
    /// Counts in Redis where there is one, else in memory.
    pub fn new(redis: Option<Arc<RedisLink>>) -> Self {
        Self { redis, memory: Mutex::default() }
    }

    pub(crate) const fn redis(&self) -> Option<&Arc<RedisLink>> {
        self.redis.as_ref()
    }

    /// Counts one more under `key`; when there were `most` in this minute already, the seconds until the next one.
    ///
    /// # Errors
    /// Those seconds.
    pub async fn allow(&self, key: &str, most: u32) -> Result<(), u64> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let window = now / 60;
        let count = match &self.redis {
            Some(redis) => redis.count(&format!("valorize:limit:{key}:{window}"), 60).await,
            None => None,
        };
        let count = count.unwrap_or_else(|| self.count(key, window));
        if count <= most { Ok(()) } else { Err(60 - now % 60) }
    }

    fn count(&self, key: &str, window: u64) -> u32 {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= KEYS {
            memory.retain(|_, (of, _)| *of == window);
        }
        let entry = memory.entry(key.to_owned()).or_insert((window, 0));
        if entry.0 != window {
            *entry = (window, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_third_of_two_is_refused_and_other_keys_are_not() {
        let limiter = Limiter::new(None);
        let mut refused = 0;
        // A minute may end in between, once.
        for _ in 0..5 {
            refused += u32::from(limiter.allow("a", 2).await.is_err());
        }
        assert!(refused >= 1, "{refused}");
        assert_eq!(limiter.allow("b", 2).await, Ok(()));
    }
}
