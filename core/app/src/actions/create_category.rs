//! `category.create`: a category of one's own.

use super::create_account::Created;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve};
use domain::{Category, CategoryId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Create a category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCategory {
    /// Name.
    pub name: String,
    /// Its group: id or name.
    pub group: String,
}

impl Action for CreateCategory {
    type Output = Created;
    const NAME: &'static str = "category.create";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let name = parse::name("name", &self.name)?;
        resolve::category_name_is_free(session.reader(), &name)?;
        let group = resolve::group(session.reader(), &self.group)?;
        let position: u32 = session.reader().connection().query_row(
            "select coalesce(max(position) + 1, 0) from category where group_id = ?1",
            params![group.0],
            |row| row.get(0),
        )?;
        let id = CategoryId(session.fresh_id());
        let category = Category { id, group, name, key: None, position, archived: false };
        session.commit(Self::NAME, vec![Write::category(&category)?])?;
        session.brain.forget();
        Ok(Created { id: id.to_string() })
    }
}
