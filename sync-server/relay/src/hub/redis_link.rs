//! Redis, which may vanish and return at any time: every question has a short limit, and after a failure it is left alone for a moment.

use crate::metrics::Metrics;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, Pipeline, RedisError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

const ANSWER: Duration = Duration::from_millis(250);
const LEFT_ALONE: Duration = Duration::from_secs(1);

/// A connection made anew when it is needed.
pub struct RedisLink {
    client: Client,
    state: Mutex<State>,
    metrics: Arc<Metrics>,
}

#[derive(Default)]
struct State {
    connection: Option<MultiplexedConnection>,
    down_until: Option<Instant>,
}

impl RedisLink {
    /// For this address; nothing is connected yet.
    pub(crate) fn new(url: &str, metrics: &Arc<Metrics>) -> Result<Self, RedisError> {
        Ok(Self { client: Client::open(url)?, state: Mutex::default(), metrics: metrics.clone() })
    }

    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    async fn connection(&self) -> Option<MultiplexedConnection> {
        let mut state = self.state.lock().await;
        if let Some(connection) = &state.connection {
            return Some(connection.clone());
        }
        if state.down_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(ANSWER))
            .set_response_timeout(Some(ANSWER));
        match self.client.get_multiplexed_async_connection_with_config(&config).await {
            Ok(connection) => {
                self.metrics.redis_up.set(1);
                state.connection = Some(connection.clone());
                Some(connection)
            }
            Err(error) => {
                self.failed(&mut state, &error);
                None
            }
        }
    }

    fn failed(&self, state: &mut State, error: &RedisError) {
        if state.connection.take().is_some() || state.down_until.is_none() {
            tracing::warn!(%error, "Redis is away; going on without");
        }
        self.metrics.redis_up.set(0);
        state.down_until = Some(Instant::now() + LEFT_ALONE);
    }

    /// Asks, or gives nothing when Redis is away.
    pub async fn ask<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Option<T> {
        let mut connection = self.connection().await?;
        match pipeline.query_async(&mut connection).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.failed(&mut *self.state.lock().await, &error);
                None
            }
        }
    }

    /// What lies under a key.
    pub async fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.ask::<(Option<Vec<u8>>,)>(redis::pipe().get(key)).await?.0
    }

    /// Leaves something under a key for some seconds.
    pub async fn keep(&self, key: &str, bytes: &[u8], seconds: u64) {
        let _away = self.ask::<()>(redis::pipe().set_ex(key, bytes, seconds).ignore()).await;
    }

    /// Counts one more under a key that ends by itself.
    pub async fn count(&self, key: &str, seconds: i64) -> Option<u32> {
        let mut pipeline = redis::pipe();
        pipeline.incr(key, 1).expire(key, seconds).ignore();
        self.ask::<(u32,)>(&pipeline).await.map(|(count,)| count)
    }
}
