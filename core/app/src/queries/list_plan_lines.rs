//! `import.lines`: lines of a stored plan, page by page.

use crate::error::AppError;
use crate::import_view::{PlanLineView, Show};
use crate::operation::{Query, Topic};
use crate::plans;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List lines of an open plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPlanLines {
    /// The plan's id.
    pub plan: String,
    /// Which lines; by default all.
    pub show: Option<Show>,
    /// Leave out so many from the start.
    pub offset: Option<u32>,
    /// At most so many; by default 200.
    pub limit: Option<u32>,
}

/// Some lines.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlanLines {
    /// In the order of the file.
    pub items: Vec<PlanLineView>,
    /// How many there are of that kind.
    pub total: u32,
}

impl Query for ListPlanLines {
    type Output = PlanLines;
    const NAME: &'static str = "import.lines";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(&self, reader: &Reader) -> Result<PlanLines, AppError> {
        let stored = plans::head(reader, &self.plan)?;
        let place = |number: Option<u32>, usual: u32| usize::try_from(number.unwrap_or(usual)).unwrap_or(0);
        let (lines, total) = plans::page(
            reader,
            stored.plan.id,
            self.show.unwrap_or(Show::All),
            place(self.offset, 0),
            place(self.limit, 200),
        )?;
        let items = plans::line_views(reader, &stored, lines.iter().map(|(index, line)| (*index, line)))?;
        Ok(PlanLines { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }
}
