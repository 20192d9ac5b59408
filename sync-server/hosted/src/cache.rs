//! Answers remembered: in memory on this instance, behind that in Redis, behind that the database.
//!
//! A key names the book, its log's life and head, and the question: a write moves the head, so nothing is ever invalidated and nothing older than
//! what the asker has seen is ever given. When several ask the same at once, one asks the database.

use crate::metrics::Metrics;
use crate::problem::Problem;
use axum::body::Bytes;
use relay::Port;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Seconds an answer is of any use: the head has moved long before, or nobody asks.
const KEPT: u64 = 120;

/// The answers on this instance.
pub struct Cache(moka::future::Cache<String, Bytes>);

impl Cache {
    pub fn new(mebibytes: u32) -> Self {
        let cache = moka::future::Cache::builder()
            .max_capacity(u64::from(mebibytes) << 20)
            .weigher(|key: &String, value: &Bytes| {
                u32::try_from(key.len() + value.len() + 64).unwrap_or(u32::MAX)
            })
            .time_to_live(Duration::from_secs(KEPT));
        Self(cache.build())
    }

    /// The answer to a question at a head, from wherever it is; `ask` asks the database.
    pub async fn answer<F>(
        &self,
        port: &Port,
        metrics: &Metrics,
        key: String,
        ask: F,
    ) -> Result<Bytes, Problem>
    where
        F: Future<Output = Result<Bytes, Problem>>,
    {
        if let Some(found) = self.0.get(&key).await {
            metrics.answered("memory");
            return Ok(found);
        }
        let redis_key = key.clone();
        let found = self.0.try_get_with(key, async move {
            if let Some(redis) = port.redis()
                && let Some(found) = redis.get(&redis_key).await
            {
                metrics.answered("redis");
                return Ok(Bytes::from(found));
            }
            let answer = ask.await?;
            metrics.answered("database");
            if let Some(redis) = port.redis() {
                redis.keep(&redis_key, &answer, KEPT).await;
            }
            Ok(answer)
        });
        found.await.map_err(|problem: Arc<Problem>| Problem::new(problem.code, problem.detail.clone()))
    }
}

/// The hash of a question.
pub fn question(path: &str, query: &str) -> String {
    let hash = Sha256::new().chain_update(path).chain_update([0]).chain_update(query).finalize();
    sync_protocol::hex_of_bytes(&hash[..16])
}
