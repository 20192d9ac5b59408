//! Upkeep of what this crate keeps: old jobs, old notifications.

use crate::{Context, Job, JobError, queue};

/// Forgets jobs and notifications that are long over. What it deletes is gone in small parts, so that it may begin again anywhere.
#[derive(Debug, Clone, Copy)]
pub struct PruneHistory {
    /// Days a job that was done is kept.
    pub done_days: u32,
    /// Days one that was given up is kept.
    pub dead_days: u32,
    /// Days a notification is kept.
    pub notification_days: u32,
}

impl Job for PruneHistory {
    const NAME: &'static str = "history.prune";
    const VERSION: u32 = 1;
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        let jobs = queue::prune(context.pool(), self.done_days, self.dead_days).await?;
        let notifications = crate::notify::prune(context.pool(), self.notification_days).await?;
        tracing::info!(jobs, notifications, "forgot what is long over");
        Ok(())
    }
}
