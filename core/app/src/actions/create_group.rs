//! `group.create`: a group of categories.

use super::create_account::Created;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::parse;
use crate::resolve;
use crate::session::Session;
use domain::{CategoryGroup, GroupId};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Create a group of categories.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateGroup {
    /// Name.
    pub name: String,
    /// expense, income or transfer.
    pub kind: String,
}

impl Action for CreateGroup {
    type Output = Created;
    const NAME: &'static str = "group.create";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let name = parse::name("name", &self.name)?;
        name_is_free(session.reader(), &name)?;
        let kind = parse::choice("kind", &self.kind, "expense, income, transfer")?;
        let position: u32 = session.reader().connection().query_row(
            "select coalesce(max(position) + 1, 0) from category_group",
            [],
            |row| row.get(0),
        )?;
        let id = GroupId(session.fresh_id());
        session.commit(Self::NAME, vec![Write::group(&CategoryGroup { id, name, kind, position })?])?;
        Ok(Created { id: id.to_string() })
    }
}

/// Refuses a name another group has.
///
/// # Errors
/// `already_exists`.
pub fn name_is_free(reader: &Reader, name: &str) -> Result<(), AppError> {
    match resolve::group(reader, name) {
        Err(error) if error.code == ErrorCode::NotFound => Ok(()),
        Ok(_) => {
            Err(AppError::new(ErrorCode::AlreadyExists, format!("there is a group `{name}` already"))
                .at("name"))
        }
        Err(error) => Err(error),
    }
}
