//! Saved views of the register: a query with the columns and the order it is looked at in.

use crate::ViewId;
use serde::{Deserialize, Serialize};

/// A view somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Identity.
    pub id: ViewId,
    /// What its owner calls it.
    pub name: String,
    /// What it shows.
    pub definition: ViewDefinition,
}

/// What a view shows; one register, so that a merge cannot mix two views.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewDefinition {
    /// The query.
    pub query: String,
    /// Columns from left to right; empty for the usual ones.
    pub columns: Vec<String>,
    /// Order, for example `date` or `-amount`; empty for the usual one.
    pub sort: String,
}
