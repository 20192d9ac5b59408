//! Makes things go wrong at their moments, and says afterwards how long it showed.

use super::record::Record;
use crate::error::LoadError;
use crate::proxy::Proxy;
use crate::scenario::{Fault, FaultKind, Faults};
use crate::stand::Stand;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A fault as it happened.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    pub kind: FaultKind,
    /// Since the run began.
    pub from: Duration,
    /// When it was mended.
    pub until: Duration,
}

/// Does all of them, in their order.
pub async fn make(
    stand: Arc<Stand>,
    proxy: Arc<Proxy>,
    faults: Faults,
    began: Instant,
    run: Duration,
) -> Result<Vec<Happened>, LoadError> {
    let mut happened = Vec::new();
    for fault in faults.faults {
        tokio::time::sleep_until((began + fault.moment(run)).into()).await;
        let from = began.elapsed();
        one(&stand, &proxy, fault).await?;
        happened.push(Happened { kind: fault.what, from, until: began.elapsed() });
    }
    Ok(happened)
}

async fn one(stand: &Arc<Stand>, proxy: &Proxy, fault: Fault) -> Result<(), LoadError> {
    let rest = tokio::time::sleep(Duration::from_secs_f64(fault.seconds));
    match fault.what {
        FaultKind::KillServer => {
            blocking(stand, Stand::kill_server).await?;
            proxy.to(stand.addresses());
            rest.await;
            blocking(stand, Stand::start_server).await?;
            proxy.to(stand.addresses());
        }
        FaultKind::KillRedis => {
            let kill = |stand: &Stand| {
                stand.kill_redis();
                Ok(())
            };
            blocking(stand, kill).await?;
            rest.await;
            blocking(stand, |stand| Ok(stand.start_redis()?)).await?;
        }
        FaultKind::RestartPostgres => {
            blocking(stand, |stand| Ok(stand.stop_postgres()?)).await?;
            rest.await;
            blocking(stand, |stand| Ok(stand.start_postgres()?)).await?;
        }
        FaultKind::Latency => {
            proxy.delay(Duration::from_millis(fault.milliseconds));
            rest.await;
            proxy.delay(Duration::ZERO);
        }
    }
    Ok(())
}

async fn blocking(
    stand: &Arc<Stand>,
    act: impl FnOnce(&Stand) -> Result<(), LoadError> + Send + 'static,
) -> Result<(), LoadError> {
    let stand = stand.clone();
    let done = tokio::task::spawn_blocking(move || act(&stand)).await;
    done.map_err(|error| LoadError::Wrong(error.to_string()))?
}

/// How long each fault showed: to the last request that failed, and to the last that was slow, of those that ended before the next fault.
pub fn recovery(record: &Record, happened: &[Happened]) -> Vec<(Duration, Duration)> {
    let last = |list: &[(Duration, Duration)], from: Duration, next: Duration| {
        // By when they ended: one that was under way when a fault came belongs to that.
        let its = list.iter().filter(|(_, done)| *done >= from && *done < next);
        its.map(|(_, done)| done.saturating_sub(from)).max().unwrap_or_default()
    };
    happened
        .iter()
        .enumerate()
        .map(|(number, fault)| {
            let next = happened.get(number + 1).map_or(Duration::MAX, |next| next.from);
            (last(&record.failures, fault.from, next), last(&record.slow, fault.from, next))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Plan, Scenario, Work};

    #[test]
    fn a_fault_has_shown_until_the_last_failure_before_the_next() {
        let Work::Requests(requests) = Scenario::named("read").expect("shipped").work else {
            panic!("read is requests")
        };
        let mut record = Record::new(&Plan::new(&requests), None, Duration::from_millis(300));
        let s = Duration::from_secs_f64;
        // One before all, one under way when the first fault came, two after it, one under way when the second came.
        record.failures = [(1.0, 1.1), (9.9, 10.2), (11.0, 11.5), (12.0, 13.0), (19.9, 21.5)]
            .map(|(due, done)| (s(due), s(done)))
            .into();
        record.slow = vec![(s(14.0), s(14.5))];
        let fault = |from| Happened { kind: FaultKind::KillServer, from: s(from), until: s(from + 1.0) };
        let shown = recovery(&record, &[fault(10.0), fault(20.0), fault(30.0)]);
        assert_eq!(shown, [(s(3.0), s(4.5)), (s(1.5), s(0.0)), (s(0.0), s(0.0))]);
    }
}
