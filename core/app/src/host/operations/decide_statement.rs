//! `sync.decide_statement`: what becomes of a statement's lines in doubt.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{DoubtFate, LineFate, Once, ServerStatement, decide_statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say what becomes of the lines in doubt of a statement at the server, which then writes it into the open book. Every such line wants a decision.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideStatement {
    /// Its id, from `sync.statements`.
    pub id: String,
    /// What becomes of single lines; none when left out.
    pub decisions: Option<Vec<LineFate>>,
    /// What becomes of all other lines in doubt.
    pub others: Option<DoubtFate>,
}

impl HostAction for DecideStatement {
    type Output = ServerStatement;
    const NAME: &'static str = "sync.decide_statement";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<ServerStatement, AppError> {
        let shared = host.with_book(Open::shared)?;
        let once = Once::new((host.outside)().as_mut());
        let decisions = self.decisions.unwrap_or_default();
        let said = decide_statement(&shared, &once, &self.id, &decisions, self.others)?;
        host.with_book(|open| open.read(|reader| ServerStatement::new(reader, said)))
    }
}
