//! A worker as a program: its loops and its endpoints, until it is told to stop.

use super::Worker;
use crate::endpoints::{Endpoints, router};
use crate::objects::Objects;
use crate::tokens::Door;
use crate::{CloudTasks, Registry, Settings, WorkerError, tasks};
use sqlx::PgPool;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Runs jobs until `stop` comes true, then gives those under way some time to end. `listening` hears the address.
///
/// # Errors
/// When a setting cannot be used or the address is not to be had.
pub async fn serve(
    pool: PgPool,
    registry: Registry,
    settings: &Settings,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), WorkerError> {
    let (listen, drain) = (settings.worker_listen, Duration::from_secs(settings.drain_seconds));
    let name = format!("{}-{:08x}", std::process::id(), u32::from_le_bytes(crate::random()));
    let worker = Worker::new(pool, registry, settings.pace(), name);
    let door = Door::new(&settings.door)?;
    let objects = Objects::open(&settings.objects)?;
    let tasks = CloudTasks::open(&settings.tasks, &settings.door).await?;
    let failed = |source| WorkerError::Io { what: format!("listening on {listen}"), source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let tending = tokio::spawn(worker.clone().tend());
    let looking = match tasks {
        Some(tasks) => tokio::spawn(tasks::hand_over(worker.clone(), tasks)),
        None => tokio::spawn(worker.clone().poll()),
    };
    listening(address);
    let links = objects.is_folder().then(|| Arc::new(objects));
    let routes = router(Arc::new(Endpoints { worker: worker.clone(), door }), links);
    let draining = worker.clone();
    let (drained, done) = tokio::sync::oneshot::channel();
    let stop = async move {
        stop.await;
        draining.drain(drain).await;
        let _nobody_waits = drained.send(());
    };
    let mut served = std::pin::pin!(axum::serve(listener, routes).with_graceful_shutdown(stop).into_future());
    // Connections kept open for nothing must not outlast the deadline.
    let ended = tokio::select! {
        result = &mut served => result,
        () = async { let _ = done.await; tokio::time::sleep(Duration::from_millis(500)).await } => Ok(()),
    };
    looking.abort();
    tending.abort();
    ended.map_err(failed)
}
