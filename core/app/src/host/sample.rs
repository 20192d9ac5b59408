//! The sample statements, carried in the program.

use super::{Call, Host};
use crate::actions::commit_import::CommitImport;
use crate::actions::plan_import::PlanImport;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::operation::Action;
use crate::progress::{Progress as _, Stage};
use serde_json::json;

/// In the order in which they are imported: older periods first.
const FILES: &[(&str, &[u8])] = &[
    (
        "conta-corrente-2026-06-a-08.ofx",
        include_bytes!("../../../../samples/conta-corrente-2026-06-a-08.ofx"),
    ),
    (
        "conta-corrente-2026-08-a-10.ofx",
        include_bytes!("../../../../samples/conta-corrente-2026-08-a-10.ofx"),
    ),
    ("fatura-cartao-2026-09.csv", include_bytes!("../../../../samples/fatura-cartao-2026-09.csv")),
    ("fatura-cartao-2026-10.csv", include_bytes!("../../../../samples/fatura-cartao-2026-10.csv")),
    ("poupanca-2026.qif", include_bytes!("../../../../samples/poupanca-2026.qif")),
    ("us-checking-2026-q3.qfx", include_bytes!("../../../../samples/us-checking-2026-q3.qfx")),
    ("giro-2026-q3.camt053.xml", include_bytes!("../../../../samples/giro-2026-q3.camt053.xml")),
];

/// Imports every sample statement into the book.
///
/// # Errors
/// When a file cannot be kept or imported.
pub fn fill(app: &mut App, host: &Host, call: &Call) -> Result<(), AppError> {
    let all = FILES.len() as u64;
    for (done, (name, bytes)) in (0_u64..).zip(FILES) {
        call.report(Stage::Reading, done, all)?;
        let path = host.stage(name)?;
        std::fs::write(&path, bytes)
            .map_err(|error| AppError::new(ErrorCode::Io, format!("the sample cannot be kept: {error}")))?;
        let planned = app.act(PlanImport { path: path.display().to_string(), ..PlanImport::default() })?;
        for plan in planned.plans {
            app.call_with(CommitImport::NAME, json!({ "plan": plan.plan }), call)?;
        }
        host.staging.discard(&path)?;
    }
    Ok(())
}
