//! `view.save`: a query of the register with its columns and order, under a name.

use super::create_account::Created;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::register::Order;
use crate::session::Session;
use crate::{parse, resolve, write};
use domain::{SavedView, ViewDefinition, ViewId};
use replica::{Entity, Field, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Columns the register knows.
const COLUMNS: &[&str] =
    &["date", "account", "payee", "description", "category", "note", "tags", "amount", "balance", "clearing"];

/// Save a view of the register. An existing name is written over; with `id`, that view is changed and may be renamed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// The view to change; left out for a new one, or the one with this name.
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// The query.
    pub query: String,
    /// Columns from left to right: date, account, payee, description, category, note, tags, amount, balance, clearing.
    pub columns: Option<Vec<String>>,
    /// Order, as in `register.list`.
    pub sort: Option<String>,
}

impl Action for SaveView {
    type Output = Created;
    const NAME: &'static str = "view.save";
    const TOPICS: &'static [Topic] = &[Topic::Views, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let name = parse::name("name", &self.name)?;
        domain::query::parse(&self.query)?;
        Order::read(self.sort.as_deref())?;
        if let Some(unknown) =
            self.columns.iter().flatten().find(|column| !COLUMNS.contains(&column.as_str()))
        {
            let message = format!("the register has no column `{unknown}`");
            return Err(AppError::invalid("columns", message).remedy(format!("use {}", COLUMNS.join(", "))));
        }
        let definition = ViewDefinition {
            query: self.query.trim().to_owned(),
            columns: self.columns.unwrap_or_default(),
            sort: self.sort.unwrap_or_default(),
        };
        let same_name = match resolve::view(session.reader(), &name) {
            Ok(id) => Some(id),
            Err(error) if error.code == ErrorCode::NotFound => None,
            Err(error) => return Err(error),
        };
        let known = self.id.as_deref().map(|id| resolve::view(session.reader(), id)).transpose()?;
        if let (Some(known), Some(other)) = (known, same_name)
            && known != other
        {
            return Err(AppError::new(ErrorCode::AlreadyExists, format!("there is a view `{name}` already")));
        }
        let (id, writes) = if let Some(id) = known.or(same_name) {
            let json = serde_json::to_string(&definition)
                .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
            let entity = Entity::View(id);
            let name = write::set(entity, Field::Name, &name)?;
            (id, vec![name, write::set(entity, Field::Definition, &json)?])
        } else {
            let id = ViewId(session.fresh_id());
            (id, vec![Write::view(&SavedView { id, name, definition })?])
        };
        session.commit(Self::NAME, writes)?;
        Ok(Created { id: id.to_string() })
    }
}
