//! `import.list`: what was imported, newest first.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use crate::view::ProofView;
use domain::{BalanceProof, Currency};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the imports.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListImports {}

/// The imports.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportList {
    /// Newest first where this device made them; others after.
    pub items: Vec<ImportView>,
}

/// An import.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportView {
    /// Id; `import.undo` takes it.
    pub batch: String,
    /// Account id.
    pub account_id: String,
    /// Account name.
    pub account: String,
    /// File name.
    pub file: String,
    /// Format.
    pub format: String,
    /// Milliseconds since 1970-01-01 UTC; none when another device made it.
    pub at: Option<i64>,
    /// Rows added.
    pub added: u32,
    /// Lines merged into rows that were there.
    pub merged: u32,
    /// Lines already known.
    pub known: u32,
    /// Lines left out.
    pub ignored: u32,
    /// Taken back.
    pub undone: bool,
    /// What the balance proof said when it was committed.
    pub proof: ProofView,
}

impl Query for ListImports {
    type Output = ImportList;
    const NAME: &'static str = "import.list";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(&self, reader: &Reader) -> Result<ImportList, AppError> {
        let sql = "select b.id, a.name, b.file_name, b.format, (select max(at) from action where action.batch = b.id), \
          b.added, b.merged, b.same, b.ignored, b.undone, b.account, a.currency, b.proof from import_batch b join account a on a.id = b.account \
          order by (select max(id) from action where action.batch = b.id) desc, b.id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let (added, merged): (u32, u32) = (row.get(5)?, row.get(6)?);
            Ok(ImportView {
                batch: row::id_text(row.get(0)?),
                account: row.get(1)?,
                file: row.get(2)?,
                format: row.get(3)?,
                at: row.get(4)?,
                added: added.saturating_sub(merged),
                merged,
                known: row.get(7)?,
                ignored: row.get(8)?,
                undone: row.get(9)?,
                account_id: row::id_text(row.get(10)?),
                proof: proof(&row.get::<_, String>(11)?, &row.get::<_, String>(12)?),
            })
        })?;
        Ok(ImportList { items: rows.collect::<Result<_, _>>()? })
    }
}

/// A proof that another version wrote in another way counts as none.
fn proof(currency: &str, json: &str) -> ProofView {
    let proof = serde_json::from_str(json).unwrap_or(BalanceProof::Unavailable);
    ProofView::new(proof, Currency::from_code(currency).unwrap_or(Currency::XXX))
}
