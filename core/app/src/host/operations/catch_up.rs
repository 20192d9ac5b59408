//! `suggestion.catch_up`: suggestions for what was just imported, made beside other work.

use crate::actions::refresh_suggestions::{RefreshedView, suggest_for};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::progress::{Progress as _, Stage};
use crate::sync::reads_only;
use crate::uncategorised;
use domain::TransactionId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::Reader;

/// Rows suggested for at a time: the book is free for other work after each such step.
const STEP: usize = 250;
/// Steps between two words to those who show suggestions.
const TOLD_EVERY: usize = 4;
/// The pause in which waiting work gets its turn.
const TURN: Duration = Duration::from_millis(2);

/// Suggest categories for rows that nothing was suggested for yet, newest first, in small steps between other work.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatchUp {
    /// Suggest anew for so many of the rows that wait already, newest first: with what was learned since.
    pub again: Option<u32>,
}

impl HostAction for CatchUp {
    type Output = RefreshedView;
    const NAME: &'static str = "suggestion.catch_up";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions];

    fn run(self, host: &Host, call: &Call) -> Result<RefreshedView, AppError> {
        let ids = host.with_app(|app| due(app.reader(), self.again))?;
        let mut done = RefreshedView { rows: 0, categorised: 0, uncertain: 0 };
        for (number, step) in ids.chunks(STEP).enumerate() {
            // What was suggested stays when the rest is stopped: there is nothing to take back.
            call.report(Stage::Categorising, (number * STEP) as u64, ids.len() as u64)?;
            let part = host.with_app(|app| suggest_for(&mut app.session(call), step))?;
            done.rows += part.rows;
            done.categorised += part.categorised;
            done.uncertain += part.uncertain;
            if number % TOLD_EVERY == 0 {
                host.tell_changed(Host::operation(Self::NAME)?);
            }
            std::thread::sleep(TURN);
        }
        // Nobody waits for the search index either: until it has caught up, searches read its rows one by one.
        while host.with_app(App::catch_up)? {
            call.report(Stage::Categorising, ids.len() as u64, ids.len() as u64)?;
            std::thread::sleep(TURN);
        }
        Ok(done)
    }
}

/// Rows to suggest for. Who may only read has the suggestions of those who write.
fn due(reader: &Reader, again: Option<u32>) -> Result<Vec<TransactionId>, AppError> {
    if reads_only(reader)? {
        return Ok(Vec::new());
    }
    let mut ids = uncategorised::unseen(reader)?;
    if let Some(count) = again {
        ids.extend(uncategorised::waiting(reader, count)?);
    }
    Ok(ids)
}
