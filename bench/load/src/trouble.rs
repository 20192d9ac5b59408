//! Makes things go wrong at their moments, and says afterwards how long it showed.

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

/// Where faults stand in a picture over time.
pub fn marks(happened: &[Happened]) -> Vec<(f64, String)> {
    happened.iter().map(|fault| (fault.from.as_secs_f64(), fault.kind.title().to_owned())).collect()
}

/// How long each fault showed: from its beginning to the end of the last of these that belongs to it. Each is a moment by which it belongs to the
/// fault before, and the moment it ended.
pub fn showed(troubles: &[(Duration, Duration)], happened: &[Happened]) -> Vec<Duration> {
    let of = |(number, fault): (usize, &Happened)| {
        let next = happened.get(number + 1).map_or(Duration::MAX, |next| next.from);
        let its = troubles.iter().filter(|(moment, _)| *moment >= fault.from && *moment < next);
        its.map(|(_, ended)| ended.saturating_sub(fault.from)).max().unwrap_or_default()
    };
    happened.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_shown_until_the_last_that_belongs_to_it() {
        let s = Duration::from_secs_f64;
        // One before all, two after the first fault, one that belongs to it and ends after the second came, one of the second.
        let troubles = [(1.0, 1.1), (10.2, 10.2), (13.0, 13.0), (19.5, 20.5), (20.9, 21.5)]
            .map(|(moment, ended)| (s(moment), s(ended)));
        let fault = |from| Happened { kind: FaultKind::KillServer, from: s(from), until: s(from + 1.0) };
        let shown = showed(&troubles, &[fault(10.0), fault(20.0), fault(30.0)]);
        assert_eq!(shown, [s(10.5), s(1.5), s(0.0)]);
    }
}
